package protobuf

import (
	"slices"

	"github.com/concord-registry/concord/compat/rule"
)

// Rules is the rule table: a row for every code. Breaks lists what a finding may break at worst; the finding itself says
// what its case breaks.
var Rules = []rule.Rule{
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
