package manual_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/concord-registry/concord/cmd/concord/internal/manual"
)

//go:generate go test . -run "TestPages|TestActions" -update

var update = flag.Bool("update", false, "write the pages of docs anew")

// folder is where the pages stand.
const folder = "../../../../docs/rules"

// TestEntries runs every example, and demands that codes are unique and say something.
func TestEntries(t *testing.T) {
	entries, err := manual.Entries()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, e := range entries {
		if seen[e.Code] || e.Title == "" || e.Why == "" || len(e.Facts) == 0 {
			t.Errorf("the entry is incomplete or not the only one: %+v", e)
		}
		seen[e.Code] = true
	}
	for _, code := range []string{"DifferentSchemaType", "AvroFieldMissingDefault", "ProtobufFieldRemoved", "JSONTypeChanged", "SEM001", "SUBJECT_NOT_FOUND", "40401", "42201", "50001"} {
		if !seen[code] {
			t.Errorf("%s is not explained", code)
		}
	}
}

// fresh fails for a file that is not what the tables give; with -update it becomes that.
func fresh(t *testing.T, file, want string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if got, err := os.ReadFile(file); err != nil || string(got) != want {
		t.Errorf("%s is stale: run go generate ./cmd/concord/internal/manual (%v)", file, err)
	}
}

// TestActions fails for a page of actions that is not what the table gives.
func TestActions(t *testing.T) {
	fresh(t, filepath.Join(folder, "../actions.md"), manual.Actions())
}

// TestPages fails for pages that are not what the tables give, and for files that no table gives.
func TestPages(t *testing.T) {
	pages, err := manual.Pages()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		fresh(t, filepath.Join(folder, name), want)
	}
	found, err := filepath.Glob(filepath.Join(folder, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range found {
		if _, ok := pages[filepath.Base(file)]; !ok {
			t.Errorf("%s: no table gives this page: delete it", file)
		}
	}
}
