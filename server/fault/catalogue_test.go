package fault_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/concord-registry/concord/server/fault"
)

// TestCatalogue demands rows in order that say something.
func TestCatalogue(t *testing.T) {
	last := 0
	for _, e := range fault.Catalogue {
		if e.Code <= last || e.HTTP() < 400 || e.Title == "" || e.Why == "" || e.Do == "" {
			t.Errorf("row after %d: %+v", last, e)
		}
		last = e.Code
	}
}

// TestCatalogueIsWhole finds every five-digit code that the server's sources give an error, and demands its row.
func TestCatalogueIsWhole(t *testing.T) {
	known, found := map[int]bool{}, 0
	for _, e := range fault.Catalogue {
		known[e.Code] = true
	}
	code := regexp.MustCompile(`(?:Coded\(fault\.\w+, |Code: +)(\d{5})\b`)
	for _, folder := range []string{"registry", "confluent", "rpc"} {
		names, err := filepath.Glob("../" + folder + "/*.go")
		if err != nil || len(names) == 0 {
			t.Fatalf("%s holds no sources: %v", folder, err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, m := range code.FindAllStringSubmatch(string(text), -1) {
				found++
				if n, _ := strconv.Atoi(m[1]); !known[n] {
					t.Errorf("%s: %s has no row in the catalogue", name, m[1])
				}
			}
		}
	}
	if found < 20 {
		t.Errorf("the sources hold %d codes only: the pattern no longer finds them", found)
	}
}
