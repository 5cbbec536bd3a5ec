package protobuf

import (
	"fmt"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

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
	text := rule.Text | rule.Source
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
