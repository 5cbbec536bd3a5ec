package protobuf

import (
	"fmt"

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
		code: MessageRemoved, breaks: breaks,
		reference: "MESSAGE_REMOVED", at: referencePath(w.inner(m.Name).path...),
		writer:  side{w.place(m.Name, m.At), "message " + m.Name},
		reader:  side{place: rule.Place{Path: r.local(m.Name)}},
		message: fmt.Sprintf("%s has no message %s, so records and code that use it are lost on it", c.readerWord(), w.local(m.Name)),
		fix:     rule.Fix{Text: fmt.Sprintf("keep the message %s, unused if need be", w.local(m.Name))},
		scope:   w.local(m.Name),
	})
}

// usedAsField reports whether some field of the writer has the message as its type.
func (c *checker) usedAsField(name string) bool {
	if c.used == nil {
		c.used = map[string]bool{}
		tree := c.writer.Tree()
		c.collectUsed(scope{c.writer, tree.Package, nil}, tree.Messages)
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
		reference: "PACKAGE_CHANGED", at: "#/",
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
		code: SyntaxChanged, breaks: rule.Source,
		writer:  side{text: name(w)},
		reader:  side{text: name(r)},
		message: "the syntax is another one: presence of fields and what happens to unknown enum values change with it",
		fix:     rule.Fix{Text: "keep the syntax line"},
	})
}

// maxPairs bounds how many pairs of messages are compared through fields; beyond it they count as breaking.
const maxPairs = 10_000

// maxDepth bounds how deep messages are compared through fields.
const maxDepth = 100

// weight is what reading one message as another breaks, and whether the reference registry would report anything.
type weight struct {
	breaks  rule.Axis
	refused bool
}

// weigh compares the messages of two fields without reporting. A pair that is being compared already weighs nothing
// where it recurs, and a pair is compared once.
func (c *checker) weigh(w, r fieldType) weight {
	all := weight{rule.Wire | rule.Value | rule.Text | rule.Source, true}
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
		c.members(scope{c.writer, w.def.Name, []string{w.def.Local()}}, scope{c.reader, r.def.Name, []string{r.def.Local()}}, key.writer, key.reader)
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
