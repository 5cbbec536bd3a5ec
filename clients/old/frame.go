package concord

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
)

// Serializers put the name of the schema before each datum (contract of the Confluent wire format): a magic byte and the
// id in the record's value, or a magic byte and the GUID in a record header. Protobuf data have in addition the path of
// the message inside its file.

const (
	magicID   = 0
	magicGUID = 1
)

// KeyHeader and ValueHeader are the names of the record headers that hold a GUID.
const (
	KeyHeader   = "__key_schema_id"
	ValueHeader = "__value_schema_id"
)

// maxIndexes is how deep messages may nest in a frame; protobuf compilers allow less.
const maxIndexes = 64

// GUID is the content address of a schema.
type GUID [16]byte

// ParseGUID reads a GUID in its dashed form or as 32 hexadecimal digits.
func ParseGUID(s string) (GUID, error) {
	var g GUID
	digits := s
	if len(s) == 36 && s[8] == '-' && s[13] == '-' && s[18] == '-' && s[23] == '-' {
		digits = s[:8] + s[9:13] + s[14:18] + s[19:23] + s[24:]
	}
	if len(digits) != 2*len(g) {
		return GUID{}, fmt.Errorf("%q is not a GUID", s)
	}
	if _, err := hex.Decode(g[:], []byte(digits)); err != nil {
		return GUID{}, fmt.Errorf("%q is not a GUID", s)
	}
	return g, nil
}

// String is the dashed form.
func (g GUID) String() string {
	return fmt.Sprintf("%x-%x-%x-%x-%x", g[:4], g[4:6], g[6:8], g[8:10], g[10:])
}

// MarshalText gives the dashed form.
func (g GUID) MarshalText() ([]byte, error) { return []byte(g.String()), nil }

// UnmarshalText reads what [ParseGUID] reads; an empty text is the zero GUID.
func (g *GUID) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*g = GUID{}
		return nil
	}
	*g, err = ParseGUID(string(text))
	return err
}

// Frame appends magic byte and id to dst. The datum follows, in Protobuf after [FrameIndexes].
func Frame(dst []byte, id int32) []byte {
	return binary.BigEndian.AppendUint32(append(dst, magicID), uint32(id))
}

// Unframe splits a record's value into id and the rest. Its error says that the value has no such frame.
func Unframe(value []byte) (id int32, rest []byte, err error) {
	if len(value) < 5 {
		return 0, nil, fmt.Errorf("a value of %d bytes is too short for a schema id", len(value))
	}
	if value[0] != magicID {
		return 0, nil, fmt.Errorf("the value begins with byte %#x, not with that of a schema id", value[0])
	}
	return int32(binary.BigEndian.Uint32(value[1:])), value[5:], nil
}

// FrameGUID appends magic byte and GUID to dst: the value of a record header. In Protobuf [FrameIndexes] follow.
func FrameGUID(dst []byte, g GUID) []byte {
	return append(append(dst, magicGUID), g[:]...)
}

// UnframeGUID splits the value of a record header into GUID and the rest.
func UnframeGUID(header []byte) (g GUID, rest []byte, err error) {
	if len(header) < 1+len(g) {
		return g, nil, fmt.Errorf("a header of %d bytes is too short for a GUID", len(header))
	}
	if header[0] != magicGUID {
		return g, nil, fmt.Errorf("the header begins with byte %#x, not with that of a GUID", header[0])
	}
	return GUID(header[1 : 1+len(g)]), header[1+len(g):], nil
}

// FrameIndexes appends the path of a Protobuf message in its file to dst: the index of the top-level message, then of
// each nested one. Indexes are not negative.
func FrameIndexes(dst []byte, indexes ...int) []byte {
	if len(indexes) == 1 && indexes[0] == 0 {
		return append(dst, 0)
	}
	dst = binary.AppendVarint(dst, int64(len(indexes)))
	for _, i := range indexes {
		dst = binary.AppendVarint(dst, int64(i))
	}
	return dst
}

var errIndexes = errors.New("the message indexes are cut short or no indexes")

// UnframeIndexes splits what follows the id of a Protobuf datum into the message's path and the datum.
func UnframeIndexes(rest []byte) (indexes []int, datum []byte, err error) {
	count, n := binary.Varint(rest)
	if n <= 0 || count < 0 || count > maxIndexes {
		return nil, nil, errIndexes
	}
	rest = rest[n:]
	if count == 0 {
		return []int{0}, rest, nil
	}
	indexes = make([]int, count)
	for i := range indexes {
		index, n := binary.Varint(rest)
		if n <= 0 || index < 0 || index > 1<<31-1 {
			return nil, nil, errIndexes
		}
		indexes[i], rest = int(index), rest[n:]
	}
	return indexes, rest, nil
}
