package rpc

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
)

// The words of the registry and the enumerations of the API spell alike, but for a prefix and for dashes; so one is made from the other
// and no second list is kept. An unset value is the empty word, and the other way round.

const (
	typePrefix  = "SCHEMA_TYPE_"
	levelPrefix = "LEVEL_"
	judgePrefix = "JUDGE_"
)

// wordOf is the word of an enumeration's value: AVRO for SCHEMA_TYPE_AVRO. It returns an error of kind Invalid for a number
// that has no name.
func wordOf(e protoreflect.Enum, prefix string) (string, error) {
	if e.Number() == 0 {
		return "", nil
	}
	value := e.Descriptor().Values().ByNumber(e.Number())
	if value == nil {
		return "", fault.New(fault.Invalid, "%d is not a value of %s", e.Number(), e.Descriptor().FullName())
	}
	return strings.TrimPrefix(string(value.Name()), prefix), nil
}

func typeValue(t schema.Type) concordv1.SchemaType {
	return concordv1.SchemaType(concordv1.SchemaType_value[typePrefix+string(t)])
}

func levelValue(l word.Level) concordv1.Level {
	return concordv1.Level(concordv1.Level_value[levelPrefix+strings.ToUpper(string(l))])
}

func judgeValue(j word.Judge) concordv1.Judge {
	return concordv1.Judge(concordv1.Judge_value[judgePrefix+strings.ToUpper(strings.ReplaceAll(string(j), "-", "_"))])
}

func typeWord(t concordv1.SchemaType) (schema.Type, error) {
	w, err := wordOf(t, typePrefix)
	return schema.Type(w), err
}

func levelWord(l concordv1.Level) (word.Level, error) {
	w, err := wordOf(l, levelPrefix)
	return word.Level(w), err
}

func judgeWord(j concordv1.Judge) (word.Judge, error) {
	w, err := wordOf(j, judgePrefix)
	if err != nil || w == "" {
		return "", err
	}
	return word.ParseJudge(w)
}

func directionValue(d rule.Direction) concordv1.Direction {
	if d == rule.Forward {
		return concordv1.Direction_DIRECTION_FORWARD
	}
	return concordv1.Direction_DIRECTION_BACKWARD
}

func axisValues(a rule.Axis) []concordv1.Axis {
	var values []concordv1.Axis
	for _, axis := range []struct {
		bit   rule.Axis
		value concordv1.Axis
	}{
		{rule.Wire, concordv1.Axis_AXIS_WIRE},
		{rule.Value, concordv1.Axis_AXIS_VALUE},
		{rule.JSON, concordv1.Axis_AXIS_TEXT},
		{rule.Source, concordv1.Axis_AXIS_SOURCE},
	} {
		if a&axis.bit != 0 {
			values = append(values, axis.value)
		}
	}
	return values
}

func deletionWord(d concordv1.Deletion) (registry.Deletion, error) {
	switch d {
	case concordv1.Deletion_DELETION_UNSPECIFIED, concordv1.Deletion_DELETION_LIVE:
		return registry.LiveOnly, nil
	case concordv1.Deletion_DELETION_ANY:
		return registry.WithDeleted, nil
	case concordv1.Deletion_DELETION_DELETED:
		return registry.DeletedOnly, nil
	}
	return 0, fault.New(fault.Invalid, "%d is not a value of %s", d, d.Descriptor().FullName())
}
