package set_test

import (
	"maps"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/concord-registry/concord/policy/set"
)

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

// TestReadFSHidden: what begins with a dot is not read, but for the folder of a domain that does.
func TestReadFSHidden(t *testing.T) {
	files, err := set.ReadFS(fstest.MapFS{
		".git/rules/x/rule.rego": {}, "rules/.old/rule.rego": {}, "domains/.default/terms/x.yaml": {}, "domains/a/.b/rule.rego": {},
	})
	got := slices.Collect(maps.Keys(files))
	if want := []string{"domains/.default/terms/x.yaml"}; err != nil || !slices.Equal(got, want) {
		t.Errorf("got %q, %v, want %q", got, err, want)
	}
}
