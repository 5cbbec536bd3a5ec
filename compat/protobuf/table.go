package protobuf

import (
	"slices"

	"github.com/concord-registry/concord/compat/rule"
)

// Rules is the rule table: a row for every code. Breaks lists what a finding may break at worst; the finding itself says
// what its case breaks.
var Rules = slices.Concat(fileRules, typeRules, fieldRules, enumRules, codeRules)

// fileRules are the rows about packages, messages, groups and extensions.
var fileRules = []rule.Rule{
	{
		Code:        PackageChanged,
		Title:       "The package may not change.",
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
	},
	{
		Code:   SyntaxChanged,
		Title:  "The syntax line should not change.",
		Why:    "Presence of fields, packing of lists and the treatment of unknown enum values hang on it.",
		Breaks: rule.Source,
		Buf:    named([]bufRule{fileSameSyntax, messageSameJSONFormat, enumSameJSONFormat, enumSameType}),
		Old: `syntax = "proto2";
message M { optional string s = 1; }
`,
		New: `syntax = "proto3";
message M { optional string s = 1; }
`,
	},
	{
		Code:        MessageRemoved,
		Title:       "A message may not be removed.",
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
	},
	{
		Code:   GroupChanged,
		Title:  "A group may change only by the rules of messages.",
		Why:    "A group is framed unlike any other field, and its fields are read like those of a message.",
		Breaks: rule.Value | rule.Text | rule.Source,
		Buf:    named(slices.Concat(bufAboutTypes, bufAboutLabels)),
		Old: `syntax = "proto2";
message M { optional group G = 1 { optional string s = 1; } }
`,
		New: `syntax = "proto2";
message M { optional string g = 1; }
`,
	},
	{
		Code:   ExtensionChanged,
		Title:  "An extension may not change to a type that reads its data otherwise.",
		Why:    "Extensions are fields: the same rules hold.",
		Breaks: rule.Wire | rule.Value | rule.Text | rule.Source,
		Old: `syntax = "proto2";
message M { extensions 100 to 200; }
extend M { optional bytes x = 100; }
`,
		New: `syntax = "proto2";
message M { extensions 100 to 200; }
extend M { optional int32 x = 100; }
`,
	},
}
