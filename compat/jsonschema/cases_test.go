package jsonschema_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat/compattest"
	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
)

// TestCases runs the cases of testdata/compat/json.
func TestCases(t *testing.T) {
	compattest.Cases(t, "../../testdata/compat/json", ".json", 60, compattest.Both(schematest.Parse, checker.Check), line)
}

// line is a finding as the cases write it: direction, code, place, the reference's type and path (a dash when it lets the
// change pass, LENIENT when that policy does), and what breaks.
func line(f rule.Finding) string {
	reference := "-"
	if f.Reference != nil {
		reference = strings.TrimSpace(f.Reference.Type + " " + f.Reference.Path)
		if f.Reference.Lenient {
			reference += " LENIENT"
		}
	}
	breaks := "breaks nothing"
	if f.Breaks != 0 {
		breaks = "breaks"
	}
	if f.Witness != nil {
		breaks += " " + f.Witness.Datum
	}
	return fmt.Sprintf("%s %s %s | %s | %s", f.Direction, f.Code, f.New.Path, reference, breaks)
}
