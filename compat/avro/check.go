// Package avro compares Avro schemas.
package avro

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// Rules is the rule table.
var Rules []rule.Rule

// differenceTypes are the reference's words for the codes.
var differenceTypes = map[rule.Code]string{
	TypeMismatch:        "TYPE_MISMATCH",
	NameMismatch:        "NAME_MISMATCH",
	FixedSize:           "FIXED_SIZE_MISMATCH",
	EnumSymbolMissing:   "MISSING_ENUM_SYMBOLS",
	UnionBranchMissing:  "MISSING_UNION_BRANCH",
	FieldMissingDefault: "READER_FIELD_MISSING_DEFAULT_VALUE",
}

// Check lists what differs between old and new in one direction.
func Check(dir rule.Direction, old, new *avro.Schema) []rule.Finding {
	reader, writer := rule.Roles(dir, old, new)
	x := newReference()
	r := x.compare(pair{reader.Root, writer.Root}, start(reader.Root, writer.Root))
	var out []rule.Finding
	if x.failed != nil {
		return []rule.Finding{{Code: FieldAmbiguous, Direction: dir, Reference: &rule.Difference{}}}
	}
	for _, d := range r.differences() {
		out = append(out, rule.Finding{Code: d.code, Direction: dir, Reference: &rule.Difference{Type: differenceTypes[d.code], Path: d.at.path()}})
	}
	return out
}
