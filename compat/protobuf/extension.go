package protobuf

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of extensions.
const (
	ExtensionChanged      rule.Code = "ProtobufExtensionChanged"
	ExtensionRemoved      rule.Code = "ProtobufExtensionRemoved"
	ExtensionRangeRemoved rule.Code = "ProtobufExtensionRangeRemoved"
)

var extensionChanged = rule.Rule{
	Code:   ExtensionChanged,
	Title:  "An extension may not change to a type that reads its data otherwise",
	Why:    "Extensions are fields: the same rules hold.",
	Breaks: rule.Wire | rule.Value | rule.JSON | rule.Source,
	Old: `syntax = "proto2";
message M { extensions 100 to 200; }
extend M { optional bytes x = 100; }
`,
	New: `syntax = "proto2";
message M { extensions 100 to 200; }
extend M { optional int32 x = 100; }
`,
}

var extensionRemoved = rule.Rule{
	Code:   ExtensionRemoved,
	Title:  "An extension should stay declared",
	Why:    "Code may use it, and JSON knows it by its name; binary readers keep its bytes unread.",
	Breaks: rule.JSON | rule.Source,
	Buf:    named([]bufRule{extensionNoDelete, packageExtensionNoDelete}),
	Old: `syntax = "proto2";
message M { extensions 100 to 200; }
extend M { optional bytes x = 100; }
`,
	New: `syntax = "proto2";
message M { extensions 100 to 200; }
`,
}

var extensionRangeRemoved = rule.Rule{
	Code:   ExtensionRangeRemoved,
	Title:  "Numbers that were open to extensions should stay open",
	Why:    "Extensions that others declare under them no longer compile.",
	Breaks: rule.Source,
	Buf:    named([]bufRule{extensionMessageNoDelete}),
	Old: `syntax = "proto2";
message M { extensions 100 to 200; }
`,
	New: `syntax = "proto2";
message M { extensions 100 to 150; }
`,
}

// extensions compares the fields of top-level extend blocks by the message that they extend and their number. The
// reference registry does not look at them.
func (c *checker) extensions(w, r scope) {
	writers, readers := byExtended(w.extensions()), byExtended(r.extensions())
	names := map[string]bool{}
	for _, x := range readers.list {
		names[x.member.name] = true
	}
	inReader, inWriter := numbered{schema: c.reader}, numbered{schema: c.writer}
	oneofs := shared{reader: &inReader, writer: &inWriter, extensions: writers.of}
	for _, x := range writers.list {
		if other, both := readers.of[x.extended]; both {
			c.extension(x, other, false)
		} else if other, now := inReader.field(x.extended); now {
			c.extension(x, other, oneofs.has(other))
		}
		if !names[x.member.name] {
			c.extensionRemoved(x)
		}
	}
	for _, x := range readers.list {
		if _, still := writers.of[x.extended]; still {
			continue
		}
		if was, once := inWriter.field(x.extended); once {
			c.extension(was, x, false)
		}
	}
}

// extensions are those of a file, in order and by what they extend.
type extensions struct {
	list []extension
	of   map[extended]extension
}

func byExtended(list []extension) extensions {
	of := map[extended]extension{}
	for _, x := range list {
		of[x.extended] = x
	}
	return extensions{list, of}
}

// extension is a field of an extend block, with the scope that the block stands in.
type extension struct {
	extended
	scope  scope
	member member
}

// extended is a number of a message: one of the file's own, by its name without the package, which the wire does not know,
// or one of another file by its full name.
type extended struct {
	message string
	own     bool
	number  int32
}

// extensions lists the extensions that a file declares, at its top and in its messages. Their names are full names.
func (s scope) extensions() []extension {
	tree := s.schema.Tree()
	list := s.extending(nil, tree.Extends)
	var nested func(s scope, messages []*syntax.Message)
	nested = func(s scope, messages []*syntax.Message) {
		for _, m := range messages {
			inner := s.inner(m.Name)
			list = inner.extending(list, m.Extends)
			nested(inner, m.Messages)
		}
	}
	nested(s, tree.Messages)
	return list
}

func (s scope) extending(list []extension, blocks []*syntax.Extend) []extension {
	for _, e := range blocks {
		name, own := s.extendee(e)
		for _, f := range e.Fields {
			m := s.member("", f)
			m.name, m.extends = s.full(f.Name), name
			list = append(list, extension{extended{name, own, f.Number}, s, m})
		}
	}
	return list
}

