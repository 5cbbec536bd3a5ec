package protobuf

import (
	"slices"

	"github.com/concord-registry/concord/compat/rule"
)

// codeRules are the rows about what generated code, JSON and later changes depend on, and records do not.
var codeRules = []rule.Rule{
	{
		Code:   ExtensionRemoved,
		Title:  "An extension should stay declared.",
		Why:    "Code may use it, and JSON knows it by its name; binary readers keep its bytes unread.",
		Breaks: rule.Text | rule.Source,
		Buf:    named([]bufRule{extensionNoDelete, packageExtensionNoDelete}),
		Old: `syntax = "proto2";
message M { extensions 100 to 200; }
extend M { optional bytes x = 100; }
`,
		New: `syntax = "proto2";
message M { extensions 100 to 200; }
`,
	},
	{
		Code:   ExtensionRangeRemoved,
		Title:  "Numbers that were open to extensions should stay open.",
		Why:    "Extensions that others declare under them no longer compile.",
		Breaks: rule.Source,
		Buf:    named([]bufRule{extensionMessageNoDelete}),
		Old: `syntax = "proto2";
message M { extensions 100 to 200; }
`,
		New: `syntax = "proto2";
message M { extensions 100 to 150; }
`,
	},
	{
		Code:   FieldOneofChanged,
		Title:  "A field should stay in its oneof, or outside of all.",
		Why:    "Generated code reaches the members of a oneof in a way of their own.",
		Breaks: rule.Source,
		Buf:    named(slices.Concat(bufAboutLabels, []bufRule{fieldSameOneof})),
		Old: `syntax = "proto3";
message M { string s = 1; }
`,
		New: `syntax = "proto3";
message M { oneof o { string s = 1; } }
`,
	},
	{
		Code:   FieldOptionChanged,
		Title:  "Options of a field that decide its type in generated code should stay.",
		Why:    "The types that generated code has for the field change: in C++ with ctype, in JavaScript with jstype; in Java the check of strings.",
		Breaks: rule.Source,
		Buf:    named([]bufRule{fieldSameCppStringType, fieldSameJavaUTF8, fieldSameJSType}),
		Old: `syntax = "proto3";
message M { int64 n = 1; }
`,
		New: `syntax = "proto3";
message M { int64 n = 1 [jstype = JS_STRING]; }
`,
	},
	{
		Code:   OneofRemoved,
		Title:  "A oneof should stay, under its name.",
		Why:    "The wire knows nothing of it; code asks it which member is set.",
		Breaks: rule.Source,
		Buf:    named([]bufRule{oneofNoDelete}),
		Old: `syntax = "proto3";
message M { oneof o { string s = 1; } }
`,
		New: `syntax = "proto3";
message M { string s = 1; }
`,
	},
	{
		Code:   MessageOptionChanged,
		Title:  "A message should keep its standard accessor of descriptors.",
		Why:    "The option no_standard_descriptor_accessor takes a method from generated code.",
		Breaks: rule.Source,
		Buf:    named([]bufRule{messageNoRemoveDescriptorAccessor}),
		Old: `syntax = "proto3";
message M { string s = 1; }
`,
		New: `syntax = "proto3";
message M { option no_standard_descriptor_accessor = true; string s = 1; }
`,
	},
	{
		Code:   FileOptionChanged,
		Title:  "Options of a file that generated code depends on should stay.",
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
	},
	{
		Code:  ReservationRemoved,
		Title: "What is reserved should stay reserved.",
		Why:   "Numbers and names are reserved because they were in use once; somebody may take them again. Nothing breaks until then.",
		Buf:   named([]bufRule{reservedEnumNoDelete, reservedMessageNoDelete}),
		Old: `syntax = "proto3";
message M { reserved 2, 3; string s = 1; }
`,
		New: `syntax = "proto3";
message M { reserved 2; string s = 1; }
`,
	},
	{
		Code:   ServiceRemoved,
		Title:  "A service should not be removed.",
		Why:    "Clients call it. Records know nothing of services.",
		Breaks: rule.Source,
		Buf:    named([]bufRule{packageServiceNoDelete, serviceNoDelete}),
		Old: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (M); }
`,
		New: `syntax = "proto3";
message M { string s = 1; }
`,
	},
	{
		Code:   CallRemoved,
		Title:  "A call of a service should not be removed.",
		Why:    "Clients make it. Records know nothing of services.",
		Breaks: rule.Source,
		Buf:    named([]bufRule{rpcNoDelete}),
		Old: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (M); rpc Put (M) returns (M); }
`,
		New: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (M); }
`,
	},
	{
		Code:   CallChanged,
		Title:  "A call of a service should keep what goes in and out.",
		Why:    "Clients send and expect what they were compiled for.",
		Breaks: rule.Source,
		Buf:    named([]bufRule{rpcSameClientStreaming, rpcSameIdempotencyLevel, rpcSameRequestType, rpcSameResponseType, rpcSameServerStreaming}),
		Old: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (M); }
`,
		New: `syntax = "proto3";
message M { string s = 1; }
service S { rpc Get (M) returns (stream M); }
`,
	},
}
