package protobuf

import (
	"fmt"

	"github.com/concord-registry/concord/compat/rule"
)

// The codes of labels: how many values a field has, and whether it must have one.
const (
	FieldNumericLabelChanged rule.Code = "ProtobufFieldNumericLabelChanged"
	FieldRepeatedToSingular  rule.Code = "ProtobufFieldRepeatedToSingular"
	FieldSingularToRepeated  rule.Code = "ProtobufFieldSingularToRepeated"
	FieldBecameRequired      rule.Code = "ProtobufFieldBecameRequired"
	FieldNoLongerRequired    rule.Code = "ProtobufFieldNoLongerRequired"
	FieldPresenceChanged     rule.Code = "ProtobufFieldPresenceChanged"
)

var fieldNumericLabelChanged = rule.Rule{
	Code:        FieldNumericLabelChanged,
	Title:       "The label of a number may not change",
	Why:         "A list read as a single value loses values, and a value that is missing breaks readers that require it.",
	Breaks:      rule.Wire | rule.Value | rule.JSON | rule.Source,
	Differences: []string{"FIELD_NUMERIC_LABEL_CHANGED"},
	Buf:         named(bufAboutLabels),
	Old: `syntax = "proto3";
message M { optional int32 n = 1; }
`,
	New: `syntax = "proto3";
message M { repeated int32 n = 1; }
`,
}

var fieldRepeatedToSingular = rule.Rule{
	Code:   FieldRepeatedToSingular,
	Title:  "A list may not be read as a single value",
	Why:    "Only the last value is kept, messages are merged, and a packed list of numbers is lost whole.",
	Breaks: rule.Value | rule.JSON | rule.Source,
	Buf:    named(bufAboutLabels),
	Old: `syntax = "proto3";
message M { repeated int32 n = 1; }
`,
	New: `syntax = "proto3";
message M { int32 n = 1; }
`,
}

var fieldSingularToRepeated = rule.Rule{
	Code:   FieldSingularToRepeated,
	Title:  "A single value can be read as a list of one",
	Why:    "The wire allows it; JSON and generated code differ.",
	Breaks: rule.JSON | rule.Source,
	Buf:    named(bufAboutLabels),
	Old: `syntax = "proto3";
message M { string s = 1; }
`,
	New: `syntax = "proto3";
message M { repeated string s = 1; }
`,
}

var fieldBecameRequired = rule.Rule{
	Code:   FieldBecameRequired,
	Title:  "A field may not become required",
	Why:    "Data without it do not parse.",
	Breaks: rule.Wire | rule.Value | rule.JSON | rule.Source,
	Buf:    named(bufAboutLabels),
	Old: `syntax = "proto2";
message M { optional string s = 1; }
`,
	New: `syntax = "proto2";
message M { required string s = 1; }
`,
}

var fieldNoLongerRequired = rule.Rule{
	Code:   FieldNoLongerRequired,
	Title:  "A required field that becomes optional is read well by the new side only",
	Why:    "Old readers go on to require it.",
	Breaks: rule.JSON | rule.Source,
	Buf:    named(bufAboutLabels),
	Old: `syntax = "proto2";
message M { required string s = 1; }
`,
	New: `syntax = "proto2";
message M { optional string s = 1; }
`,
}

var fieldPresenceChanged = rule.Rule{
	Code:   FieldPresenceChanged,
	Title:  "A field should keep its presence",
	Why:    "Code that asks whether the field was written compiles on one side only, and its answer changes.",
	Breaks: rule.JSON | rule.Source,
	Buf:    named([]bufRule{fieldSameCardinality}),
	Old: `syntax = "proto3";
message M { int32 n = 1; }
`,
	New: `syntax = "proto3";
message M { optional int32 n = 1; }
`,
}

