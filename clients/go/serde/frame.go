package serde

import (
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	concord "github.com/concord-registry/concord/clients/go"
)

// Serializers put the name of the schema before each datum: a magic byte and the id in the record's value, or a magic byte and the GUID in a record header. Protobuf data have in addition the path of
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

// guidLength is that of a GUID in bytes.
const guidLength = 16

// maxIndexes is how deep messages may nest in a frame; protobuf compilers allow less.
const maxIndexes = 64

// Frame appends magic byte and id to dst. The datum follows, in Protobuf after [FrameIndexes].
func Frame(dst []byte, id int) []byte {
	return binary.BigEndian.AppendUint32(append(dst, magicID), uint32(id))
}

// Unframe splits a record's value into id and the rest. Its error says that the value has no such frame.
func Unframe(value []byte) (id int, rest []byte, err error) {
	if len(value) < 5 {
		return 0, nil, fmt.Errorf("a value of %d bytes is too short for a schema id", len(value))
	}
	if value[0] != magicID {
		return 0, nil, fmt.Errorf("the value begins with byte %#x, not with that of a schema id", value[0])
	}
	return int(int32(binary.BigEndian.Uint32(value[1:]))), value[5:], nil
}

// FrameGUID appends magic byte and GUID to dst: the value of a record header. In Protobuf [FrameIndexes] follow. Its error
// says that the text is no GUID.
func FrameGUID(dst []byte, guid concord.GUID) ([]byte, error) {
	bytes, err := hex.DecodeString(strings.ReplaceAll(string(guid), "-", ""))
	if err != nil || len(bytes) != guidLength {
		return dst, fmt.Errorf("%q is not a GUID", guid)
	}
	return append(append(dst, magicGUID), bytes...), nil
}

// UnframeGUID splits the value of a record header into GUID, dashed, and the rest.
func UnframeGUID(header []byte) (guid concord.GUID, rest []byte, err error) {
	if len(header) < 1+guidLength {
		return "", nil, fmt.Errorf("a header of %d bytes is too short for a GUID", len(header))
	}
	if header[0] != magicGUID {
		return "", nil, fmt.Errorf("the header begins with byte %#x, not with that of a GUID", header[0])
	}
	g := header[1 : 1+guidLength]
	return concord.GUID(fmt.Sprintf("%x-%x-%x-%x-%x", g[:4], g[4:6], g[6:8], g[8:10], g[10:])), header[1+guidLength:], nil
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
