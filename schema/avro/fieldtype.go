package avro

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// canonicalKinds are the words of the document (document §1) for kinds without a logical type.
var canonicalKinds = map[Kind]string{
	Null: "null", Boolean: "bool", Int: "int32", Long: "int64", Float: "float32", Double: "float64", Bytes: "bytes",
	String: "string", Record: "record", Enum: "enum", Array: "array", Map: "map", Union: "union", Fixed: "fixed",
}

// fieldType is the type of a field in canonical words. A union with null is its other branch, nullable; a list or map is
// its elements, in a container.
func (d *documenter) fieldType(n *Node) schema.FieldType {
	t := schema.FieldType{Native: n.Spelled()}
	inner, nullable := unwrap(n)
	t.Nullable = nullable
	if inner.Kind == Array || inner.Kind == Map {
		t.Container = inner.Kind.String()
		inner, _ = unwrap(inner.Items)
	}
	t.Canonical, t.Params = canonicalType(inner)
	if t.Canonical == inner.Kind.String() && inner.Kind.Named() {
		t.Ref = d.paths[inner]
	}
	return t
}

// unwrap takes null off a union: what is left when that is one branch, and whether null was there.
func unwrap(n *Node) (inner *Node, nullable bool) {
	if n.Kind != Union {
		return n, false
	}
	var rest []*Node
	for _, branch := range n.Branches {
		if branch.Kind == Null {
			nullable = true
		} else {
			rest = append(rest, branch)
		}
	}
	switch {
	case len(rest) == 1:
		return rest[0], nullable
	case len(rest) == 0 && nullable:
		return n.Branches[0], false
	}
	return n, nullable
}

// effective is the type that carries a field's meaning: the elements of a container, the branch beside null.
func effective(n *Node) *Node {
	inner, _ := unwrap(n)
	if inner.Kind == Array || inner.Kind == Map {
		inner, _ = unwrap(inner.Items)
	}
	return inner
}

func canonicalType(n *Node) (word string, params map[string]any) {
	if l := n.Logical(); l != nil {
		return canonicalLogical(l)
	}
	if n.Kind == Fixed {
		params = map[string]any{"size": n.Size}
	}
	return canonicalKinds[n.Kind], params
}

func canonicalLogical(l *Logical) (word string, params map[string]any) {
	switch family, unit, _ := cutLast(l.Name, "-"); {
	case l.Name == "decimal":
		return "decimal", map[string]any{"precision": l.Precision, "scale": l.Scale}
	case l.Name == "big-decimal":
		return "decimal", nil
	case family == "time":
		return "time", map[string]any{"unit": unit}
	case family == "timestamp":
		return "timestamp", map[string]any{"unit": unit, "tz": "utc"}
	case family == "local-timestamp":
		return "timestamp", map[string]any{"unit": unit, "tz": "local"}
	}
	return l.Name, nil
}

func cutLast(s, sep string) (before, after string, found bool) {
	if at := strings.LastIndex(s, sep); at >= 0 {
		return s[:at], s[at+len(sep):], true
	}
	return s, "", false
}

// Spelled is how Avro spells a type, on one line: `union<null,array<shop.Order>>`.
func (n *Node) Spelled() string {
	switch n.Kind {
	case Array, Map:
		return n.Kind.String() + "<" + n.Items.Spelled() + ">"
	case Union:
		names := make([]string, len(n.Branches))
		for i, branch := range n.Branches {
			names[i] = branch.Spelled()
		}
		return "union<" + strings.Join(names, ",") + ">"
	}
	name := n.TypeName()
	switch l := n.Logical(); {
	case l == nil:
		return name
	case l.Name == "decimal":
		return fmt.Sprintf("%s{logicalType:decimal,precision:%d,scale:%d}", name, l.Precision, l.Scale)
	default:
		return name + "{logicalType:" + l.Name + "}"
	}
}

// constraints reads the properties by which a schema says more of values than Avro does. What a later list says counts
// more; a property of another type than it should have is ignored.
func constraints(lists ...[]jsontree.Member) schema.Constraints {
	var c schema.Constraints
	for _, props := range lists {
		for _, m := range props {
			constrain(&c, m)
		}
	}
	return c
}

func constrain(c *schema.Constraints, m jsontree.Member) {
	switch m.Name {
	case "x-minLength":
		c.MinLength = length(m.Value)
	case "x-maxLength":
		c.MaxLength = length(m.Value)
	case "x-pattern":
		c.Pattern = textOf(m.Value)
	case "x-min":
		c.Min = bound(m.Value)
	case "x-max":
		c.Max = bound(m.Value)
	case "x-enum":
		if m.Value.Kind == jsontree.Array {
			c.Enum = plain(m.Value).([]any)
		}
	case "x-unique":
		if m.Value.Kind == jsontree.Bool {
			c.Unique = &m.Value.Bool
		}
	}
}

func length(v *jsontree.Value) *int {
	if n, ok := intOf(v); ok && n >= 0 {
		return &n
	}
	return nil
}

func bound(v *jsontree.Value) *float64 {
	if v.Kind != jsontree.Number {
		return nil
	}
	x, err := strconv.ParseFloat(v.Text, 64)
	if err != nil {
		return nil
	}
	return &x
}
