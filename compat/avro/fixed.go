package avro

import (
	"fmt"
	"strconv"

	"github.com/concord-registry/concord/compat/rule"
)

// FixedSize is the code of fixed types of another size.
const FixedSize rule.Code = "AvroFixedSizeChanged"

var fixedSize = row{
	Rule: rule.Rule{
		Code:  FixedSize,
		Title: "A fixed type changes its size",
		Why: "A fixed value has no length on the wire, so a reader of another size takes too much or too little " +
			"and loses its place.",
		Breaks:      rule.Wire,
		Differences: []string{"FIXED_SIZE_MISMATCH"},
		Old:         `{"type":"fixed","name":"Hash","size":16}`,
		New:         `{"type":"fixed","name":"Hash","size":32}`,
	},
	refer: func(d *difference) (kind, info string) {
		return "FIXED_SIZE_MISMATCH", fmt.Sprintf("expected: %d, found: %d", d.writer.Size, d.reader.Size)
	},
	stands: func(d *difference) (read, written string) {
		return strconv.Itoa(d.reader.Size), strconv.Itoa(d.writer.Size)
	},
	message: func(d *difference, s sides) string {
		return s.reader + " reads " + s.read + " bytes of " + d.reader.Name.Full() + ", " + s.writer + " writes " + s.written
	},
	fixReader: func(d *difference) rule.Fix { return keepSize(d.writer.Size) },
	fixWriter: func(d *difference) rule.Fix { return keepSize(d.reader.Size) },
}

func keepSize(size int) rule.Fix {
	return rule.Fix{Text: fmt.Sprintf("keep the size %d, or define a type of another name for the new size", size)}
}

// checkFixed adds to list that two named types differ in size, which only fixed ones do.
func checkFixed(list []difference, p pair, at *trail) []difference {
	if p.reader.Size == p.writer.Size {
		return list
	}
	return append(list, difference{rule: &fixedSize, pair: p, at: at.into("size")})
}
