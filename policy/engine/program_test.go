package engine_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

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
