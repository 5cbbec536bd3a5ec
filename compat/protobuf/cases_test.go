package protobuf_test

import (
	"fmt"
	"testing"

	"github.com/concord-registry/concord/compat/compattest"
	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
)

// both are the findings in both directions.
func both(old, new *protobuf.Schema) []rule.Finding {
	return append(checker.Check(rule.Backward, old, new), checker.Check(rule.Forward, old, new)...)
}

// TestCases runs the cases of testdata/compat/protobuf.
func TestCases(t *testing.T) {
	compattest.Cases(t, "../../testdata/compat/protobuf", ".proto", 140, compattest.Both(parse, checker.Check), line)
}

// line is a finding as the cases write it: direction, code, what it breaks, and what the reference registry reports.
func line(f rule.Finding) string {
	reported := "unreported"
	if f.Reference != nil {
		reported = f.Reference.Type + " " + f.Reference.Path
	}
	return fmt.Sprintf("%s %s at %s: breaks %s, %s", f.Direction, f.Code, place(f), compattest.Axes(f.Breaks, " "), reported)
}

// place is where a finding is, in the new schema if it has a place there.
func place(f rule.Finding) string {
	for _, p := range []rule.Place{f.New, f.Old} {
		if p.Span.Start.Line > 0 {
			return fmt.Sprintf("%s:%d", p.Path, p.Span.Start.Line)
		}
	}
	return "the file"
}
