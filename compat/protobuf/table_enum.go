package protobuf

import (
	"slices"

	"github.com/concord-registry/concord/compat/rule"
)

// enumRules are the rows about enums.
var enumRules = []rule.Rule{
	{
		Code:   EnumRemoved,
		Title:  "An enum that goes breaks code that uses it.",
		Why:    "The wire knows numbers only.",
		Breaks: rule.Source,
		Buf:    named([]bufRule{enumNoDelete, packageEnumNoDelete}),
		Old: `syntax = "proto3";
enum E { A = 0; }
`,
		New: `syntax = "proto3";
`,
	},
	{
		Code:   EnumValueUnknown,
		Title:  "Readers should know every value of an enum.",
		Why:    "A closed enum drops unknown numbers, an open one keeps them without a name, and JSON has names only.",
		Breaks: rule.Value | rule.Text | rule.Source,
		Buf:    named(bufAboutValues),
		Old: `syntax = "proto2";
enum E { A = 0; B = 1; }
`,
		New: `syntax = "proto2";
enum E { A = 0; }
`,
	},
	{
		Code:   EnumValueRenamed,
		Title:  "A value of an enum should keep its name.",
		Why:    "The wire knows numbers only; JSON and generated code know names.",
		Breaks: rule.Text | rule.Source,
		Buf:    named([]bufRule{enumValueSameName}),
		Old: `syntax = "proto3";
enum E { A = 0; }
`,
		New: `syntax = "proto3";
enum E { B = 0; }
`,
	},
	{
		Code:   EnumValueRenumbered,
		Title:  "A value of an enum may not change its number.",
		Why:    "Numbers on the wire mean another name then.",
		Breaks: rule.Value,
		Buf:    named(slices.Concat(bufAboutValues, []bufRule{enumValueSameName})),
		Old: `syntax = "proto3";
enum E { A = 0; B = 1; }
`,
		New: `syntax = "proto3";
enum E { A = 0; B = 2; }
`,
	},
	{
		Code:   EnumClosed,
		Title:  "An open enum may not be read as a closed one.",
		Why:    "Writers may put any number into an open enum; a closed one drops those that it does not list.",
		Breaks: rule.Value | rule.Text,
		Old: `syntax = "proto3";
enum E { A = 0; }
message M { optional E e = 1; }
`,
		New: `syntax = "proto2";
enum E { A = 0; }
message M { optional E e = 1; }
`,
	},
}
