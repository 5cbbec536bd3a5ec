package avro

import (
	"strconv"

	"github.com/concord-registry/concord/schema/jsontree"
)

// defaultOf is a field's default as it counts: text for a float or double is the number that it spells.
func defaultOf(n *Node, v *jsontree.Value) *jsontree.Value {
	if v == nil || n.Kind != Float && n.Kind != Double || v.Kind != jsontree.String {
		return v
	}
	x, ok := parseJavaFloat(v.Text)
	if !ok {
		fail(v.At, "the default %q is not a number", v.Text)
	}
	return &jsontree.Value{Kind: jsontree.Number, Text: javaFloat(x, 64), At: v.At}
}

// defaults answers which values fit which types. A value that reaches itself through the defaults of fields fits nothing.
// Answers are kept, because the branches of unions ask for the same parts again and again.
type defaults struct {
	answers map[question]bool
	members map[*jsontree.Value]map[string]*jsontree.Value
}

type question struct {
	node  *Node
	value *jsontree.Value
}

func newDefaults() *defaults {
	return &defaults{map[question]bool{}, map[*jsontree.Value]map[string]*jsontree.Value{}}
}

// fit reports whether v can be the default of a field of type n. Text is enough for whatever JSON writes as text: whether
// it is a symbol, or has the right length, is not asked. A nil v fits nothing.
func (d *defaults) fit(n *Node, v *jsontree.Value) bool {
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
	case Bytes, String, Enum, Fixed:
		return v.Kind == jsontree.String
	}
	q := question{n, v}
	answer, known := d.answers[q]
	if !known {
		d.answers[q] = false
		answer = d.partsFit(n, v)
		d.answers[q] = answer
	}
	return answer
}

func (d *defaults) partsFit(n *Node, v *jsontree.Value) bool {
	switch n.Kind {
	case Array:
		return v.Kind == jsontree.Array && d.allFit(n.Items, v)
	case Map:
		return v.Kind == jsontree.Object && d.allFit(n.Items, v)
	case Union:
		return d.branch(n, v) != nil
	}
	return d.fieldsFit(n, v)
}

// fits reports whether v is an integer of that many bits.
func fits(v *jsontree.Value, bits int) bool {
	if v.Kind != jsontree.Number || !integral(v.Text) {
		return false
	}
	_, err := strconv.ParseInt(v.Text, 10, bits)
	return err == nil
}

func (d *defaults) allFit(n *Node, v *jsontree.Value) bool {
	for _, item := range v.Items {
		if !d.fit(n, item) {
			return false
		}
	}
	for _, m := range v.Members {
		if !d.fit(n, m.Value) {
			return false
		}
	}
	return true
}

// branch is the first branch of a union that v fits, nil when there is none.
func (d *defaults) branch(union *Node, v *jsontree.Value) *Node {
	for _, branch := range union.Branches {
		if d.fit(branch, v) {
			return branch
		}
	}
	return nil
}

// fieldsFit asks every field for its value or, where there is none, for its own default. Nothing fits a record that is not
// complete yet, as its fields are not known.
func (d *defaults) fieldsFit(n *Node, v *jsontree.Value) bool {
	if v.Kind != jsontree.Object || !n.defined {
		return false
	}
	members := d.index(v)
	for _, f := range n.Fields {
		value := members[f.Name]
		if value == nil {
			value = f.Default
		}
		if !d.fit(f.Type, value) {
			return false
		}
	}
	return true
}

func (d *defaults) index(v *jsontree.Value) map[string]*jsontree.Value {
	members, known := d.members[v]
	if !known {
		members = make(map[string]*jsontree.Value, len(v.Members))
		for _, m := range v.Members {
			members[m.Name] = m.Value
		}
		d.members[v] = members
	}
	return members
}
