package avro

import (
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// recode is a default value written as its type writes it: floats rounded to their precision and with a fraction,
// members sorted. It is nil when v is nil or does not fit the type; inside of lists and objects, null stands for what
// does not fit. A nil n is a type that is not known. The reference drops a default that only a later branch of a union
// takes: here it stays, as nothing that is sent gets lost.
func (d *defaults) recode(n *Node, v *jsontree.Value) *jsontree.Value {
	if v == nil {
		return nil
	}
	if n != nil && n.Kind == Union {
		if branch := d.branch(n, v); branch != nil {
			return d.recode(branch, v)
		}
		return nil
	}
	switch v.Kind {
	case jsontree.Number:
		return recodeNumber(n, v)
	case jsontree.String:
		return recodeText(n, v)
	case jsontree.Array:
		return d.recodeList(n, v)
	case jsontree.Object:
		return d.recodeObject(n, v)
	}
	return v
}

// recodeText keeps text. What stands for bytes has one character for each of them, and a question mark for every
// character that is no byte.
func recodeText(n *Node, v *jsontree.Value) *jsontree.Value {
	switch {
	case n == nil, n.Kind == String, n.Kind == Enum:
		return v
	case n.Kind == Bytes, n.Kind == Fixed:
		return word(v.At, strings.Map(byteOf, v.Text))
	}
	return nil
}

func byteOf(c rune) rune {
	if c > 0xFF {
		return '?'
	}
	return c
}

func recodeNumber(n *Node, v *jsontree.Value) *jsontree.Value {
	switch {
	case n == nil, n.Kind == Int && fits(v, 32), n.Kind == Long && fits(v, 64):
		return v
	case n.Kind == Double:
		return number(javaFloat(nearest(v.Text), 64), v)
	case n.Kind == Float:
		return number(javaFloat(float64(float32(nearest(v.Text))), 32), v)
	}
	return nil
}

func number(literal string, source *jsontree.Value) *jsontree.Value {
	return &jsontree.Value{Kind: jsontree.Number, Text: literal, At: source.At}
}

func (d *defaults) recodeList(n *Node, v *jsontree.Value) *jsontree.Value {
	var elements *Node
	if n != nil {
		if n.Kind != Array {
			return nil
		}
		elements = n.Items
	}
	items := make([]*jsontree.Value, len(v.Items))
	for i, item := range v.Items {
		items[i] = orNull(d.recode(elements, item), item)
	}
	return list(v.At, items)
}

func (d *defaults) recodeObject(n *Node, v *jsontree.Value) *jsontree.Value {
	o := &jsontree.Value{Kind: jsontree.Object, At: v.At}
	for _, m := range sortedMembers(v.Members) {
		add(o, m.Name, orNull(d.recode(memberType(n, m.Name), m.Value), m.Value))
	}
	return o
}

// memberType is the type of a member of an object that stands for n, nil when that says nothing of it.
func memberType(n *Node, name string) *Node {
	if n == nil {
		return nil
	}
	if n.Kind == Map {
		return n.Items
	}
	if f := n.Field(name); f != nil {
		return f.Type
	}
	return nil
}

func orNull(v, source *jsontree.Value) *jsontree.Value {
	if v == nil {
		return &jsontree.Value{Kind: jsontree.Null, At: source.At}
	}
	return v
}
