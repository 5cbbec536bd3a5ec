package protobuf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// messages matches messages by name within their scope and compares them, with all that is nested in them.
func (c *checker) messages(w, r scope, writer, reader []*syntax.Message) {
	byName := make(map[string]*syntax.Message, len(reader))
	for _, m := range reader {
		byName[m.Name] = m
	}
	for _, m := range writer {
		inner := w.inner(m.Name)
		other := byName[m.Name]
		if other == nil {
			if !isMapEntry(m) {
				c.messageRemoved(w, r, m)
			}
			continue
		}
		innerReader := r.inner(m.Name)
		c.members(inner, innerReader, m, other)
		c.reservations(inner, innerReader, m, other)
		c.withdrawn(inner, innerReader, m, other)
		c.messageOptions(inner, innerReader, m, other)
		c.messages(inner, innerReader, m.Messages, other.Messages)
		c.enums(inner, innerReader, m.Enums, other.Enums)
	}
}

// messageRemoved reports a message that the reader does not have. Records of a message at the top cannot be read
// without it, unless other messages were all that held it.
func (c *checker) messageRemoved(w, r scope, m *syntax.Message) {
	breaks := rule.Source
	if len(w.path) == 0 && !c.usedAsField(w.inner(m.Name).name) {
		breaks |= rule.Wire
	}
	c.report(difference{
		code: MessageRemoved, breaks: breaks, buf: c.bufMessageRemoved(w.inner(m.Name), m),
		reference: "MESSAGE_REMOVED", at: referencePath(w.inner(m.Name).path...),
		writer:  side{w.place(m.Name, m.At), "message " + m.Name},
		reader:  side{place: rule.Place{Path: r.local(m.Name)}},
		message: fmt.Sprintf("%s has no message %s, so records and code that use it are lost on it", c.readerWord(), w.local(m.Name)),
		fix:     rule.Fix{Text: fmt.Sprintf("keep the message %s, unused if need be", w.local(m.Name))},
		scope:   w.local(m.Name),
	})
}

// bufMessageRemoved are the rules that a message offends which is gone from its file. One that another file of the package
// has is compared with that one.
func (c *checker) bufMessageRemoved(w scope, m *syntax.Message) []bufRule {
	d := c.reader.Resolve("", "."+w.name)
	if d == nil || d.Message == nil || d.Package != c.writer.Tree().Package {
		return []bufRule{messageNoDelete, packageMessageNoDelete}
	}
	moved := c.silently(func() {
		r := definitionScope(c.reader, d)
		c.members(w, r, m, d.Message)
		c.withdrawn(w, r, m, d.Message)
		c.messageOptions(w, r, m, d.Message)
	})
	return append(moved.buf, messageNoDelete)
}

// usedAsField reports whether some field of the writer has the message as its type.
func (c *checker) usedAsField(name string) bool {
	if c.used == nil {
		c.used = map[string]bool{}
		tree := c.writer.Tree()
		c.collectUsed(fileScope(c.writer), tree.Messages)
	}
	return c.used[name]
}

func (c *checker) collectUsed(s scope, list []*syntax.Message) {
	for _, m := range list {
		inner := s.inner(m.Name)
		for _, x := range inner.members(m) {
			if x.field == nil || syntax.Scalar(x.field.Type.Name) {
				continue
			}
			if d := c.writer.Resolve(inner.name, x.field.Type.Name); d != nil && d.Name != inner.name {
				c.used[d.Name] = true
			}
		}
		c.collectUsed(inner, m.Messages)
	}
}

// pkg compares the packages.
func (c *checker) pkg(w, r *syntax.File) {
	if w.Package == r.Package {
		return
	}
	c.report(difference{
		code: PackageChanged, breaks: rule.Source,
		reference: "PACKAGE_CHANGED", at: "#/", buf: []bufRule{fileSamePackage, packageNoDelete},
		writer:  side{text: w.Package},
		reader:  side{text: r.Package},
		message: "the package is another one: every full name changes, in generated code and in google.protobuf.Any, but not on the wire",
		fix:     rule.Fix{Text: "keep the package, or register the schema under another subject"},
	})
}

// syntax compares the syntax lines.
func (c *checker) syntax(w, r *syntax.File) {
	name := func(f *syntax.File) string {
		if f.Syntax == "" {
			return "proto2"
		}
		return f.Syntax
	}
	if name(w) == name(r) {
		return
	}
	c.report(difference{
		code: SyntaxChanged, breaks: rule.Source, buf: bufSyntax(w, r),
		writer:  side{text: name(w)},
		reader:  side{text: name(r)},
		message: "the syntax is another one: presence of fields and what happens to unknown enum values change with it",
		fix:     rule.Fix{Text: "keep the syntax line"},
	})
}

