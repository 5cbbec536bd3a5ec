package avro

import (
	"math"
	"strconv"

	"github.com/concord-registry/concord/schema/jsontree"
)

// Logical is the logical type of a node.
type Logical struct {
	// Name is the word of `logicalType`.
	Name string
	// Precision and Scale are those of a decimal.
	Precision, Scale int
}

// logicalBases lists the logical types that stand on one primitive kind.
var logicalBases = map[string]Kind{
	"date": Int, "time-millis": Int, "time-micros": Long,
	"timestamp-millis": Long, "timestamp-micros": Long, "timestamp-nanos": Long,
	"local-timestamp-millis": Long, "local-timestamp-micros": Long, "local-timestamp-nanos": Long,
	"big-decimal": Bytes,
}

// Logical is the logical type of n; nil when it has none, or one that does not fit the type below it, which Avro ignores.
func (n *Node) Logical() *Logical {
	word := n.Prop("logicalType")
	if !word.IsString() {
		return nil
	}
	switch l := (&Logical{Name: word.Text}); l.Name {
	case "decimal":
		return n.decimal()
	case "uuid":
		if n.Kind == String || n.Kind == Fixed && n.Size == 16 {
			return l
		}
	case "duration":
		if n.Kind == Fixed && n.Size == 12 {
			return l
		}
	default:
		if base, known := logicalBases[l.Name]; known && base == n.Kind {
			return l
		}
	}
	return nil
}

// decimal is the decimal that n says, nil when its precision or scale is impossible.
func (n *Node) decimal() *Logical {
	precision, ok := intOf(n.Prop("precision"))
	if !ok || n.Kind != Bytes && n.Kind != Fixed || precision <= 0 || precision > n.maxPrecision() {
		return nil
	}
	scale, ok := 0, true
	if v := n.Prop("scale"); v != nil {
		scale, ok = intOf(v)
	}
	if !ok || scale < 0 || scale > precision {
		return nil
	}
	return &Logical{"decimal", precision, scale}
}

// maxPrecision is how many decimal digits always fit into n.
func (n *Node) maxPrecision() int {
	if n.Kind == Bytes {
		return math.MaxInt32
	}
	return int(math.Floor(math.Log10(2) * float64(8*n.Size-1)))
}

func intOf(v *jsontree.Value) (int, bool) {
	if v == nil || v.Kind != jsontree.Number || !integral(v.Text) {
		return 0, false
	}
	n, err := strconv.ParseInt(v.Text, 10, 32)
	return int(n), err == nil
}
