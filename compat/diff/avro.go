package diff

import (
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/avro"
)

// avroFacts are what the shared document does not say of an Avro schema; all are zero for other formats.
type avroFacts struct {
	root *avro.Node
	// aliases are those of fields, sizes those of fixed types, by their declarations.
	aliases map[schema.Span][]string
	sizes   map[schema.Span]int
}

func newAvroFacts(s schema.Parsed) avroFacts {
	parsed, ok := s.(*avro.Schema)
	if !ok {
		return avroFacts{}
	}
	f := avroFacts{parsed.Root, map[schema.Span][]string{}, map[schema.Span]int{}}
	seen := map[*avro.Node]bool{}
	open := []*avro.Node{parsed.Root}
	for len(open) > 0 {
		n := open[len(open)-1]
		open = open[:len(open)-1]
		if n == nil || seen[n] {
			continue
		}
		seen[n] = true
		if n.Kind == avro.Fixed {
			f.sizes[n.At] = n.Size
		}
		for _, field := range n.Fields {
			if len(field.Aliases) > 0 {
				f.aliases[field.At] = field.Aliases
			}
			open = append(open, field.Type)
		}
		open = append(append(open, n.Items), n.Branches...)
	}
	return f
}

// span is where the root is declared.
func (f avroFacts) span() schema.Span {
	if f.root == nil {
		return schema.Span{}
	}
	return f.root.At
}

// rootTypes are the types of two roots; of two that have names, the sorts of types, as names may change.
func rootTypes(old, new *avro.Node) (was, is string) {
	switch {
	case old == nil || new == nil:
		return "", ""
	case old.Kind.Named() && new.Kind.Named():
		return old.Kind.String(), new.Kind.String()
	}
	return old.Spelled(), new.Spelled()
}