// numbered finds fields of messages, under numbers that are extensions' elsewhere.
type numbered struct {
	schema *protobuf.Schema
	// messages holds what was asked for.
	messages map[string]map[int32]member
}

// field is the field of a message under a number; false when there is none.
func (p *numbered) field(x extended) (extension, bool) {
	name := x.message
	if x.own {
		name = fileScope(p.schema).full(name)
	}
	d := p.schema.Resolve("", "."+name)
	if d == nil || d.Message == nil {
		return extension{}, false
	}
	s := definitionScope(p.schema, d)
	fields, known := p.messages[x.message]
	if !known {
		if p.messages == nil {
			p.messages = map[string]map[int32]member{}
		}
		fields = byNumber(s.members(d.Message))
		p.messages[x.message] = fields
	}
	m, has := fields[x.number]
	return extension{x, s, m}, has
}

// extensionRemoved reports an extension that the new schema does not declare by name, which code may use.
func (c *checker) extensionRemoved(x extension) {
	if c.dir == rule.Forward {
		return
	}
	c.report(difference{
		code: ExtensionRemoved, breaks: rule.JSON | rule.Source, buf: []bufRule{extensionNoDelete, packageExtensionNoDelete},
		writer:  x.member.side,
		reader:  side{place: rule.Place{Path: x.member.side.place.Path}},
		message: fmt.Sprintf("the new schema has no extension %s of %s; what was written under its number is not read", x.member.name, x.message),
		fix:     rule.Fix{Text: "keep the extension; mark it deprecated = true"},
		scope:   x.message, number: x.number,
	})
}

// extendee is the message that a block extends, by the best name there is, and whether it stands in the same file.
func (s scope) extendee(e *syntax.Extend) (name string, own bool) {
	d := s.schema.Resolve(s.name, e.Name)
	switch {
	case d == nil:
		return strings.TrimPrefix(e.Name, "."), false
	case d.Bundled || !d.Origin.Local():
		return d.Name, false
	}
	return d.Local(), true
}

// extension compares an extension with one, or with the field that it became or was. shared says that the field is in a
// oneof of which the writer may set another member, too.
func (c *checker) extension(x, other extension, shared bool) {
	oneof := other.member.oneof
	x.member.oneof, other.member.oneof = "", ""
	weight := c.silently(func() { c.field(fields{w: x.scope, r: other.scope}, x.member, other.member) })
	if x.member.extends == "" || other.member.extends == "" {
		weight.buf = nil // to buf, fields and extensions are no pair
	}
	was, is := x.member.side, other.member.side
	d := difference{
		code: ExtensionChanged, breaks: weight.breaks, writer: was, reader: is, buf: weight.buf,
		message: fmt.Sprintf("the extension %d of %s is %s in %s and %s in %s", x.number, x.message, was.text, c.writerWord(), is.text, c.readerWord()),
		fix:     newNumber, scope: x.message, number: x.number,
	}
	if shared {
		d.breaks |= rule.Value | rule.JSON | rule.Source
		d.message += fmt.Sprintf(", where it excludes the other members of the oneof %s; data may have both", oneof)
		d.fix = rule.Fix{Text: "leave it out of the oneof; a oneof may take in one field that stood alone"}
	}
	if d.breaks&(rule.Wire|rule.Value) != 0 || len(d.buf) > 0 {
		c.report(d)
	}
}

// extensionsWithdrawn reports numbers that a message no longer leaves to extensions.
func (c *checker) extensionsWithdrawn(d difference, old, new *syntax.Message) {
	gone := lacking(extensionRanges(new), extensionRanges(old))
	if len(gone) == 0 {
		return
	}
	list := strings.Join(gone, ", ")
	d.code, d.breaks, d.buf = ExtensionRangeRemoved, rule.Source, []bufRule{extensionMessageNoDelete}
	d.writer.text = "extensions " + list
	d.message = fmt.Sprintf("%s no longer takes extensions under %s; those that others declare no longer compile", d.writer.place.Path, list)
	d.fix = rule.Fix{Text: "keep the extension range"}
	c.report(d)
}

func extensionRanges(m *syntax.Message) []syntax.Tags {
	var tags []syntax.Tags
	for _, line := range m.Extensions {
		tags = append(tags, line.Ranges...)
	}
	return ranges(tags)
}
