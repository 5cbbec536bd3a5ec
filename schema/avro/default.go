package avro

import (
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// defaultOf is a field's default as it counts: text for a float or double is the number that it spells.
func defaultOf(n *Node, v *jsontree.Value) *jsontree.Value {
	if v == nil || n.Kind != Float && n.Kind != Double || v.Kind != jsontree.String {
		return v
	}
	x, err := strconv.ParseFloat(strings.TrimSpace(v.Text), 64)
	if err != nil && !strings.Contains(err.Error(), strconv.ErrRange.Error()) {
		fail(v.At, "the default %q is not a number", v.Text)
	}
	return &jsontree.Value{Kind: jsontree.Number, Text: javaFloat(x, 64), At: v.At}
}

// accepts reports whether v can be the default of a field of type n. Text is enough for whatever JSON writes as text:
// whether it is a symbol, or has the right length, is not asked.
func (n *Node) accepts(v *jsontree.Value) bool {
	if v == nil {
		return false
	}
	switch n.Kind {
	case Null:
		return v.Kind == jsontree.Null
	case Boolean:
		return v.Kind == jsontree.Bool
	case Int:
		return fits(v, 32)
	case Long:
		return fits(v, 64)
	case Float, Double:
		return v.Kind == jsontree.Number
	case Array, Map:
		return n.acceptsAll(v)
	case Union:
		return n.someBranchAccepts(v)
	case Record:
		return n.acceptsFields(v)
	}
	return v.Kind == jsontree.String
}

func fits(v *jsontree.Value, bits int) bool {
	if v.Kind != jsontree.Number || !integral(v.Text) {
		return false
	}
	_, err := strconv.ParseInt(v.Text, 10, bits)
	return err == nil
}

func (n *Node) acceptsAll(v *jsontree.Value) bool {
	if want := map[Kind]jsontree.Kind{Array: jsontree.Array, Map: jsontree.Object}[n.Kind]; v.Kind != want {
		return false
	}
	for _, item := range v.Items {
		if !n.Items.accepts(item) {
			return false
		}
	}
	for _, m := range v.Members {
		if !n.Items.accepts(m.Value) {
			return false
		}
	}
	return true
}

func (n *Node) someBranchAccepts(v *jsontree.Value) bool {
	for _, branch := range n.Branches {
		if branch.accepts(v) {
			return true
		}
	}
	return false
}

// acceptsFields asks every field for its value or, where there is none, for its own default. The default of a record
// that is not complete yet is refused, as its fields are not known.
func (n *Node) acceptsFields(v *jsontree.Value) bool {
	if v.Kind != jsontree.Object || !n.defined {
		return false
	}
	for _, f := range n.Fields {
		value := v.Get(f.Name)
		if value == nil {
			value = f.Default
		}
		if !f.Type.accepts(value) {
			return false
		}
	}
	return true
}
