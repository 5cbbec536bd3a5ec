package protobuf

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// fileOption is an option of files that generated code depends on, with its value where it is not set.
type fileOption struct{ name, unset string }

// broken is the rule of buf about the option.
func (o fileOption) broken() bufRule { return bufRule("FILE_SAME_" + strings.ToUpper(o.name)) }

var codeOptions = []fileOption{
	{"cc_enable_arenas", "true"}, {"cc_generic_services", "false"}, {"csharp_namespace", ""}, {"go_package", ""},
	{"java_generic_services", "false"}, {"java_multiple_files", "false"}, {"java_outer_classname", ""}, {"java_package", ""},
	{"objc_class_prefix", ""}, {"optimize_for", "SPEED"}, {"php_class_prefix", ""}, {"php_metadata_namespace", ""},
	{"php_namespace", ""}, {"py_generic_services", "false"}, {"ruby_package", ""}, {"swift_prefix", ""},
}

// fileOptions compares the options of files. It is a matter of code alone, so it is reported once, backward.
func (c *checker) fileOptions(w, r *syntax.File) {
	if c.dir == rule.Forward {
		return
	}
	for _, o := range codeOptions {
		was, is := optionOr(w.Options, o), optionOr(r.Options, o)
		if was == is {
			continue
		}
		c.report(difference{
			code: FileOptionChanged, breaks: rule.Source, buf: []bufRule{o.broken()},
			writer:  side{text: was},
			reader:  side{text: is},
			message: fmt.Sprintf("the option %s is %q in the old schema and %q in the new one: generated code changes with it", o.name, was, is),
			fix:     rule.Fix{Text: "keep the option " + o.name},
		})
	}
}

func optionOr(options []*syntax.Option, o fileOption) string {
	if value := optionOf(options, o.name); value != "" {
		return value
	}
	return o.unset
}

// memberOptions compares the options of a field that generated code depends on, backward.
func (c *checker) memberOptions(d difference, m, other member, w, r fieldType) {
	if c.dir == rule.Forward || w.kind != scalarKind || r.kind != scalarKind {
		return
	}
	d.code, d.breaks = FieldOptionChanged, rule.Source
	report := func(o fileOption, was, is string, broken bufRule) {
		d.writer.text, d.reader.text, d.buf = was, is, []bufRule{broken}
		d.message = fmt.Sprintf("the option %s of field %d is %s in the old schema and %s in the new one: generated code changes with it", o.name, d.number, was, is)
		d.fix = rule.Fix{Text: "keep the option " + o.name}
		c.report(d)
	}
	if characters(w) && characters(r) {
		ctype := fileOption{"ctype", "STRING"}
		was, is := optionOr(m.options(), ctype), optionOr(other.options(), ctype)
		if was != is && !(was == "STRING_PIECE" && is == "STRING") {
			report(ctype, was, is, fieldSameCppStringType)
		}
	}
	if strings.HasSuffix(w.scalar, "64") && strings.HasSuffix(r.scalar, "64") {
		jstype := fileOption{"jstype", "JS_NORMAL"}
		if was, is := optionOr(m.options(), jstype), optionOr(other.options(), jstype); was != is {
			report(jstype, was, is, fieldSameJSType)
		}
	}
	if w.scalar == "string" && r.scalar == "string" {
		utf8 := fileOption{"java_string_check_utf8", "false"}
		was, is := optionOr(c.writer.Tree().Options, utf8), optionOr(c.reader.Tree().Options, utf8)
		if was != is && !featuresOf(c.writer.Tree().Syntax).utf8 && !featuresOf(c.reader.Tree().Syntax).utf8 {
			report(utf8, was, is, fieldSameJavaUTF8)
		}
	}
}

// characters reports whether the type is a string or bytes.
func characters(t fieldType) bool { return t.scalar == "string" || t.scalar == "bytes" }

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
