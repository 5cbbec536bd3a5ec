package manual_test

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/concord-registry/concord/cmd/concord/internal/manual"
)

//go:generate go test . -run TestPages -update

var update = flag.Bool("update", false, "write docs/rules anew")

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

// TestPages fails for pages that are not what the tables give, and for files that no table gives.
func TestPages(t *testing.T) {
	pages, err := manual.Pages()
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		file := filepath.Join(folder, name)
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || string(got) != want {
			t.Errorf("%s is stale: run go generate ./cmd/concord/internal/manual (%v)", name, err)
		}
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
