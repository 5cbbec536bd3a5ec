package protobuf

import (
	"slices"

	"github.com/concord-registry/concord/compat/rule"
)

// fieldRules are the rows about what else fields are.
var fieldRules = []rule.Rule{
	{
		Code:   FieldBecameRequired,
		Title:  "A field may not become required.",
		Why:    "Data without it do not parse.",
		Breaks: rule.Wire | rule.Value | rule.Text | rule.Source,
		Buf:    named(bufAboutLabels),
		Old: `syntax = "proto2";
message M { optional string s = 1; }
`,
		New: `syntax = "proto2";
message M { required string s = 1; }
`,
	},
	{
		Code:   FieldNoLongerRequired,
		Title:  "A required field that becomes optional is read well by the new side only.",
		Why:    "Old readers go on to require it.",
		Breaks: rule.Text | rule.Source,
		Buf:    named(bufAboutLabels),
		Old: `syntax = "proto2";
message M { required string s = 1; }
`,
		New: `syntax = "proto2";
message M { optional string s = 1; }
`,
	},
	{
		Code:        RequiredFieldAdded,
		Title:       "A required field may not be added.",
		Why:         "Data of writers that do not know it do not parse.",
		Breaks:      rule.Wire | rule.Value | rule.Text | rule.Source,
		Differences: []string{"REQUIRED_FIELD_ADDED"},
		Buf:         named([]bufRule{messageSameRequiredFields}),
		Old: `syntax = "proto2";
message M { optional string s = 1; }
`,
		New: `syntax = "proto2";
message M { optional string s = 1; required string t = 2; }
`,
	},
	{
		Code:        RequiredFieldRemoved,
		Title:       "A required field may not be removed.",
		Why:         "Readers that still require it cannot read what is written without it.",
		Breaks:      rule.Text | rule.Source,
		Differences: []string{"REQUIRED_FIELD_REMOVED"},
		Buf:         named(bufAboutRemoval),
		Old: `syntax = "proto2";
message M { required string s = 1; }
`,
		New: `syntax = "proto2";
message M {  }
`,
	},
	{
		Code:   FieldRemoved,
		Title:  "A field that goes should leave its number reserved.",
		Why:    "Binary readers skip it; JSON readers refuse it unless told to ignore it, and a later field may take its number.",
		Breaks: rule.Text | rule.Source,
		Buf:    named(bufAboutRemoval),
		Old: `syntax = "proto3";
message M { string s = 1; string t = 2; }
`,
		New: `syntax = "proto3";
message M { string s = 1; }
`,
	},
	{
		Code:   FieldAdded,
		Title:  "A field that only the writer has is skipped.",
		Why:    "Binary readers skip it; JSON readers refuse it unless told to ignore it.",
		Breaks: rule.Text,
		Old: `syntax = "proto3";
message M { string s = 1; }
`,
		New: `syntax = "proto3";
message M { string s = 1; string t = 2; }
`,
	},
	{
		Code:   FieldRenamed,
		Title:  "A field should keep its name.",
		Why:    "The wire knows numbers only; JSON and generated code know names.",
		Breaks: rule.Text | rule.Source,
		Buf:    named(slices.Concat(bufAboutTypes, bufAboutNames)),
		Old: `syntax = "proto3";
message M { string s = 1; }
`,
		New: `syntax = "proto3";
message M { string t = 1; }
`,
	},
	{
		Code:   FieldRenumbered,
		Title:  "A field may not change its number.",
		Why:    "The wire knows numbers only: the value is not found under the new one.",
		Breaks: rule.Value | rule.Source,
		Buf:    named(slices.Concat(bufAboutTypes, bufAboutRemoval, bufAboutNames)),
		Old: `syntax = "proto3";
message M { string s = 1; }
`,
		New: `syntax = "proto3";
message M { string s = 2; }
`,
	},
	{
		Code:   ReservedUsed,
		Title:  "A reserved number or name may not be used.",
		Why:    "Somebody used it before; data of that time are read as the new field.",
		Breaks: rule.Value,
		Old: `syntax = "proto3";
message M { reserved 2; string s = 1; }
`,
		New: `syntax = "proto3";
message M { string s = 1; string t = 2; }
`,
	},
	{
		Code:        OneofFieldRemoved,
		Title:       "A member of a oneof may not be removed while the oneof lives on.",
		Why:         "Data that set it are read as if none were set.",
		Breaks:      rule.Value | rule.Text | rule.Source,
		Differences: []string{"ONEOF_FIELD_REMOVED"},
		Buf:         named(bufAboutRemoval),
		Old: `syntax = "proto3";
message M { oneof o { string s = 1; string t = 2; } }
`,
		New: `syntax = "proto3";
message M { oneof o { string s = 1; } }
`,
	},
	{
		Code:        FieldsMovedToOneof,
		Title:       "Several fields may not move into one oneof.",
		Why:         "Data may hold them together; only the last is kept.",
		Breaks:      rule.Value | rule.Text | rule.Source,
		Differences: []string{"MULTIPLE_FIELDS_MOVED_TO_ONEOF"},
		Old: `syntax = "proto3";
message M { string s = 1; string t = 2; }
`,
		New: `syntax = "proto3";
message M { oneof o { string s = 1; string t = 2; } }
`,
	},
	{
		Code:        FieldMovedToOneof,
		Title:       "A field may not move into a oneof that holds others.",
		Why:         "Data may hold it together with one of the others; only the last is kept.",
		Breaks:      rule.Value | rule.Text | rule.Source,
		Differences: []string{"FIELD_MOVED_TO_EXISTING_ONEOF"},
		Old: `syntax = "proto3";
message M { string s = 1; oneof o { string t = 2; } }
`,
		New: `syntax = "proto3";
message M { oneof o { string s = 1; string t = 2; } }
`,
	},
	{
		Code:   FieldDefaultChanged,
		Title:  "A field may not change its default.",
		Why:    "What was not written is read as another value. In proto2 the default of an enum is its first value.",
		Breaks: rule.Value | rule.Text | rule.Source,
		Buf:    named([]bufRule{fieldSameDefault}),
		Old: `syntax = "proto2";
message M { optional int32 n = 1 [default = 5]; }
`,
		New: `syntax = "proto2";
message M { optional int32 n = 1 [default = 6]; }
`,
	},
	{
		Code:   FieldPresenceChanged,
		Title:  "A field should keep its presence.",
		Why:    "Code that asks whether the field was written compiles on one side only, and its answer changes.",
		Breaks: rule.Text | rule.Source,
		Buf:    named([]bufRule{fieldSameCardinality}),
		Old: `syntax = "proto3";
message M { int32 n = 1; }
`,
		New: `syntax = "proto3";
message M { optional int32 n = 1; }
`,
	},
	{
		Code:   FieldJSONNameChanged,
		Title:  "A field should keep its name in JSON.",
		Why:    "JSON readers look for the name that they know; the wire knows numbers only.",
		Breaks: rule.Text,
		Buf:    named([]bufRule{fieldSameJSONName}),
		Old: `syntax = "proto3";
message M { int32 n = 1; }
`,
		New: `syntax = "proto3";
message M { int32 n = 1 [json_name = "count"]; }
`,
	},
	{
		Code:   FieldJSONNameTaken,
		Title:  "Two fields may not have one name in JSON.",
		Why:    "JSON readers take one field for the other. Names that differ in underscores only spell alike in JSON.",
		Breaks: rule.Text | rule.Source,
		Old: `syntax = "proto3";
message M { int32 item_count = 1; }
`,
		New: `syntax = "proto3";
message M { int32 item_count = 1; int32 itemCount = 2; }
`,
	},
}
