package reference

import (
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// What enums and constants give.
const (
	EnumNarrowed Type = "ENUM_ARRAY_NARROWED"
	EnumChanged  Type = "ENUM_ARRAY_CHANGED"
)

// values compares the values of enums, or of constants, as sets of exact spelling: 1 and 1.0 are two values.
func (c *comparer) values(l *list, w, r *model.Node) {
	writer, reader := c.valueSet(w), c.valueSet(r)
	switch {
	case containsAll(reader, writer):
	case w.Kind == model.Enum && containsAll(writer, reader):
		l.add(EnumNarrowed, "enum")
	case w.Kind == model.Enum:
		l.add(EnumChanged, "enum")
	default:
		l.add(EnumChanged, "const")
	}
}

func (c *comparer) valueSet(n *model.Node) map[string]bool {
	set, known := c.sets[n]
	if !known {
		set = make(map[string]bool, len(n.Values))
		for _, v := range n.Values {
			set[value.Spelling(v)] = true
		}
		c.sets[n] = set
	}
	return set
}
