package avro_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/compattest"
	"github.com/concord-registry/concord/compat/rule"
)

var both = compattest.Both(parse, avro.Check)

// TestCases runs the cases of testdata/compat/avro.
func TestCases(t *testing.T) {
	compattest.Cases(t, "../../testdata/compat/avro", ".avsc", 90, both, line)
}

// line is a finding as the cases write it: direction, code, the reference's type and path or a dash, what breaks.
func line(f rule.Finding) string {
	reference := "-"
	if f.Reference != nil {
		reference = strings.TrimSpace("refused " + f.Reference.Type + " " + f.Reference.Path)
	}
	return fmt.Sprintf("%s %s | %s | breaks %s", f.Direction, f.Code, reference, compattest.Axes(f.Breaks, ", "))
}
