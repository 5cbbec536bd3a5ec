package avro

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// difference is one thing that a reader's type has against a writer's.
type difference struct {
	code rule.Code
	pair
	at *trail
	// field is the reader's field that it is about, nil for differences of types; source the writer's field that an alias
	// joins to it, nil where none does.
	field, source *avro.Field
	// symbols are those that an enum misses.
	symbols []string
}

// key tells a difference from others wherever its pair is met.
type key struct {
	code rule.Code
	pair
	field *avro.Field
}

func (d *difference) key() key { return key{d.code, d.pair, d.field} }

// reference is d in the words of the reference registry (compatibility contract §2.3).
func (d *difference) reference() *rule.Difference {
	r := &rule.Difference{Path: d.at.path()}
	reader, writer := upper(d.reader), upper(d.writer)
	if d.code == FieldMissingDefault && d.at.absent == nil {
		r.Type, r.Info = "READER_FIELD_MISSING_DEFAULT_VALUE", d.field.Name
		return r
	}
	switch d.code {
	case TypeMismatch, FieldMissingDefault:
		r.Type, r.Info = "TYPE_MISMATCH", fmt.Sprintf("reader type: %s not compatible with writer type: %s", reader, writer)
	case NameMismatch:
		r.Type, r.Info = "NAME_MISMATCH", "expected: "+d.writer.Name.Full()
	case FixedSize:
		r.Type, r.Info = "FIXED_SIZE_MISMATCH", fmt.Sprintf("expected: %d, found: %d", d.writer.Size, d.reader.Size)
	case EnumSymbolMissing:
		r.Type, r.Info = "MISSING_ENUM_SYMBOLS", "["+strings.Join(d.symbols, ", ")+"]"
	case UnionBranchMissing:
		r.Type, r.Info = "MISSING_UNION_BRANCH", "reader union lacking writer type: "+writer
	}
	return r
}

func upper(n *avro.Node) string { return strings.ToUpper(n.Kind.String()) }

// finding puts d into words for a direction.
func (d *difference) finding(dir rule.Direction, reference *rule.Difference) rule.Finding {
	f := rule.Finding{
		Code:      d.code,
		Direction: dir,
		Breaks:    breaks(d.code),
		Reference: reference,
		Message:   d.message(dir),
		Fix:       d.fix(dir),
	}
	read, written := d.stands()
	readerAt, writerAt := d.at.reader.place(), d.at.writer.place()
	if dir == rule.Backward {
		f.New, f.Is, f.Old, f.Was = readerAt, read, writerAt, written
	} else {
		f.Old, f.Was, f.New, f.Is = readerAt, read, writerAt, written
	}
	return f
}
