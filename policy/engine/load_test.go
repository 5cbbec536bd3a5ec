package engine_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/set"
	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "rewrite the want sections of testdata/policy")

// policyYAML and rolloutYAML stand in every case that does not bring its own.
const (
	policyYAML = "apiVersion: policy.concord/v1\n"
	ruleHead   = `# METADATA
# title: a rule
# organizations: [council]
# custom: {id: R1, severity: low, match: all}
package policy.council.r
import rego.v2
`
)

// TestLoadComplains reads testdata/policy/broken: each case is a policy repository and, in `want`, everything that Load
// must complain about. A file of the case may begin with the line `HEAD`, which stands for a rule's usual beginning.
func TestLoadComplains(t *testing.T) {
	names, err := filepath.Glob("../../testdata/policy/broken/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files, want := set.Files{"policy.yaml": []byte(policyYAML)}, ""
			for _, f := range archive.Files {
				if f.Name == "want" {
					want = string(f.Data)
					continue
				}
				files[f.Name] = []byte(strings.Replace(string(f.Data), "HEAD\n", ruleHead, 1))
			}
			_, err = engine.Load("test", files)
			got := "loads\n"
			if err != nil {
				got = err.Error() + "\n"
			}
			if *update {
				rewrite(t, name, archive, got)
			} else if diff := cmp.Diff(got, want); diff != "" {
				t.Errorf("got - want +\n%s", diff)
			}
		})
	}
}

func rewrite(t *testing.T, name string, archive *txtar.Archive, want string) {
	t.Helper()
	for i := range archive.Files {
		if archive.Files[i].Name == "want" {
			archive.Files[i].Data = []byte(want)
		}
	}
	if err := os.WriteFile(name, txtar.Format(archive), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestWanted(t *testing.T) {
	tests := []struct {
		name string
		want bool
	}{
		{"policy.yaml", true}, {"rollout.yaml", true}, {"exemptions.yaml", true}, {"exemptions/billing.yaml", true},
		{"rules/a/rule.rego", true}, {"rules/a/fixtures/bad/x.avsc", true}, {"rules/a/README.md", false},
		{"lib/x.rego", true}, {"terms/x.yaml", true}, {"bindings/billing.yaml", true},
		{"domains/billing/rules/a/rule.rego", true}, {"domains/billing/terms/x.yaml", true}, {"domains/billing/lib/x.rego", false},
		{"README.md", false}, {".github/workflows/ci.yaml", false}, {"CODEOWNERS", false}, {"rules", false},
		{"rules/../policy.yaml", false}, {"../policy.yaml", false}, {"/policy.yaml", false}, {"", false},
	}
	for _, test := range tests {
		if got := set.Wanted(test.name); got != test.want {
			t.Errorf("Wanted(%q) = %t, want %t", test.name, got, test.want)
		}
	}
}

func TestReadFSLimits(t *testing.T) {
	big := make([]byte, set.MaxFileBytes+1)
	tests := []struct {
		name  string
		files fstest.MapFS
		want  string
	}{
		{"large file", fstest.MapFS{"terms/x.yaml": {Data: big}}, "terms/x.yaml has 1048577 bytes; at most 1048576 are read"},
		{"large file that is not read", fstest.MapFS{"docs/x.bin": {Data: big}}, ""},
		{"link", fstest.MapFS{"rules": {Mode: os.ModeSymlink, Data: []byte("../etc")}}, "rules is not a regular file: policy repositories hold no links"},
		{"device", fstest.MapFS{"policy.yaml": {Mode: os.ModeDevice}}, "policy.yaml is not a regular file: policy repositories hold no links"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := set.ReadFS(test.files)
			got := ""
			if err != nil {
				got = err.Error()
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
