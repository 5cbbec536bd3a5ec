package concord

import "encoding/json"

// The native API spells a value of an enumeration with the enumeration's name before it. Here the words stand alone;
// an unset one is empty.

// Type is a schema format.
type Type string

// The formats.
const (
	Avro     Type = "AVRO"
	Protobuf Type = "PROTOBUF"
	JSON     Type = "JSON"
)

// Level is a compatibility level.
type Level string

// The levels.
const (
	None               Level = "NONE"
	Backward           Level = "BACKWARD"
	BackwardTransitive Level = "BACKWARD_TRANSITIVE"
	Forward            Level = "FORWARD"
	ForwardTransitive  Level = "FORWARD_TRANSITIVE"
	Full               Level = "FULL"
	FullTransitive     Level = "FULL_TRANSITIVE"
)

// Judge says whose verdict counts: that of the reference registry, the formats' own semantics, or, for Protobuf, that of
// buf in one of its categories.
type Judge string

// The judges.
const (
	Confluent   Judge = "CONFLUENT"
	Sound       Judge = "SOUND"
	BufWire     Judge = "BUF_WIRE"
	BufWireJSON Judge = "BUF_WIRE_JSON"
	BufPackage  Judge = "BUF_PACKAGE"
	BufFile     Judge = "BUF_FILE"
)

// Direction says who reads: BACKWARD, the new schema old data; FORWARD, the old schema new data.
type Direction string

// Axis is what a change breaks: WIRE, VALUE, TEXT or SOURCE.
type Axis string

// Deletion says which deletion states a list holds.
type Deletion string

// The deletion states.
const (
	LiveOnly    Deletion = "LIVE"
	WithDeleted Deletion = "ANY"
	DeletedOnly Deletion = "DELETED"
)

const (
	typePrefix      = "SCHEMA_TYPE_"
	levelPrefix     = "LEVEL_"
	judgePrefix     = "JUDGE_"
	directionPrefix = "DIRECTION_"
	axisPrefix      = "AXIS_"
	deletionPrefix  = "DELETION_"
	verdictPrefix   = "DEPENDENT_VERDICT_"
)

// MarshalJSON writes the native API's value.
func (t Type) MarshalJSON() ([]byte, error) { return marshalWord(typePrefix, t) }

// UnmarshalJSON reads the native API's value.
func (t *Type) UnmarshalJSON(text []byte) error { return unmarshalWord(typePrefix, t, text) }

// MarshalJSON writes the native API's value.
func (l Level) MarshalJSON() ([]byte, error) { return marshalWord(levelPrefix, l) }

// UnmarshalJSON reads the native API's value.
func (l *Level) UnmarshalJSON(text []byte) error { return unmarshalWord(levelPrefix, l, text) }

// MarshalJSON writes the native API's value.
func (j Judge) MarshalJSON() ([]byte, error) { return marshalWord(judgePrefix, j) }

// UnmarshalJSON reads the native API's value.
func (j *Judge) UnmarshalJSON(text []byte) error { return unmarshalWord(judgePrefix, j, text) }

// UnmarshalJSON reads the native API's value.
func (d *Direction) UnmarshalJSON(text []byte) error { return unmarshalWord(directionPrefix, d, text) }

// UnmarshalJSON reads the native API's value.
func (a *Axis) UnmarshalJSON(text []byte) error { return unmarshalWord(axisPrefix, a, text) }

// UnmarshalJSON reads the native API's value.
func (v *DependentVerdict) UnmarshalJSON(text []byte) error {
	return unmarshalWord(verdictPrefix, v, text)
}

const unspecified = "UNSPECIFIED"

func marshalWord[W ~string](prefix string, w W) ([]byte, error) {
	if w == "" {
		w = unspecified
	}
	return json.Marshal(prefix + string(w))
}

func unmarshalWord[W ~string](prefix string, w *W, text []byte) error {
	var s string
	if err := json.Unmarshal(text, &s); err != nil {
		return err
	}
	if len(s) >= len(prefix) && s[:len(prefix)] == prefix {
		s = s[len(prefix):]
	}
	if s == unspecified {
		s = ""
	}
	*w = W(s)
	return nil
}
