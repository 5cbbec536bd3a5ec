package evolve

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// parseTree reads a canonical text, nil if it is none.
func parseTree(text string) *jsontree.Value {
	v, err := jsontree.Parse(text, jsontree.Options{NonFinite: true})
	if err != nil {
		return nil
	}
	return v
}

// printTree is a value over several lines.
func printTree(v *jsontree.Value) string {
	text := jsontree.Append(nil, v, nil)
	var b bytes.Buffer
	if json.Indent(&b, text, "", "  ") != nil {
		return string(text)
	}
	return b.String()
}

func str(s string) *jsontree.Value { return &jsontree.Value{Kind: jsontree.String, Text: s} }

func list(items ...*jsontree.Value) *jsontree.Value {
	return &jsontree.Value{Kind: jsontree.Array, Items: items}
}

func copied(v *jsontree.Value) *jsontree.Value {
	c := *v
	c.Items, c.Members = slices.Clone(v.Items), slices.Clone(v.Members)
	for i := range c.Items {
		c.Items[i] = copied(c.Items[i])
	}
	for i := range c.Members {
		c.Members[i].Value = copied(c.Members[i].Value)
	}
	return &c
}

// set gives a member of an object a value, at the end if it is new.
func set(v *jsontree.Value, name string, value *jsontree.Value) {
	for i := range v.Members {
		if v.Members[i].Name == name {
			v.Members[i].Value = value
			return
		}
	}
	v.Members = append(v.Members, jsontree.Member{Name: name, Value: value})
}

func items(v *jsontree.Value) []*jsontree.Value {
	if v == nil {
		return nil
	}
	return v.Items
}

// nameOf is the member `name` of an Avro field or type, without a namespace.
func nameOf(v *jsontree.Value) string {
	n := v.Get("name")
	if !n.IsString() {
		return ""
	}
	return n.Text[strings.LastIndexByte(n.Text, '.')+1:]
}

func same(a, b *jsontree.Value) bool {
	return a != nil && b != nil && bytes.Equal(jsontree.Append(nil, a, nil), jsontree.Append(nil, b, nil))
}
