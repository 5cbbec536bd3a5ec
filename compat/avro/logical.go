package avro

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// The codes of logical types: what is read, but not as it was meant.
const (
	DecimalScale     rule.Code = "AvroDecimalScaleChanged"
	DecimalPrecision rule.Code = "AvroDecimalPrecisionReduced"
	TimeUnit         rule.Code = "AvroTimeUnitChanged"
	TimeZone         rule.Code = "AvroTimeZoneChanged"
)

var decimalScale = row{
	Rule: rule.Rule{
		Code:  DecimalScale,
		Title: "A decimal changes its scale",
		Why: "The bytes hold the digits only. Another scale reads the same digits as a number that is ten, a " +
			"hundred … times as large or small.",
		Breaks: rule.Value,
		Old:    `{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}`,
		New:    `{"type":"bytes","logicalType":"decimal","precision":10,"scale":4}`,
	},
	stands:    standsLogical,
	message:   anotherValue,
	fixReader: always(keepLogical),
	fixWriter: always(keepLogical),
}

var decimalPrecision = row{
	Rule: rule.Rule{
		Code:  DecimalPrecision,
		Title: "A decimal is read with fewer digits than were written",
		Why:   "Most decoders read the larger number all the same; those that check the precision refuse it.",
		Old:   `{"type":"bytes","logicalType":"decimal","precision":10}`,
		New:   `{"type":"bytes","logicalType":"decimal","precision":8}`,
	},
	stands: standsLogical,
	message: func(d *difference, s sides) string {
		return s.writer + " writes " + s.written + ", more digits than " + s.read + " of " + s.reader + " promises"
	},
	fixReader: always(keepLogical),
	fixWriter: always(keepLogical),
}

var timeUnit = row{
	Rule: rule.Rule{
		Code:   TimeUnit,
		Title:  "A time or timestamp changes its unit",
		Why:    "The number on the wire does not say its unit: milliseconds that are read as microseconds are another moment.",
		Breaks: rule.Value,
		Old:    `{"type":"long","logicalType":"timestamp-millis"}`,
		New:    `{"type":"long","logicalType":"timestamp-micros"}`,
	},
	stands:    standsLogical,
	message:   anotherValue,
	fixReader: always(keepLogical),
	fixWriter: always(keepLogical),
}

var timeZone = row{
	Rule: rule.Rule{
		Code:  TimeZone,
		Title: "A timestamp becomes local, or a local one absolute",
		Why:   "The number is the same but means a moment on one side and a reading of the clock on the wall on the other.",
		Old:   `{"type":"long","logicalType":"timestamp-millis"}`,
		New:   `{"type":"long","logicalType":"local-timestamp-millis"}`,
	},
	stands: standsLogical,
	message: func(d *difference, s sides) string {
		return s.writer + " writes " + s.written + ", " + s.reader + " reads it as " + s.read + ": the same number with another meaning"
	},
	fixReader: always(keepLogical),
	fixWriter: always(keepLogical),
}

const keepLogical = "keep the logical type with its parameters, or add a new field for the new meaning"

func standsLogical(d *difference) (read, written string) {
	return sayLogical(d.reader), sayLogical(d.writer)
}

func anotherValue(d *difference, s sides) string {
	return s.writer + " writes " + s.written + ", " + s.reader + " reads it as " + s.read + ", which is another value"
}

func sayLogical(n *avro.Node) string {
	l := n.Logical()
	if l.Name != "decimal" {
		return l.Name
	}
	return fmt.Sprintf("decimal(%d,%d)", l.Precision, l.Scale)
}

// logical compares what two types mean beyond what they hold.
func (s *survey) logical(v visit) {
	reader, writer := v.reader.Logical(), v.writer.Logical()
	if reader == nil || writer == nil {
		return
	}
	if other := meaning(reader, writer); other != nil {
		s.report(difference{rule: other, pair: v.pair})
	}
}

// meaning is the rule against reading one logical type as another, nil where they mean the same or nothing is known.
func meaning(reader, writer *avro.Logical) *row {
	if reader.Name == "decimal" && writer.Name == "decimal" {
		switch {
		case reader.Scale != writer.Scale:
			return &decimalScale
		case reader.Precision < writer.Precision:
			return &decimalPrecision
		}
		return nil
	}
	readerFamily, readerUnit := timeFamily(reader.Name)
	writerFamily, writerUnit := timeFamily(writer.Name)
	switch {
	case readerUnit == "" || writerUnit == "" || isTime(readerFamily) != isTime(writerFamily):
		return nil
	case readerUnit != writerUnit:
		return &timeUnit
	case readerFamily != writerFamily:
		return &timeZone
	}
	return nil
}

// timeFamily splits `local-timestamp-millis` into family and unit; the unit is empty for other types.
func timeFamily(name string) (family, unit string) {
	cut := strings.LastIndexByte(name, '-')
	if cut < 0 {
		return name, ""
	}
	switch family = name[:cut]; family {
	case "time", "timestamp", "local-timestamp":
		return family, name[cut+1:]
	}
	return family, ""
}

func isTime(family string) bool { return family == "time" }

// meaningOf is what a value means to a type: a decimal's number, a time in its unit.
func meaningOf(n *avro.Node, value *datum) string {
	l := n.Logical()
	switch {
	case l == nil:
		return string(value.appendJSON(nil))
	case l.Name == "decimal":
		return fmt.Sprintf("%dE-%d", unscaled(value.text), l.Scale)
	}
	return string(value.appendJSON(nil)) + " " + l.Name
}

// unscaled is the integer of a decimal's last eight bytes, which is all that samples use.
func unscaled(bytes string) int64 {
	var x int64
	for i := max(0, len(bytes)-8); i < len(bytes); i++ {
		x = x<<8 | int64(bytes[i])
	}
	return x
}
