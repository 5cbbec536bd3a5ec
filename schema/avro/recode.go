package avro

import (
	"github.com/concord-registry/concord/schema/jsontree"
)

// recode is a default value written as its type writes it: floats rounded to their precision and with a fraction,
// members sorted. It is nil when v is nil or does not fit the type; inside of lists and objects, null stands for what
// does not fit. A nil n is a value whose type is not known.
func (n *Node) recode(v *jsontree.Value) *jsontree.Value {
	if v == nil {
		return nil
	}
	if n != nil && n.Kind == Union {
		return n.recodeBranch(v)
	}
	switch v.Kind {
	case jsontree.Null, jsontree.Bool:
		return v
	case jsontree.Number:
		return n.recodeNumber(v)
	case jsontree.String:
		if n == nil || n.Kind == String || n.Kind == Enum || n.Kind == Bytes || n.Kind == Fixed {
			return v
		}
		return nil
	case jsontree.Array:
		return n.recodeList(v)
	}
	return n.recodeObject(v)
}

func (n *Node) recodeBranch(v *jsontree.Value) *jsontree.Value {
	for _, branch := range n.Branches {
		if branch.accepts(v) {
			return branch.recode(v)
		}
	}
	return nil
}

func (n *Node) recodeNumber(v *jsontree.Value) *jsontree.Value {
	whole := integral(v.Text)
	switch {
	case n == nil:
		return v
	case n.Kind == Double, n.Kind == Float:
		bits := 64
		x := nearest(v.Text)
		if n.Kind == Float {
			bits, x = 32, float64(float32(x))
		}
		return &jsontree.Value{Kind: jsontree.Number, Text: javaFloat(x, bits), At: v.At}
	case whole && n.Kind == Int && fits(v, 32), whole && n.Kind == Long && fits(v, 64):
		return v
	}
	return nil
}

func (n *Node) recodeList(v *jsontree.Value) *jsontree.Value {
	if n != nil && n.Kind != Array {
		return nil
	}
	items := make([]*jsontree.Value, len(v.Items))
	for i, item := range v.Items {
		var elements *Node
		if n != nil {
			elements = n.Items
		}
		items[i] = orNull(elements.recode(item), item)
	}
	return list(v.At, items)
}

func (n *Node) recodeObject(v *jsontree.Value) *jsontree.Value {
	o := &jsontree.Value{Kind: jsontree.Object, At: v.At}
	for _, m := range sortedMembers(v.Members) {
		var member *Node
		switch {
		case n != nil && n.Kind == Map:
			member = n.Items
		case n != nil && n.Kind == Record:
			if f := n.Field(m.Name); f != nil {
				member = f.Type
			}
		}
		add(o, m.Name, orNull(member.recode(m.Value), m.Value))
	}
	return o
}

func orNull(v, source *jsontree.Value) *jsontree.Value {
	if v == nil {
		return &jsontree.Value{Kind: jsontree.Null, At: source.At}
	}
	return v
}