// labels compares singular, repeated and required. The reference registry looks at numbers only, and only where both
// texts name a label.
func (c *checker) labels(d difference, w, r fieldType) {
	if w.label == r.label {
		c.presence(d, w, r)
		return
	}
	d.breaks = labelBreaks(w, r)
	if w.packable() && w.label != "" && r.label != "" {
		d.code, d.reference = FieldNumericLabelChanged, "FIELD_NUMERIC_LABEL_CHANGED"
	} else {
		d.code = unreportedLabel(w, r)
		if d.code == "" {
			c.presence(d, w, r)
			return
		}
	}
	d.message = fmt.Sprintf("field %d is %s in %s and %s in %s", d.number, w.cardinality(), c.writerWord(), r.cardinality(), c.readerWord())
	if cause := labelCause(w, r); cause != "" {
		d.message += ": " + cause
	}
	d.fix = rule.Fix{Text: "keep the label, or add a field with a new number"}
	c.report(d)
}

// presence reports a single value whose absence is seen on one side only. What moves into a oneof or out of one is
// reported as that.
func (c *checker) presence(d difference, w, r fieldType) {
	if w.presence == r.presence || w.oneof != r.oneof {
		return
	}
	d.code, d.breaks = FieldPresenceChanged, rule.Source
	seen, unseen := c.readerWord(), c.writerWord()
	if w.presence {
		seen, unseen = unseen, seen
		d.breaks |= rule.JSON
	}
	d.message = fmt.Sprintf("%s tells whether field %d was written, %s takes its zero value for not written", seen, d.number, unseen)
	d.fix = rule.Fix{Text: "keep the label"}
	c.report(d)
}

// unreportedLabel is the code of a change of label that the reference registry does not see; empty when it is none.
func unreportedLabel(w, r fieldType) rule.Code {
	switch {
	case r.required && !w.required:
		return FieldBecameRequired
	case w.required && !r.required:
		return FieldNoLongerRequired
	case w.repeated && !r.repeated:
		return FieldRepeatedToSingular
	case r.repeated && !w.repeated:
		return FieldSingularToRepeated
	}
	return ""
}

// labelBreaks says what reading w's label as r's breaks.
func labelBreaks(w, r fieldType) rule.Axis {
	var breaks rule.Axis
	if r.required && !w.required {
		breaks |= rule.Wire | rule.Value | rule.JSON
	}
	switch {
	case w.repeated && !r.repeated:
		breaks |= rule.Value | rule.JSON | rule.Source
	case r.repeated && !w.repeated:
		breaks |= rule.JSON | rule.Source
	case w.required != r.required:
		breaks |= rule.Source
	}
	return breaks
}

// labelCause explains in a few words what goes wrong.
func labelCause(w, r fieldType) string {
	switch {
	case r.required && !w.required:
		return "data without it do not parse"
	case w.repeated && !r.repeated && w.packed:
		return "a packed list is not read as a single value, so all values are lost"
	case w.repeated && !r.repeated && w.kind == messageKind:
		return "the messages of a list are merged into one"
	case w.repeated && !r.repeated:
		return "only the last value of a list is kept"
	}
	return ""
}

func (t fieldType) cardinality() string {
	switch {
	case t.repeated:
		return "repeated"
	case t.required:
		return "required"
	case t.label != "":
		return t.label
	}
	return "singular"
}

// cardinality is how many values a field has, as buf tells cardinalities apart.
type cardinality int

const (
	implicit cardinality = iota
	explicit
	required
	repeated
	mapped
)

func (t fieldType) bufCardinality() cardinality {
	switch {
	case t.kind == mapKind:
		return mapped
	case t.repeated:
		return repeated
	case t.required:
		return required
	case t.presence:
		return explicit
	}
	return implicit
}

// bufLabels are the rules about cardinality that reading w's label as r's offends.
func bufLabels(w, r fieldType) []bufRule {
	was, is := w.bufCardinality(), r.bufCardinality()
	if was == is {
		return nil
	}
	rules := []bufRule{fieldSameCardinality}
	was, is = max(was, explicit), max(is, explicit)
	if was != is {
		rules = append(rules, fieldWireJSONCardinality)
	}
	if min(was, repeated) != min(is, repeated) {
		rules = append(rules, fieldWireCardinality)
	}
	if w.required != r.required {
		rules = append(rules, messageSameRequiredFields)
	}
	return rules
}
