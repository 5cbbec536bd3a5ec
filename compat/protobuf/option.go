package protobuf

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// FieldOptionChanged is the code of options of fields.
const FieldOptionChanged rule.Code = "ProtobufFieldOptionChanged"

var fieldOptionChanged = rule.Rule{
	Code:   FieldOptionChanged,
	Title:  "Options of a field that decide its type in generated code should stay",
	Why:    "The types that generated code has for the field change: in C++ with ctype, in JavaScript with jstype; in Java the check of strings.",
	Breaks: rule.Source,
	Buf:    named([]bufRule{fieldSameCppStringType, fieldSameJavaUTF8, fieldSameJSType}),
	Old: `syntax = "proto3";
message M { int64 n = 1; }
`,
	New: `syntax = "proto3";
message M { int64 n = 1 [jstype = JS_STRING]; }
`,
}

// memberOptions compares the options of a field that generated code depends on, backward.
func (c *checker) memberOptions(d difference, m, other member, w, r fieldType) {
	if c.dir == rule.Forward || w.kind != scalarKind || r.kind != scalarKind {
		return
	}
	d.code, d.breaks = FieldOptionChanged, rule.Source
	report := func(o option, was, is string, broken bufRule) {
		d.writer.text, d.reader.text, d.buf = was, is, []bufRule{broken}
		d.message = fmt.Sprintf("the option %s of field %d is %s in the old schema and %s in the new one: generated code changes with it", o.name, d.number, was, is)
		d.fix = rule.Fix{Text: "keep the option " + o.name}
		c.report(d)
	}
	if characters(w) && characters(r) {
		ctype := option{"ctype", "STRING"}
		was, is := ctype.in(m.options()), ctype.in(other.options())
		if was != is && !(was == "STRING_PIECE" && is == "STRING") {
			report(ctype, was, is, fieldSameCppStringType)
		}
	}
	if strings.HasSuffix(w.scalar, "64") && strings.HasSuffix(r.scalar, "64") {
		jstype := option{"jstype", "JS_NORMAL"}
		if was, is := jstype.in(m.options()), jstype.in(other.options()); was != is {
			report(jstype, was, is, fieldSameJSType)
		}
	}
	if w.scalar == "string" && r.scalar == "string" {
		utf8 := option{"java_string_check_utf8", "false"}
		was, is := utf8.in(c.writer.Tree().Options), utf8.in(c.reader.Tree().Options)
		if was != is && !featuresOf(c.writer.Tree().Syntax).utf8 && !featuresOf(c.reader.Tree().Syntax).utf8 {
			report(utf8, was, is, fieldSameJavaUTF8)
		}
	}
}

// characters reports whether the type is a string or bytes.
func characters(t fieldType) bool { return t.scalar == "string" || t.scalar == "bytes" }

// option is an option that generated code depends on, with its value where it is not set.
type option struct{ name, unset string }

// in is the value of the option among others.
func (o option) in(options []*syntax.Option) string {
	if value := optionOf(options, o.name); value != "" {
		return value
	}
	return o.unset
}

// optionOf is the value of a plain option; empty when it is not set. Of several the last counts.
func optionOf(options []*syntax.Option, name string) string {
	value := ""
	for _, o := range options {
		if o.Name == name && !o.Custom && len(o.Path) == 0 {
			value = o.Value.Text
		}
	}
	return value
}
