package avro

import (
	"encoding/binary"
	"math"
	"strconv"

	"github.com/concord-registry/concord/schema/avro"
	"github.com/concord-registry/concord/schema/jsontree"
)

// datum is a value of a type.
type datum struct {
	node *avro.Node
	// number is that of a number, 1 for true, the place of an enum's symbol or of a union's branch.
	number int64
	// text holds a string, bytes, or a fixed value.
	text string
	// parts are the values of a record's fields, the elements of an array, the values of a map under the keys k0, k1 …,
	// or the one value of a union's branch.
	parts []*datum
}

// encode appends the binary encoding (Avro specification, "Binary Encoding").
func (d *datum) encode(dst []byte) []byte {
	switch d.node.Kind {
	case avro.Boolean:
		return append(dst, byte(d.number))
	case avro.Int, avro.Long, avro.Enum:
		return binary.AppendVarint(dst, d.number)
	case avro.Float:
		return binary.LittleEndian.AppendUint32(dst, math.Float32bits(float32(d.number)))
	case avro.Double:
		return binary.LittleEndian.AppendUint64(dst, math.Float64bits(float64(d.number)))
	case avro.Bytes, avro.String:
		return append(binary.AppendVarint(dst, int64(len(d.text))), d.text...)
	case avro.Fixed:
		return append(dst, d.text...)
	case avro.Union:
		return d.parts[0].encode(binary.AppendVarint(dst, d.number))
	case avro.Array, avro.Map:
		return d.encodeBlock(dst)
	}
	for _, part := range d.parts {
		dst = part.encode(dst)
	}
	return dst
}

// encodeBlock writes the parts as one block, and the empty one that ends a list.
func (d *datum) encodeBlock(dst []byte) []byte {
	if len(d.parts) > 0 {
		dst = binary.AppendVarint(dst, int64(len(d.parts)))
	}
	for i, part := range d.parts {
		if d.node.Kind == avro.Map {
			dst = binary.AppendVarint(dst, int64(len(mapKey(i))))
			dst = append(dst, mapKey(i)...)
		}
		dst = part.encode(dst)
	}
	return append(dst, 0)
}

func mapKey(i int) string { return "k" + strconv.Itoa(i) }

// appendJSON appends the JSON encoding (Avro specification, "JSON Encoding"): the branch of a union has its type's name
// around it.
func (d *datum) appendJSON(dst []byte) []byte {
	switch d.node.Kind {
	case avro.Null:
		return append(dst, "null"...)
	case avro.Boolean:
		return strconv.AppendBool(dst, d.number != 0)
	case avro.Enum:
		return jsontree.AppendQuoted(dst, d.node.Symbols[d.number])
	case avro.String:
		return jsontree.AppendQuoted(dst, d.text)
	case avro.Bytes, avro.Fixed:
		return appendBytes(dst, d.text)
	case avro.Union:
		branch := d.parts[0]
		if branch.node.Kind == avro.Null {
			return append(dst, "null"...)
		}
		dst = jsontree.AppendQuoted(append(dst, '{'), branch.node.TypeName())
		return append(branch.appendJSON(append(dst, ':')), '}')
	case avro.Array, avro.Map, avro.Record:
		return d.appendParts(dst)
	}
	return strconv.AppendInt(dst, d.number, 10)
}

func (d *datum) appendParts(dst []byte) []byte {
	open, end := byte('{'), byte('}')
	if d.node.Kind == avro.Array {
		open, end = '[', ']'
	}
	dst = append(dst, open)
	for i, part := range d.parts {
		if i > 0 {
			dst = append(dst, ',')
		}
		switch d.node.Kind {
		case avro.Record:
			dst = append(jsontree.AppendQuoted(dst, d.node.Fields[i].Name), ':')
		case avro.Map:
			dst = append(jsontree.AppendQuoted(dst, mapKey(i)), ':')
		}
		dst = part.appendJSON(dst)
	}
	return append(dst, end)
}

// appendBytes appends bytes as JSON spells them: each is the character of its number.
func appendBytes(dst []byte, bytes string) []byte {
	runes := make([]rune, len(bytes))
	for i := range len(bytes) {
		runes[i] = rune(bytes[i])
	}
	return jsontree.AppendQuoted(dst, string(runes))
}
