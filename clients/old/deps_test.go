package concord_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// allowed are the modules that the client may bring into a program beside the standard library.
var allowed = []string{
	"github.com/concord-registry/concord/clients/old",
	"github.com/hashicorp/golang-lru/v2",
	"golang.org/x/sync",
}

func TestDependencies(t *testing.T) {
	out, err := exec.Command("go", "list", "-deps", "-f", "{{if not .Standard}}{{.ImportPath}}{{end}}", ".").Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	if !slices.Contains(packages, allowed[0]) {
		t.Fatalf("go list does not name the client itself: %v", packages)
	}
	for _, p := range packages {
		if !slices.ContainsFunc(allowed, func(m string) bool { return p == m || strings.HasPrefix(p, m+"/") }) {
			t.Errorf("the client brings %s into every program that uses it: do without, or say here why not", p)
		}
	}
}
