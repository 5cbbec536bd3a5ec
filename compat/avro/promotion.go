package avro

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// The codes of types that are read as others.
const (
	TypeMismatch   rule.Code = "AvroTypeMismatch"
	LossyPromotion rule.Code = "AvroLossyPromotion"
)

var typeMismatch = row{
	Rule: rule.Rule{
		Code:  TypeMismatch,
		Title: "A type is read as another that cannot hold it",
		Why: "The bytes of one Avro type say nothing to a reader of another. Only int, long and float widen, and " +
			"string and bytes read each other.",
		Breaks:      rule.Wire,
		Differences: []string{"TYPE_MISMATCH"},
		Old:         `{"type":"record","name":"Order","fields":[{"name":"total","type":"int"}]}`,
		New:         `{"type":"record","name":"Order","fields":[{"name":"total","type":"string"}]}`,
	},
	refer: func(d *difference) (kind, info string) { return "TYPE_MISMATCH", d.kinds() },
	message: func(d *difference, s sides) string {
		return s.reader + " reads " + s.read + ", " + s.writer + " writes " + s.written + ", and the one cannot hold the other"
	},
	fixReader: func(d *difference) rule.Fix {
		if d.writer.Kind == avro.Null {
			return rule.Fix{Text: "let it be null as well, with the type [null, " + say(d.reader) + "]: old data hold null here"}
		}
		return keepType(d.writer)
	},
	fixWriter: func(d *difference) rule.Fix {
		if d.writer.Kind == avro.Null {
			return rule.Fix{Text: "do not write null here: readers of the old schema hold " + say(d.reader) + " alone; add a field that may be null beside it"}
		}
		return keepType(d.reader)
	},
}

var lossyPromotion = row{
	Rule: rule.Rule{
		Code:  LossyPromotion,
		Title: "A number is widened to one that does not hold all its digits",
		Why:   "Avro allows to read int and long as float, and long as double. Large numbers are rounded.",
		Old:   `"long"`,
		New:   `"double"`,
	},
	message: func(d *difference, s sides) string {
		return s.writer + " writes " + s.written + ", " + s.reader + " reads it as " + s.read + " and rounds large numbers"
	},
	fixReader: always("keep the type if numbers may be large"),
	fixWriter: always("keep the type if numbers may be large"),
}

func keepType(n *avro.Node) rule.Fix {
	return rule.Fix{Text: "keep the type " + say(n) + ", or add a new field beside it"}
}

// kinds is what the reference registry says of types of two kinds.
func (d *difference) kinds() string {
	return "reader type: " + upper(d.reader) + " not compatible with writer type: " + upper(d.writer)
}

// promotes reports whether every value of one primitive kind is read as another.
func promotes(writer, reader avro.Kind) bool {
	switch writer {
	case avro.Int:
		return reader == avro.Long || reader == avro.Float || reader == avro.Double
	case avro.Long:
		return reader == avro.Float || reader == avro.Double
	case avro.Float:
		return reader == avro.Double
	case avro.Bytes:
		return reader == avro.String
	case avro.String:
		return reader == avro.Bytes
	}
	return false
}

// holds reports whether the reader's kind holds all values of the writer's.
func (p pair) holds() bool {
	return p.reader.Kind == p.writer.Kind || promotes(p.writer.Kind, p.reader.Kind)
}

// promotion looks at types of two kinds.
func (s *survey) promotion(v visit) {
	if !promotes(v.writer.Kind, v.reader.Kind) {
		s.report(difference{rule: &typeMismatch, pair: v.pair})
		return
	}
	s.logical(v)
	if wide := v.reader.Kind; wide == avro.Float && v.writer.Kind != avro.Float || wide == avro.Double && v.writer.Kind == avro.Long {
		s.report(difference{rule: &lossyPromotion, pair: v.pair})
	}
}
