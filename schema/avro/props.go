package avro

import (
	"strconv"

	"github.com/concord-registry/concord/schema/jsontree"
)

// reserved are the members of a type that never are properties, wherever they stand.
var reserved = map[string]bool{
	"doc": true, "fields": true, "items": true, "name": true, "namespace": true,
	"size": true, "symbols": true, "values": true, "type": true, "aliases": true,
}

// props reads the properties of a type. Those of records, arrays and maps may not hold integers of more than 64 bits:
// the reference refuses them there, and nowhere else.
func (p *parser) props(n *Node, v *jsontree.Value) {
	for _, m := range v.Members {
		if reserved[m.Name] || n.Kind == Enum && m.Name == "default" {
			continue
		}
		if n.Kind == Record || n.Kind == Array || n.Kind == Map {
			requireLong(m.Value)
		}
		n.Props = append(n.Props, m)
	}
}

// requireLong refuses a value that holds, at any depth, an integer of more than 64 bits.
func requireLong(v *jsontree.Value) {
	if v.Kind == jsontree.Number && integral(v.Text) {
		if _, err := strconv.ParseInt(v.Text, 10, 64); err != nil {
			fail(v.At, "the number %s in a property has more than 64 bits; write it as text", v.Text)
		}
	}
	for _, item := range v.Items {
		requireLong(item)
	}
	for _, m := range v.Members {
		requireLong(m.Value)
	}
}
