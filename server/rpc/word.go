package rpc

import (
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/concord-registry/concord/compat/rule"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
)

// The words of the registry and the enumerations of the API spell alike, but for case and dashes; so one is made from
// the other and no second list is kept. An unset value is the empty word, and the other way round.

// word is the word of an enumeration's value in the field of that name: AVRO for SchemaType.AVRO. It returns an error for
// a number that has no name.
func word[W ~string](field string, e protoreflect.Enum) (W, error) {
	if e.Number() == 0 {
		return "", nil
	}
	value := e.Descriptor().Values().ByNumber(e.Number())
	if value == nil {
		return "", fault.FieldInvalid.With("field", field).Because("%d is none of its words", e.Number())
	}
	return W(value.Name()), nil
}

// said is the word of an enumeration's value, empty for an unset one.
func said(e protoreflect.Enum) string {
	if e.Number() == 0 {
		return ""
	}
	return string(e.Descriptor().Values().ByNumber(e.Number()).Name())
}

// value is the number of a word in the table of an enumeration, 0 for none.
func value[E ~int32, W ~string](table map[string]int32, w W) E {
	return E(table[strings.ToUpper(strings.ReplaceAll(string(w), "-", "_"))])
}

func typeValue[W ~string](w W) concordv1.SchemaType_Value {
	return value[concordv1.SchemaType_Value](concordv1.SchemaType_Value_value, w)
}

func levelValue[W ~string](w W) concordv1.Level_Value {
	return value[concordv1.Level_Value](concordv1.Level_Value_value, w)
}

func judgeValue[W ~string](w W) concordv1.Judge_Value {
	return value[concordv1.Judge_Value](concordv1.Judge_Value_value, w)
}

func policyValue[W ~string](w W) concordv1.CompatibilityPolicy_Value {
	return value[concordv1.CompatibilityPolicy_Value](concordv1.CompatibilityPolicy_Value_value, w)
}

func modeValue[W ~string](w W) concordv1.Mode_Value {
	return value[concordv1.Mode_Value](concordv1.Mode_Value_value, w)
}

func severityValue[W ~string](w W) concordv1.Severity_Value {
	return value[concordv1.Severity_Value](concordv1.Severity_Value_value, w)
}

func enforcementValue[W ~string](w W) concordv1.Enforcement_Value {
	return value[concordv1.Enforcement_Value](concordv1.Enforcement_Value_value, w)
}

func whyValue[W ~string](w W) concordv1.Why_Value {
	return value[concordv1.Why_Value](concordv1.Why_Value_value, w)
}

func directionValue(d rule.Direction) concordv1.Direction_Value {
	if d == rule.Forward {
		return concordv1.Direction_FORWARD
	}
	return concordv1.Direction_BACKWARD
}

func axisValues(a rule.Axis) []concordv1.Axis_Value {
	var values []concordv1.Axis_Value
	for _, axis := range []struct {
		bit   rule.Axis
		value concordv1.Axis_Value
	}{
		{rule.Wire, concordv1.Axis_WIRE},
		{rule.Value, concordv1.Axis_VALUE},
		{rule.JSON, concordv1.Axis_JSON},
		{rule.Source, concordv1.Axis_SOURCE},
	} {
		if a&axis.bit != 0 {
			values = append(values, axis.value)
		}
	}
	return values
}
