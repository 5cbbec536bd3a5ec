package syntax

import "slices"

// Kind says what an option's value looks like in the text.
type Kind int

// The kinds of values.
const (
	// Word is an identifier: an enum constant, true, false, inf.
	Word Kind = iota
	// Number is anything that begins with a digit or a minus.
	Number
	// String is a quoted string, its escapes decoded.
	String
	// Message is a { … } literal.
	Literal
	// List is a [ … ] literal.
	List
)

// Option is one option. `(a.b).c.d = 1` has the name a.b, Custom set, and the path c, d.
type Option struct {
	Name string
	// Custom says that the name stands in parentheses: it is an extension.
	Custom bool
	// Path are the fields named behind the name.
	Path  []string
	Value Value
	At    Range
}

// Value is the value of an option, or of a field of a message literal.
type Value struct {
	Kind Kind
	// Text is the content of a word, number or string.
	Text string
	// Fields are those of a message literal, each name once.
	Fields []ValueField
	// Items are those of a list.
	Items []Value
}

// ValueField is one field of a message literal. An extension's name stands in brackets.
type ValueField struct {
	Name  string
	Value Value
}

// Field is the value of a field of a message literal; false when it has none.
func (v Value) Field(name string) (Value, bool) {
	for _, f := range v.Fields {
		if f.Name == name {
			return f.Value, true
		}
	}
	return Value{}, false
}

// Elements is the value as a list: a list's items, or the value alone.
func (v Value) Elements() []Value {
	if v.Kind == List {
		return v.Items
	}
	return []Value{v}
}

// Fold turns the path behind an option's name into message literals: `(a).b.c = 1` is `(a) = { b: { c: 1 } }`.
func Fold(path []string, v Value) Value {
	for _, name := range slices.Backward(path) {
		v = Value{Kind: Literal, Fields: []ValueField{{Name: name, Value: v}}}
	}
	return v
}

// Merge joins message literals, in order; a field of several becomes one message when all its values are messages, and
// a list otherwise.
func Merge(literals ...Value) Value {
	if len(literals) == 1 {
		return literals[0]
	}
	var names []string
	values := map[string][]Value{}
	for _, v := range literals {
		for _, f := range v.Fields {
			if values[f.Name] == nil {
				names = append(names, f.Name)
			}
			values[f.Name] = append(values[f.Name], f.Value)
		}
	}
	out := Value{Kind: Literal}
	for _, name := range names {
		out.Fields = append(out.Fields, ValueField{name, mergeField(values[name])})
	}
	return out
}

func mergeField(values []Value) Value {
	if len(values) == 1 {
		return values[0]
	}
	if !slices.ContainsFunc(values, func(v Value) bool { return v.Kind != Literal }) {
		return Merge(values...)
	}
	list := Value{Kind: List}
	for _, v := range values {
		list.Items = append(list.Items, v.Elements()...)
	}
	return list
}
