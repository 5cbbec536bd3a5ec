package jsonschema

import (
	"math/big"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxHint bounds the lengths of strings, arrays and objects that are tried as witnesses.
const maxHint = 256

func numberValue(x *big.Rat) *jsontree.Value {
	text := x.Num().String()
	if !x.IsInt() {
		text = strings.TrimRight(x.FloatString(6), "0")
	}
	return &jsontree.Value{Kind: jsontree.Number, Text: strings.TrimSuffix(text, ".")}
}

func stringValue(text string) *jsontree.Value {
	return &jsontree.Value{Kind: jsontree.String, Text: text}
}

// around are numbers at and beside a limit.
func around(limit *big.Rat) []*jsontree.Value {
	if limit == nil {
		return nil
	}
	var out []*jsontree.Value
	for _, step := range []*big.Rat{big.NewRat(0, 1), big.NewRat(1, 1), big.NewRat(-1, 1), big.NewRat(1, 2), big.NewRat(-1, 2), big.NewRat(1000, 1), big.NewRat(-1000, 1)} {
		out = append(out, numberValue(new(big.Rat).Add(limit, step)))
	}
	return out
}

// multipleHints are multiples of the writer's steps that the reader's step may not divide.
func multipleHints(w numbers, step *big.Rat) []*jsontree.Value {
	var out []*jsontree.Value
	for _, own := range append(slices.Clone(w.multiples), big.NewRat(1, 1), new(big.Rat).Quo(step, big.NewRat(2, 1))) {
		for _, n := range []int64{1, 2, 3, -1} {
			out = append(out, numberValue(new(big.Rat).Mul(own, big.NewRat(n, 1))))
		}
	}
	return out
}

// lengthHints are strings around a length.
func lengthHints(limit *big.Rat) []*jsontree.Value {
	if limit == nil || !limit.Num().IsInt64() || limit.Num().Int64() > maxHint {
		return nil
	}
	n := int(limit.Num().Int64())
	var out []*jsontree.Value
	for _, length := range []int{n + 1, n - 1, n + 4, 0} {
		if length >= 0 {
			out = append(out, stringValue(strings.Repeat("a", length)), stringValue(strings.Repeat("A", length)), stringValue(strings.Repeat("1", length)))
		}
	}
	return out
}

var stringHints = []*jsontree.Value{
	stringValue(""), stringValue("a"), stringValue("A"), stringValue("1"), stringValue("x"), stringValue("x-1"), stringValue("b"),
	stringValue("aaa"), stringValue("ABC"), stringValue("123"), stringValue("a b"), stringValue("é"), stringValue("a@b.c"),
}

// anyValues has values of every type.
var anyValues = append([]*jsontree.Value{
	{Kind: jsontree.Null}, {Kind: jsontree.Bool, Bool: true}, {Kind: jsontree.Number, Text: "5"}, {Kind: jsontree.Number, Text: "-7"},
	{Kind: jsontree.Number, Text: "0.5"}, {Kind: jsontree.Number, Text: "1000"}, {Kind: jsontree.Array}, {Kind: jsontree.Object},
}, stringHints[:4]...)

// twins are arrays that repeat an item.
var twins = []*jsontree.Value{
	{Kind: jsontree.Array, Items: []*jsontree.Value{stringValue("a"), stringValue("a")}},
	{Kind: jsontree.Array, Items: []*jsontree.Value{{Kind: jsontree.Number, Text: "1"}, {Kind: jsontree.Number, Text: "1"}}},
	{Kind: jsontree.Array, Items: []*jsontree.Value{{Kind: jsontree.Bool}, {Kind: jsontree.Bool}}},
	{Kind: jsontree.Array, Items: []*jsontree.Value{{Kind: jsontree.Null}, {Kind: jsontree.Null}}},
}

// sizeBeside is a limit moved by one, where that can be built.
func sizeBeside(limit *big.Rat, step int) (int, bool) {
	if limit == nil || !limit.Num().IsInt64() || limit.Num().Int64() > maxHint {
		return 0, false
	}
	n := int(limit.Num().Int64()) + step
	return n, n >= 0
}

// objectOf is an object with a number of properties beside a limit.
func objectOf(limit *big.Rat, step int) *jsontree.Value {
	v := &jsontree.Value{Kind: jsontree.Object}
	n, _ := sizeBeside(limit, step)
	for i := range n {
		v.Members = append(v.Members, jsontree.Member{Name: "p" + strconv.Itoa(i), Value: stringValue("a")})
	}
	return v
}

// named are objects with one property each, of short and long names.
func named() []*jsontree.Value {
	var out []*jsontree.Value
	for _, name := range []string{"", "a", "A", "1", "abcde", strings.Repeat("a", 12), strings.Repeat("a", 40)} {
		out = append(out, &jsontree.Value{Kind: jsontree.Object, Members: []jsontree.Member{{Name: name, Value: stringValue("a")}}})
	}
	return out
}

// arrayOf is an array with a number of distinct items beside a limit.
func arrayOf(limit *big.Rat, step int) *jsontree.Value {
	v := &jsontree.Value{Kind: jsontree.Array}
	n, _ := sizeBeside(limit, step)
	for i := range n {
		v.Items = append(v.Items, stringValue(strings.Repeat("a", i+1)))
	}
	return v
}

// hintsFor are values worth trying where a whole schema is not contained: those that either side lists, then all kinds.
func hintsFor(conj []*model.Node, reader *model.Node) []*jsontree.Value {
	var out []*jsontree.Value
	nodes := append(slices.Clone(conj), reader)
	if reader.Kind == model.Not {
		nodes = append(nodes, reader.Negated.Resolve())
	}
	for _, n := range nodes {
		if n == nil {
			continue
		}
		switch n.Kind {
		case model.Enum, model.Const:
			out = append(out, n.Values...)
		case model.Number:
			out = append(out, around(n.Number.Max)...)
			out = append(out, around(n.Number.Min)...)
		case model.String:
			out = append(out, lengthHints(n.String.Max)...)
			out = append(out, lengthHints(n.String.Min)...)
		}
	}
	return append(out, anyValues...)
}
