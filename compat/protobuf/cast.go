package protobuf

import (
	"fmt"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of scalars and enums that are encoded alike.
const (
	FieldScalarWidened  rule.Code = "ProtobufFieldScalarWidened"
	FieldScalarNarrowed rule.Code = "ProtobufFieldScalarNarrowed"
	FieldBytesToString  rule.Code = "ProtobufFieldBytesToString"
	FieldStringToBytes  rule.Code = "ProtobufFieldStringToBytes"
	FieldEnumToInteger  rule.Code = "ProtobufFieldEnumToInteger"
	FieldIntegerToEnum  rule.Code = "ProtobufFieldIntegerToEnum"
)

var fieldScalarWidened = rule.Rule{
	Code:   FieldScalarWidened,
	Title:  "A wider integer reads every value",
	Why:    "Nothing is lost in this direction; JSON may spell the numbers otherwise, and generated code changes its types.",
	Breaks: rule.JSON | rule.Source,
	Buf:    named(bufAboutTypes),
	Old: `syntax = "proto3";
message M { bool b = 1; }
`,
	New: `syntax = "proto3";
message M { int32 b = 1; }
`,
}

var fieldScalarNarrowed = rule.Rule{
	Code:   FieldScalarNarrowed,
	Title:  "A number may not be read as a narrower one, or with another sign",
	Why:    "Values that do not fit are cut without an error.",
	Breaks: rule.Value | rule.JSON | rule.Source,
	Buf:    named(bufAboutTypes),
	Old: `syntax = "proto3";
message M { uint32 n = 1; }
`,
	New: `syntax = "proto3";
message M { int32 n = 1; }
`,
}

var fieldBytesToString = rule.Rule{
	Code:   FieldBytesToString,
	Title:  "Bytes may not be read as a string",
	Why:    "A string must be UTF-8: in proto3 other bytes do not parse.",
	Breaks: rule.Wire | rule.Value | rule.JSON | rule.Source,
	Buf:    named(bufAboutTypes),
	Old: `syntax = "proto3";
message M { bytes b = 1; }
`,
	New: `syntax = "proto3";
message M { string b = 1; }
`,
}

var fieldStringToBytes = rule.Rule{
	Code:   FieldStringToBytes,
	Title:  "A string read as bytes keeps its value on the wire only",
	Why:    "JSON writes bytes in base64.",
	Breaks: rule.JSON | rule.Source,
	Buf:    named(bufAboutTypes),
	Old: `syntax = "proto3";
message M { string b = 1; }
`,
	New: `syntax = "proto3";
message M { bytes b = 1; }
`,
}

var fieldEnumToInteger = rule.Rule{
	Code:   FieldEnumToInteger,
	Title:  "An enum read as an integer keeps its value on the wire only",
	Why:    "JSON writes names for one and numbers for the other; an unsigned integer misreads negative values.",
	Breaks: rule.Value | rule.JSON | rule.Source,
	Buf:    named(slices.Concat(bufAboutTypes, []bufRule{fieldSameDefault})),
	Old: `syntax = "proto3";
enum E { A = 0; }
message M { E e = 1; }
`,
	New: `syntax = "proto3";
enum E { A = 0; }
message M { int32 e = 1; }
`,
}

var fieldIntegerToEnum = rule.Rule{
	Code:   FieldIntegerToEnum,
	Title:  "An integer read as an enum keeps its value only when it is an int32 and the enum is open",
	Why:    "Enums have 32 bits, and a closed enum of proto2 drops numbers that it does not list.",
	Breaks: rule.Value | rule.JSON | rule.Source,
	Buf:    named(slices.Concat(bufAboutTypes, []bufRule{fieldSameDefault})),
	Old: `syntax = "proto2";
enum E { A = 0; }
message M { optional int32 e = 1; }
`,
	New: `syntax = "proto2";
enum E { A = 0; }
message M { optional E e = 1; }
`,
}

// cast weighs two types of one wire group. The reference registry reports nothing here.
func (c *checker) cast(d difference, w, r fieldType) {
	switch {
	case w.kind == enumKind && r.kind == enumKind:
		c.enumReplaced(d, w, r)
		return
	case w.name == r.name && w.kind == r.kind:
		return
	}
	d.code, d.breaks = castRule(w, r)
	d.message = fmt.Sprintf("field %d is %s in %s and %s in %s%s", d.number, w.name, c.writerWord(), r.name, c.readerWord(), castCause[d.code])
	d.fix = newNumber
	c.report(d)
}

var castCause = map[rule.Code]string{
	FieldScalarNarrowed: ": values that do not fit are read as other values",
	FieldScalarWidened:  ": every value keeps, but JSON and generated code differ",
	FieldBytesToString:  ": bytes that are not UTF-8 do not parse",
	FieldStringToBytes:  ": JSON spells it in base64",
	FieldEnumToInteger:  ": JSON spells names in one and numbers in the other",
	FieldIntegerToEnum:  ": JSON spells names in one and numbers in the other, numbers beyond 32 bits are cut, and a closed enum drops those that it does not list",
}

// castRule is the rule for reading w as r, and what it breaks.
func castRule(w, r fieldType) (rule.Code, rule.Axis) {
	text := rule.JSON | rule.Source
	switch {
	case w.kind == enumKind && r.scalar == "bool" && closed(w) && !lists(w, isNoBool):
		return FieldEnumToInteger, text
	case w.kind == enumKind && r.scalar == "bool":
		return FieldScalarNarrowed, rule.Value | text
	case w.kind == enumKind && unsigned[r.scalar] && (!closed(w) || lists(w, isNegative)):
		return FieldEnumToInteger, rule.Value | text
	case w.kind == enumKind:
		return FieldEnumToInteger, text
	case r.kind == enumKind && w.scalar == "bool" && lists(r, isZero) && lists(r, isOne):
		return FieldIntegerToEnum, text
	case r.kind == enumKind && (closed(r) || w.scalar != "int32" && w.scalar != "bool"):
		return FieldIntegerToEnum, rule.Value | text
	case r.kind == enumKind:
		return FieldIntegerToEnum, text
	case r.scalar == "bytes":
		return FieldStringToBytes, text
	case r.scalar == "string" && r.utf8:
		return FieldBytesToString, rule.Wire | rule.Value | text
	case r.scalar == "string":
		return FieldBytesToString, rule.Value | text
	case widens[w.scalar+" "+r.scalar]:
		return FieldScalarWidened, rule.Source
	case w.scalar == "bool":
		return FieldScalarWidened, text
	}
	return FieldScalarNarrowed, rule.Value | text
}

var unsigned = map[string]bool{"uint32": true, "uint64": true}

// lists reports whether an enum has a value whose number is so.
func lists(t fieldType, so func(n int32) bool) bool {
	return t.def != nil && t.def.Enum != nil && slices.ContainsFunc(t.def.Enum.Values, func(v *syntax.EnumValue) bool { return so(v.Number) })
}

func isZero(n int32) bool     { return n == 0 }
func isNotZero(n int32) bool  { return n != 0 }
func isOne(n int32) bool      { return n == 1 }
func isNoBool(n int32) bool   { return n != 0 && n != 1 }
func isNegative(n int32) bool { return n < 0 }

// widens lists the casts that keep every value.
var widens = map[string]bool{"int32 int64": true, "uint32 uint64": true, "uint32 int64": true, "sint32 sint64": true}

// closed reports whether unlisted numbers are no values of the enum: those of proto2.
func closed(t fieldType) bool { return t.def != nil && featuresOf(t.def.Syntax()).closed }
