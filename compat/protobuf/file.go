package protobuf

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of what a file says of itself.
const (
	PackageChanged    rule.Code = "ProtobufPackageChanged"
	SyntaxChanged     rule.Code = "ProtobufSyntaxChanged"
	FileOptionChanged rule.Code = "ProtobufFileOptionChanged"
)

var packageChanged = rule.Rule{
	Code:        PackageChanged,
	Title:       "The package may not change",
	Why:         "Full names change with the package: generated code moves, and google.protobuf.Any no longer finds its type. The bytes stay readable.",
	Breaks:      rule.Source,
	Differences: []string{"PACKAGE_CHANGED"},
	Buf:         named([]bufRule{fileSamePackage, packageNoDelete}),
	Old: `syntax = "proto3";
package a;
message M { string s = 1; }
`,
	New: `syntax = "proto3";
package b;
message M { string s = 1; }
`,
}

var syntaxChanged = rule.Rule{
	Code:   SyntaxChanged,
	Title:  "The syntax line should not change",
	Why:    "Presence of fields, packing of lists and the treatment of unknown enum values hang on it.",
	Breaks: rule.Source,
	Buf:    named([]bufRule{fileSameSyntax, messageSameJSONFormat, enumSameJSONFormat, enumSameType}),
	Old: `syntax = "proto2";
message M { optional string s = 1; }
`,
	New: `syntax = "proto3";
message M { optional string s = 1; }
`,
}

var fileOptionChanged = rule.Rule{
	Code:   FileOptionChanged,
	Title:  "Options of a file that generated code depends on should stay",
	Why:    "Packages, classes and namespaces of generated code change with them.",
	Breaks: rule.Source,
	Buf:    bufAboutFiles(),
	Old: `syntax = "proto3";
option java_package = "com.example";
message M { string s = 1; }
`,
	New: `syntax = "proto3";
option java_package = "com.example.orders";
message M { string s = 1; }
`,
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

// codeOptions are the options of files that generated code depends on.
var codeOptions = []option{
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
		was, is := o.in(w.Options), o.in(r.Options)
		if was == is {
			continue
		}
		c.report(difference{
			code: FileOptionChanged, breaks: rule.Source, buf: []bufRule{bufAboutFile(o)},
			writer:  side{text: was},
			reader:  side{text: is},
			message: fmt.Sprintf("the option %s is %q in the old schema and %q in the new one: generated code changes with it", o.name, was, is),
			fix:     rule.Fix{Text: "keep the option " + o.name},
		})
	}
}

// bufAboutFile is the rule of buf about an option of files.
func bufAboutFile(o option) bufRule { return bufRule("FILE_SAME_" + strings.ToUpper(o.name)) }

// bufAboutFiles are the rules about options of files.
func bufAboutFiles() []string {
	var rules []bufRule
	for _, o := range codeOptions {
		rules = append(rules, bufAboutFile(o))
	}
	return named(rules)
}
