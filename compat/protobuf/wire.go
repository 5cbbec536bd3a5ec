package protobuf

// wireGroups are the scalar types that the reference registry takes for one another. Enums count as
// int32.
var wireGroups = map[string]int{
	"int32": 1, "int64": 1, "uint32": 1, "uint64": 1, "bool": 1,
	"sint32": 2, "sint64": 2,
	"string": 3, "bytes": 3,
	"fixed32": 4, "sfixed32": 4,
	"fixed64": 5, "sfixed64": 5,
	"float": 6, "double": 7,
}

// group is the wire group of a scalar or enum type.
func (t fieldType) group() int {
	if t.kind == enumKind {
		return wireGroups["int32"]
	}
	return wireGroups[t.scalar]
}

// The wire types of Protobuf's encoding.
const (
	varint = iota
	fixed64
	length
	startGroup
	_
	fixed32
)

// wireType is how a single value of the type is framed.
func (t fieldType) wireType() int {
	switch t.kind {
	case messageKind, mapKind:
		return length
	case groupKind:
		return startGroup
	}
	switch t.group() {
	case 3:
		return length
	case 4, 6:
		return fixed32
	case 5, 7:
		return fixed64
	}
	return varint
}

// readsZero reports whether the 0 of an enum is 0 to a reader: as it is read, or because it is not and nothing tells that
// apart, as in entries of maps and in proto3.
func (t fieldType) readsZero() bool {
	return t.wireType() == varint || t.wireType() != length && !t.presence && !t.repeated
}

// writtenAs is how the writer frames values: a packed list is one run of bytes.
func (t fieldType) writtenAs() int {
	if t.packed {
		return length
	}
	return t.wireType()
}
