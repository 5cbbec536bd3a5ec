package jsonschema

import (
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// edits makes fixes as changes of one text, the new one.
type edits struct {
	dir  rule.Direction
	file string
}

// change is where an edit is wanted: an old and a new schema, and the path from them to what differs.
type change struct {
	old, new *jsontree.Value
	path     []string
}

// of makes an edit at a place, nil where there is no single one; a nil edit makes none. Only the new schema can be changed:
// it reads in the direction backward and writes in the direction forward.
func (e edits) of(at site.Around, edit func(edits, change) *rule.Edit) *rule.Edit {
	o, n := rule.Ages(e.dir, at.Reader, at.Writer)
	if edit == nil || o == nil || n == nil || o.Draft != n.Draft {
		return nil
	}
	if n.Source.At.File != e.file || n.Source.Kind != jsontree.Object || n.Source.At.Start.Line == 0 {
		return nil
	}
	return edit(e, change{o.Source, n.Source, at.Path})
}

// restore gives the keyword that differs what the old schema says, or takes it away.
func (e edits) restore(c change) *rule.Edit {
	if len(c.path) != 1 {
		return nil
	}
	keyword := c.path[0]
	v := c.old.Get(keyword)
	switch {
	case v == nil:
		return dropMember(c.new, keyword)
	case model.Refers(v), c.new.Get(keyword) != nil && value.Text(c.new.Get(keyword)) == value.Text(v):
		return nil // what differs is elsewhere
	}
	return setMember(c.new, keyword, value.Text(v))
}

// restoring restores some keywords only.
func restoring(keywords ...string) func(edits, change) *rule.Edit {
	return func(e edits, c change) *rule.Edit {
		if len(c.path) != 1 || !slices.Contains(keywords, c.path[0]) {
			return nil
		}
		return e.restore(c)
	}
}

// setMember replaces the value of a member, or adds one at the end.
func setMember(object *jsontree.Value, name, text string) *rule.Edit {
	if object.Kind != jsontree.Object {
		return nil
	}
	if v := object.Get(name); v != nil {
		return &rule.Edit{At: v.At, Text: text}
	}
	end := object.At.End
	end.Column--
	text = value.Text(value.String(name)) + ": " + text
	if len(object.Members) > 0 {
		text = ", " + text
	}
	return &rule.Edit{At: schema.Span{File: object.At.File, Start: end, End: end}, Text: text}
}

// dropMember removes a member with the comma before it, or behind it where it is the first.
func dropMember(object *jsontree.Value, name string) *rule.Edit {
	i := slices.IndexFunc(object.Members, func(m jsontree.Member) bool { return m.Name == name })
	if i < 0 {
		return nil
	}
	at := schema.Span{File: object.At.File, Start: object.Members[i].At.Start, End: object.Members[i].Value.At.End}
	switch {
	case i > 0:
		at.Start = object.Members[i-1].Value.At.End
	case len(object.Members) > 1:
		at.End = object.Members[1].At.Start
	}
	if !notBehind(at.Start, object.Members[i].At.Start) || !notBehind(object.Members[i].Value.At.End, at.End) {
		return nil // a name stands twice
	}
	return &rule.Edit{At: at}
}

// replaceItems gives a list other items.
func replaceItems(list *jsontree.Value, items []*jsontree.Value) *rule.Edit {
	return &rule.Edit{At: list.At, Text: value.Text(&jsontree.Value{Kind: jsontree.Array, Items: items})}
}

// notBehind reports whether a place does not stand behind another one.
func notBehind(a, b schema.Position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Column <= b.Column
}
