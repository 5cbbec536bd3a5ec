package model

import (
	"math/big"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// string reads the keywords of strings. `format` is an annotation to the reference, but must be a string.
func (k *keywords) string() *Node {
	s := &StringRules{Min: k.takeCount("minLength"), Max: k.takeCount("maxLength")}
	v := k.left["pattern"]
	if s.Pattern = k.takeText("pattern"); s.Pattern != nil {
		if err := CheckPattern(*s.Pattern); err != nil {
			k.loader.fail(v, "\"pattern\": %s", err)
		}
	}
	k.takeText("format")
	return &Node{Kind: String, String: s}
}

// number reads the keywords of numbers. The exclusive bounds are flags in draft 4 and numbers since.
func (k *keywords) number() *Node {
	n := &NumberRules{Min: k.takeNumber("minimum"), Max: k.takeNumber("maximum"), MultipleOf: k.takeNumber("multipleOf")}
	if k.at.doc.draft == Draft4 {
		n.MinExcluded, n.MaxExcluded = k.takeBool("exclusiveMinimum"), k.takeBool("exclusiveMaximum")
	} else {
		n.ExclusiveMin, n.ExclusiveMax = k.takeNumber("exclusiveMinimum"), k.takeNumber("exclusiveMaximum")
	}
	return &Node{Kind: Number, Number: n}
}

// maxExponent bounds the exponents that are computed with: 1e999999999 is nine bytes and a gigabyte of digits.
const maxExponent = 2000

// Rat is the exact value of a JSON number; nil when its exponent is beyond what is computed with.
func Rat(literal string) *big.Rat {
	if i := strings.IndexAny(literal, "eE"); i >= 0 {
		if e, err := strconv.Atoi(literal[i+1:]); err != nil || e > maxExponent || e < -maxExponent {
			return nil
		}
	}
	if n, ok := new(big.Rat).SetString(literal); ok {
		return n
	}
	return nil
}

// countOf is the value of an integer of 32 bits as the draft lets it be written, nil for anything else.
func countOf(v *jsontree.Value, draft Draft) *big.Rat {
	if v.Kind != jsontree.Number || !draft.Modern() && strings.ContainsAny(v.Text, ".eE") {
		return nil
	}
	n := Rat(v.Text)
	if n == nil || !n.IsInt() || !n.Num().IsInt64() || n.Num().Int64() != int64(int32(n.Num().Int64())) {
		return nil
	}
	return n
}