// bufSyntax are the rules that another syntax line offends: its own, and those about features of what both files declare.
func bufSyntax(w, r *syntax.File) []bufRule {
	rules := []bufRule{fileSameSyntax}
	weaker := featuresOf(w.Syntax).json && !featuresOf(r.Syntax).json
	if weaker && share(w.Messages, r.Messages, func(m *syntax.Message) string { return m.Name }) {
		rules = append(rules, messageSameJSONFormat)
	}
	enums := func(e *syntax.Enum) string { return e.Name }
	if nested := sharedEnum(w.Messages, r.Messages); nested || share(w.Enums, r.Enums, enums) {
		rules = append(rules, enumSameType)
		if weaker {
			rules = append(rules, enumSameJSONFormat)
		}
	}
	return rules
}

// share reports whether two lists have a declaration of one name.
func share[T any](a, b []T, name func(T) string) bool {
	names := map[string]bool{}
	for _, x := range a {
		names[name(x)] = true
	}
	return slices.ContainsFunc(b, func(x T) bool { return names[name(x)] })
}

// sharedEnum reports whether messages of one name hold enums of one name.
func sharedEnum(w, r []*syntax.Message) bool {
	byName := map[string]*syntax.Message{}
	for _, m := range w {
		byName[m.Name] = m
	}
	return slices.ContainsFunc(r, func(m *syntax.Message) bool {
		other := byName[m.Name]
		return other != nil && (share(other.Enums, m.Enums, func(e *syntax.Enum) string { return e.Name }) || sharedEnum(other.Messages, m.Messages))
	})
}

// maxPairs bounds how many pairs of messages are compared through fields; beyond it they count as breaking.
const maxPairs = 10_000

// maxDepth bounds how deep messages are compared through fields.
const maxDepth = 100

// maxInner bounds the findings of a check that stand inside of the types of fields.
const maxInner = 100

// weight is what reading one message as another breaks, and whether the reference registry would report anything.
type weight struct {
	breaks  rule.Axis
	refused bool
	buf     []bufRule
	// inner are the differences that break the wire or a value, of many the first.
	inner []difference
}

// add weighs a difference.
func (w *weight) add(d difference) {
	w.breaks |= d.breaks
	w.refused = w.refused || d.reference != ""
	for _, r := range d.buf {
		if !slices.Contains(w.buf, r) {
			w.buf = append(w.buf, r)
		}
	}
	if d.breaks&(rule.Wire|rule.Value) != 0 && len(w.inner) < maxInner {
		w.inner = append(w.inner, d)
	}
}

// weigh compares the messages of two fields without reporting. A pair that is being compared already weighs nothing
// where it recurs, and a pair is compared once.
func (c *checker) weigh(w, r fieldType) weight {
	all := weight{breaks: rule.Wire | rule.Value | rule.Text | rule.Source, refused: true, buf: bufTypes(w, fieldType{})}
	if w.def == nil || r.def == nil || w.def.Message == nil || r.def.Message == nil {
		return all
	}
	key := pair{w.def.Message, r.def.Message}
	if known, again := c.pairs[key]; again {
		return known
	}
	if len(c.pairs) >= maxPairs || c.silent > maxDepth {
		return all
	}
	c.pairs[key] = weight{}
	c.pairs[key] = c.silently(func() {
		c.members(definitionScope(c.writer, w.def), definitionScope(c.reader, r.def), key.writer, key.reader)
	})
	return c.pairs[key]
}

// silently weighs what compare would report.
func (c *checker) silently(compare func()) weight {
	outer := c.weight
	c.weight = weight{}
	c.silent++
	compare()
	c.silent--
	result := c.weight
	c.weight = outer
	return result
}

// inside reports what was found inside of the type of a field, under the path through the field. To the reference registry
// it is all one difference, which outer stands for; so it is to buf.
func (c *checker) inside(outer difference, w, r fieldType, inner []difference) {
	for _, d := range inner {
		if c.silent == 0 {
			c.inner++
		}
		if c.inner > maxInner {
			return
		}
		d.reference, d.buf, d.inside = "", nil, true
		d.scope, d.number = outer.scope, outer.number
		d.writer.place.Path = through(outer.writer, w, d.writer)
		d.reader.place.Path = through(outer.reader, r, d.reader)
		c.report(d)
	}
}

// through is the path of something inside of the type of a field: that of the field, and its own without the type's name.
func through(field side, t fieldType, inner side) string {
	name := t.name
	if t.def != nil {
		name = t.def.Local()
	}
	rest, within := strings.CutPrefix(inner.place.Path, name+".")
	if !within {
		return inner.place.Path
	}
	return field.place.Path + "." + rest
}
