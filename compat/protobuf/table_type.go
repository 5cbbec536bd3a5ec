package protobuf

import (
	"slices"

	"github.com/concord-registry/concord/compat/rule"
)

// typeRules are the rows about the types of fields and how many values they hold.
var typeRules = []rule.Rule{
	{
		Code:        FieldKindChanged,
		Title:       "A scalar, a map and a message may not take each other's place.",
		Why:         "They are framed or filled differently, so old values are lost or do not parse.",
		Breaks:      rule.Wire | rule.Value | rule.Text | rule.Source,
		Differences: []string{"FIELD_KIND_CHANGED"},
		Buf:         named(slices.Concat(bufAboutTypes, bufAboutLabels, []bufRule{fieldSameDefault})),
		Old: `syntax = "proto3";
message M { string s = 1; }
message N { }
`,
		New: `syntax = "proto3";
message M { N s = 1; }
message N { }
`,
	},
	{
		Code:        FieldScalarKindChanged,
		Title:       "A scalar may not change to one of another wire group.",
		Why:         "The groups are encoded differently, so values are lost or read as other values.",
		Breaks:      rule.Wire | rule.Value | rule.Text | rule.Source,
		Differences: []string{"FIELD_SCALAR_KIND_CHANGED"},
		Buf:         named(slices.Concat(bufAboutTypes, bufAboutLabels, []bufRule{fieldSameDefault})),
		Old: `syntax = "proto3";
message M { int32 n = 1; }
`,
		New: `syntax = "proto3";
message M { sint32 n = 1; }
`,
	},
	{
		Code:        FieldNamedTypeChanged,
		Title:       "A field may not change to another message.",
		Why:         "The bytes of one message are read as another one.",
		Breaks:      rule.Wire | rule.Value | rule.Text | rule.Source,
		Differences: []string{"FIELD_NAMED_TYPE_CHANGED"},
		Buf:         named(bufAboutTypes),
		Old: `syntax = "proto3";
message M { A a = 1; }
message A { string s = 1; }
message B { int32 n = 1; }
`,
		New: `syntax = "proto3";
message M { B a = 1; }
message A { string s = 1; }
message B { int32 n = 1; }
`,
	},
	{
		Code:   FieldScalarWidened,
		Title:  "A wider integer reads every value.",
		Why:    "Nothing is lost in this direction; JSON may spell the numbers otherwise, and generated code changes its types.",
		Breaks: rule.Text | rule.Source,
		Buf:    named(bufAboutTypes),
		Old: `syntax = "proto3";
message M { bool b = 1; }
`,
		New: `syntax = "proto3";
message M { int32 b = 1; }
`,
	},
	{
		Code:   FieldScalarNarrowed,
		Title:  "A number may not be read as a narrower one, or with another sign.",
		Why:    "Values that do not fit are cut without an error.",
		Breaks: rule.Value | rule.Text | rule.Source,
		Buf:    named(bufAboutTypes),
		Old: `syntax = "proto3";
message M { uint32 n = 1; }
`,
		New: `syntax = "proto3";
message M { int32 n = 1; }
`,
	},
	{
		Code:   FieldBytesToString,
		Title:  "Bytes may not be read as a string.",
		Why:    "A string must be UTF-8: in proto3 other bytes do not parse.",
		Breaks: rule.Wire | rule.Value | rule.Text | rule.Source,
		Buf:    named(bufAboutTypes),
		Old: `syntax = "proto3";
message M { bytes b = 1; }
`,
		New: `syntax = "proto3";
message M { string b = 1; }
`,
	},
	{
		Code:   FieldStringToBytes,
		Title:  "A string read as bytes keeps its value on the wire only.",
		Why:    "JSON writes bytes in base64.",
		Breaks: rule.Text | rule.Source,
		Buf:    named(bufAboutTypes),
		Old: `syntax = "proto3";
message M { string b = 1; }
`,
		New: `syntax = "proto3";
message M { bytes b = 1; }
`,
	},
	{
		Code:   FieldEnumToInteger,
		Title:  "An enum read as an integer keeps its value on the wire only.",
		Why:    "JSON writes names for one and numbers for the other; an unsigned integer misreads negative values.",
		Breaks: rule.Value | rule.Text | rule.Source,
		Buf:    named(slices.Concat(bufAboutTypes, []bufRule{fieldSameDefault})),
		Old: `syntax = "proto3";
enum E { A = 0; }
message M { E e = 1; }
`,
		New: `syntax = "proto3";
enum E { A = 0; }
message M { int32 e = 1; }
`,
	},
	{
		Code:   FieldIntegerToEnum,
		Title:  "An integer read as an enum keeps its value only when it is an int32 and the enum is open.",
		Why:    "Enums have 32 bits, and a closed enum of proto2 drops numbers that it does not list.",
		Breaks: rule.Value | rule.Text | rule.Source,
		Buf:    named(slices.Concat(bufAboutTypes, []bufRule{fieldSameDefault})),
		Old: `syntax = "proto2";
enum E { A = 0; }
message M { optional int32 e = 1; }
`,
		New: `syntax = "proto2";
enum E { A = 0; }
message M { optional E e = 1; }
`,
	},
	{
		Code:   FieldEnumReplaced,
		Title:  "A field should keep its enum.",
		Why:    "The same number may mean another thing in another enum.",
		Breaks: rule.Value | rule.Text | rule.Source,
		Buf:    named(slices.Concat(bufAboutTypes, []bufRule{fieldSameDefault})),
		Old: `syntax = "proto3";
enum E { A = 0; }
enum F { B = 0; }
message M { E e = 1; }
`,
		New: `syntax = "proto3";
enum E { A = 0; }
enum F { B = 0; }
message M { F e = 1; }
`,
	},
	{
		Code:        FieldNumericLabelChanged,
		Title:       "The label of a number may not change.",
		Why:         "A list read as a single value loses values, and a value that is missing breaks readers that require it.",
		Breaks:      rule.Wire | rule.Value | rule.Text | rule.Source,
		Differences: []string{"FIELD_NUMERIC_LABEL_CHANGED"},
		Buf:         named(bufAboutLabels),
		Old: `syntax = "proto3";
message M { optional int32 n = 1; }
`,
		New: `syntax = "proto3";
message M { repeated int32 n = 1; }
`,
	},
	{
		Code:   FieldRepeatedToSingular,
		Title:  "A list may not be read as a single value.",
		Why:    "Only the last value is kept, messages are merged, and a packed list of numbers is lost whole.",
		Breaks: rule.Value | rule.Text | rule.Source,
		Buf:    named(bufAboutLabels),
		Old: `syntax = "proto3";
message M { repeated int32 n = 1; }
`,
		New: `syntax = "proto3";
message M { int32 n = 1; }
`,
	},
	{
		Code:   FieldSingularToRepeated,
		Title:  "A single value can be read as a list of one.",
		Why:    "The wire allows it; JSON and generated code differ.",
		Breaks: rule.Text | rule.Source,
		Buf:    named(bufAboutLabels),
		Old: `syntax = "proto3";
message M { string s = 1; }
`,
		New: `syntax = "proto3";
message M { repeated string s = 1; }
`,
	},
}
