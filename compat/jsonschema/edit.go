package jsonschema

import (
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// restorable are the keywords that can be given what the old schema says.
var restorable = map[string]bool{
	"maxLength": true, "minLength": true, "pattern": true, "maximum": true, "minimum": true, "exclusiveMaximum": true,
	"exclusiveMinimum": true, "multipleOf": true, "maxProperties": true, "minProperties": true, "maxItems": true, "minItems": true,
	"uniqueItems": true, "maxContains": true, "minContains": true, "additionalProperties": true, "unevaluatedProperties": true,
	"additionalItems": true, "unevaluatedItems": true, "propertyNames": true, "const": true, "not": true,
}

// edits makes fixes as changes of one text, the new one.
type edits struct {
	dir  rule.Direction
	file string
}

// of is the edit for a finding, nil where there is no single one. Only the new schema can be changed: it reads in the
// direction backward and writes in the direction forward.
func (e edits) of(code rule.Code, at site.Around) *rule.Edit {
	o, n := ofAges(e.dir, at.Writer, at.Reader)
	if o == nil || n == nil || n.Source.At.File != e.file || n.Source.Kind != jsontree.Object || n.Source.At.Start.Line == 0 || o.Draft != n.Draft {
		return nil
	}
	old, new := o.Source, n.Source
	switch {
	case len(at.Path) == 0:
		return e.types(code, old, new)
	case code == "JSONUnevaluatedChanged":
		return nil // what is evaluated may differ as well
	case len(at.Path) == 1 && restorable[at.Path[0]]:
		return restore(old, new, at.Path[0])
	case len(at.Path) == 1 && at.Path[0] == "enum":
		return e.values(old.Get("enum"), new.Get("enum"))
	case len(at.Path) == 2 && (at.Path[0] == "required" || at.Path[0] == "properties"):
		return e.property(code, old, new, at.Path[1])
	}
	return nil
}

// restore gives a keyword what the old schema says, or takes it away.
func restore(old, new *jsontree.Value, keyword string) *rule.Edit {
	v := old.Get(keyword)
	switch {
	case v == nil:
		return dropMember(new, keyword)
	case model.Refers(v), new.Get(keyword) != nil && value.Text(new.Get(keyword)) == value.Text(v):
		return nil // what differs is elsewhere
	}
	return setMember(new, keyword, value.Text(v))
}

// values adds to an enum what the old one has, where the new schema reads; where it writes, it takes away the others.
func (e edits) values(old, new *jsontree.Value) *rule.Edit {
	if old == nil || new == nil || old.Kind != jsontree.Array || new.Kind != jsontree.Array {
		return nil
	}
	lacks := func(list *jsontree.Value) func(*jsontree.Value) bool {
		return func(v *jsontree.Value) bool {
			return !slices.ContainsFunc(list.Items, func(other *jsontree.Value) bool { return value.Spelling(other) == value.Spelling(v) })
		}
	}
	kept := slices.Clone(new.Items)
	if e.dir == rule.Forward {
		kept = slices.DeleteFunc(kept, lacks(old))
	} else {
		for _, v := range old.Items {
			if lacks(new)(v) {
				kept = append(kept, v)
			}
		}
	}
	if len(kept) == 0 {
		return nil
	}
	return replaceItems(new, kept)
}

// property fixes what is said of one property: that it is required, or not declared any more.
func (e edits) property(code rule.Code, old, new *jsontree.Value, name string) *rule.Edit {
	switch code {
	case byKind[string(reference.RequiredAddedToUnopen)].code:
		if e.dir == rule.Backward {
			return e.required(new, name)
		}
	case byKind[string(reference.RequiredAdded)].code, "JSONNameRequired":
		return e.required(new, name)
	case byKind[string(reference.PropertyRemovedFromClosed)].code:
		removed := old.Get("properties").Get(name)
		if e.dir == rule.Forward || removed == nil || model.Refers(removed) {
			return nil
		}
		properties := new.Get("properties")
		if properties == nil {
			return setMember(new, "properties", "{"+strconv.Quote(name)+": "+value.Text(removed)+"}")
		}
		return setMember(properties, name, value.Text(removed))
	}
	return nil
}

// required makes a property optional where the new schema reads, and required where it writes.
func (e edits) required(new *jsontree.Value, name string) *rule.Edit {
	list := new.Get("required")
	entry := &jsontree.Value{Kind: jsontree.String, Text: name}
	switch {
	case e.dir == rule.Forward && list == nil:
		return setMember(new, "required", "["+value.Text(entry)+"]")
	case list == nil || list.Kind != jsontree.Array:
		return nil
	case e.dir == rule.Forward:
		return replaceItems(list, append(slices.Clone(list.Items), entry))
	}
	kept := slices.DeleteFunc(slices.Clone(list.Items), func(v *jsontree.Value) bool { return v.IsString() && v.Text == name })
	if len(kept) == 0 {
		return dropMember(new, "required")
	}
	return replaceItems(list, kept)
}

// types allows the old types beside the new ones where the new schema reads, and goes back to them where it writes. It
// knows schemas that say nothing else.
func (e edits) types(code rule.Code, old, new *jsontree.Value) *rule.Edit {
	if code != byKind[string(reference.TypeChanged)].code && code != byKind[string(reference.TypeNarrowed)].code && code != byKind[string(reference.SumNarrowed)].code || !onlyType(old) || !onlyType(new) {
		return nil
	}
	was, is := typesOf(old), typesOf(new)
	if e.dir == rule.Backward {
		for _, t := range is {
			if !slices.Contains(was, t) && !(t == "integer" && slices.Contains(was, "number")) {
				was = append(was, t)
			}
		}
	}
	text := `"` + was[0] + `"`
	if len(was) > 1 {
		text = `["` + strings.Join(was, `", "`) + `"]`
	}
	return setMember(new, "type", text)
}

// onlyType reports whether a schema says what type values have, and nothing else about them.
func onlyType(v *jsontree.Value) bool {
	return v.Kind == jsontree.Object && len(typesOf(v)) > 0 && !slices.ContainsFunc(v.Members, func(m jsontree.Member) bool {
		return m.Name != "type" && m.Name != "$schema" && !model.IsAnnotation(m.Name)
	})
}

func typesOf(v *jsontree.Value) []string {
	t := v.Get("type")
	if t.IsString() {
		return []string{t.Text}
	}
	var out []string
	if t != nil {
		for _, item := range t.Items {
			out = append(out, item.Text)
		}
	}
	return out
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
	text = value.Text(&jsontree.Value{Kind: jsontree.String, Text: name}) + ": " + text
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
