package protobuf

import (
	"fmt"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of messages.
const (
	MessageRemoved       rule.Code = "ProtobufMessageRemoved"
	MessageOptionChanged rule.Code = "ProtobufMessageOptionChanged"
)

var messageRemoved = rule.Rule{
	Code:        MessageRemoved,
	Title:       "A message may not be removed",
	Why:         "Records name their message by position, and fields name it as their type: neither finds it any more. Code that uses it does not compile.",
	Breaks:      rule.Wire | rule.Source,
	Differences: []string{"MESSAGE_REMOVED"},
	Buf:         named([]bufRule{messageNoDelete, packageMessageNoDelete}),
	Old: `syntax = "proto3";
message M { string s = 1; }
message N { string s = 1; }
`,
	New: `syntax = "proto3";
message M { string s = 1; }
`,
}

var messageOptionChanged = rule.Rule{
	Code:   MessageOptionChanged,
	Title:  "A message should keep its standard accessor of descriptors",
	Why:    "The option no_standard_descriptor_accessor takes a method from generated code.",
	Breaks: rule.Source,
	Buf:    named([]bufRule{messageNoRemoveDescriptorAccessor}),
	Old: `syntax = "proto3";
message M { string s = 1; }
`,
	New: `syntax = "proto3";
message M { option no_standard_descriptor_accessor = true; string s = 1; }
`,
}

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

// messageOptions compares the options of a message that generated code depends on, backward.
func (c *checker) messageOptions(w, r scope, writer, reader *syntax.Message) {
	const accessor = "no_standard_descriptor_accessor"
	if c.dir == rule.Forward || optionOf(writer.Options, accessor) == "true" || optionOf(reader.Options, accessor) != "true" {
		return
	}
	c.report(difference{
		code: MessageOptionChanged, breaks: rule.Source, buf: []bufRule{messageNoRemoveDescriptorAccessor},
		writer:  side{w.whole(writer), "message " + writer.Name},
		reader:  side{r.whole(reader), "option " + accessor},
		message: fmt.Sprintf("the option %s of %s takes a method from generated code", accessor, w.local("")),
		fix:     rule.Fix{Text: "leave the option away"},
		scope:   w.local(""),
	})
}
