package protobuf

import (
	"fmt"
	"math/big"
	"strconv"

	"github.com/concord-registry/concord/compat/rule"
)

// FieldDefaultChanged is the code of what is read where nothing was written.
const FieldDefaultChanged rule.Code = "ProtobufFieldDefaultChanged"

var fieldDefaultChanged = rule.Rule{
	Code:   FieldDefaultChanged,
	Title:  "A field may not change its default",
	Why:    "What was not written is read as another value. In proto2 the default of an enum is its first value.",
	Breaks: rule.Value | rule.JSON | rule.Source,
	Buf:    named([]bufRule{fieldSameDefault}),
	Old: `syntax = "proto2";
message M { optional int32 n = 1 [default = 5]; }
`,
	New: `syntax = "proto2";
message M { optional int32 n = 1 [default = 6]; }
`,
}

// defaults compares what readers see of a field that was not written. Only proto2 lets a field say so; an enum of proto2
// says it by its first value.
func (c *checker) defaults(d difference, m, other member, w, r fieldType) {
	if m.defaultText() == "" && other.defaultText() == "" && w.first() == r.first() {
		return
	}
	was, single := w.unwritten(m)
	is, both := r.unwritten(other)
	if !single || !both || was == is {
		return
	}
	d.code, d.breaks, d.buf = FieldDefaultChanged, rule.Value|rule.JSON|rule.Source, []bufRule{fieldSameDefault}
	if w.required || r.required {
		d.breaks = rule.Source // it is always written, or refused as missing
	}
	d.writer.text, d.reader.text = was.shown(), is.shown()
	d.message = fmt.Sprintf("field %d is read as %s in %s and as %s in %s where it was not written", d.number, was.shown(), c.writerWord(), is.shown(), c.readerWord())
	d.fix = rule.Fix{Text: "keep the default, and the first value of an enum"}
	c.report(d)
}

// unwrittenValue is a default. The zero value stands for all that are empty, false or 0.
type unwrittenValue struct {
	text string
	// number is the exact value of a number, in a form in which equal numbers are equal.
	number string
}

func (v unwrittenValue) shown() string {
	switch {
	case v.text != "":
		return strconv.Quote(v.text)
	case v.number != "":
		if x, _, err := big.ParseFloat(v.number, 0, 64, big.ToNearestEven); err == nil {
			return x.Text('g', 20)
		}
		return v.number
	}
	return "nothing, 0 or false"
}

// unwritten is the default of a member; false for lists, maps and messages, which have none.
func (t fieldType) unwritten(m member) (unwrittenValue, bool) {
	if t.repeated || t.kind != scalarKind && t.kind != enumKind {
		return unwrittenValue{}, false
	}
	text := m.defaultText()
	switch {
	case t.kind == enumKind:
		return t.unwrittenEnum(text), true
	case t.scalar == "string" || t.scalar == "bytes":
		return unwrittenValue{text: text}, true
	}
	return unwrittenNumber(t.scalar, text), true
}

// defaultText is the default that the text gives; empty when it gives none.
func (m member) defaultText() string {
	if m.field == nil {
		return ""
	}
	return optionOf(m.field.Options, "default")
}

// first is the number of an enum's first value, 0 for other types.
func (t fieldType) first() int32 {
	if t.kind != enumKind || t.def == nil || len(t.def.Enum.Values) == 0 {
		return 0
	}
	return t.def.Enum.Values[0].Number
}

// unwrittenEnum is the number of a named value, or of the first.
func (t fieldType) unwrittenEnum(name string) unwrittenValue {
	if t.def == nil {
		return unwrittenValue{}
	}
	for _, v := range t.def.Enum.Values {
		if name == "" || v.Name == name {
			return exactly(new(big.Float).SetInt64(int64(v.Number)))
		}
	}
	return unwrittenValue{number: name}
}

// unwrittenNumber reads the text of a default of a number or a bool. What is none is kept as it stands.
func unwrittenNumber(scalar, text string) unwrittenValue {
	switch {
	case text == "" || text == "false":
		return unwrittenValue{}
	case text == "true":
		return exactly(big.NewFloat(1))
	case scalar == "float" || scalar == "double":
		bits := 64
		if scalar == "float" {
			bits = 32
		}
		if x, err := strconv.ParseFloat(text, bits); err == nil && x == x {
			return exactly(new(big.Float).SetFloat64(x))
		}
	default:
		if n, err := strconv.ParseInt(text, 0, 64); err == nil {
			return exactly(new(big.Float).SetInt64(n))
		}
		if n, err := strconv.ParseUint(text, 0, 64); err == nil {
			return exactly(new(big.Float).SetUint64(n))
		}
	}
	return unwrittenValue{number: text}
}

func exactly(x *big.Float) unwrittenValue {
	if x.Sign() == 0 {
		return unwrittenValue{}
	}
	return unwrittenValue{number: x.Text('p', 0)}
}
