// Package compat decides whether data written with one version of a schema can be read with another.
//
// [Check] compares a new schema with earlier versions at a [word.Level] and lists every [rule.Finding], never only the
// first. Whether findings refuse the new schema is a second question ([Compatible]), and the [word.Judge] answers it: the
// reference registry, the formats' own semantics, or buf.
//
// The package does no I/O, reads no clock and keeps no state between calls. Names and codes of findings are kept for
// ever; the sentences in them may change with any release.
package compat

import (
	"fmt"
	"slices"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	avroschema "github.com/concord-registry/concord/schema/avro"
	jsonschemaschema "github.com/concord-registry/concord/schema/jsonschema"
	protobufschema "github.com/concord-registry/concord/schema/protobuf"
)

// DifferentType is the code of the one finding between schemas of different formats.
const DifferentType rule.Code = "DifferentSchemaType"

// Version is an earlier version to compare with.
type Version struct {
	// Number is its version number; 0 for a text that has none.
	Number int
	Schema schema.Parsed
}

// Check compares new with the earlier versions that level asks for, given oldest first: all of them for a transitive
// level, the last one otherwise, none for NONE; each in the directions that judge hears at that level. Findings come newest
// version first, for FULL forward before backward, and within that in the order of the format's checker, which is the same
// for the same input. An error means that the check failed, never that the schemas are incompatible.
func Check(judge word.Judge, level word.Level, old []Version, new schema.Parsed) ([]rule.Finding, error) {
	return CheckBy(judge, level, old, func(v Version) (int, Comparison, error) {
		return v.Number, func(dir rule.Direction) ([]rule.Finding, error) { return Compare(dir, v.Schema, new) }, nil
	})
}

// Comparison compares the new schema with one earlier version in a direction, as [Compare] does. Its findings are copied,
// not changed: they may be shared.
type Comparison func(rule.Direction) ([]rule.Finding, error)

// CheckBy is [Check] for versions that are read and compared by the caller, who may remember comparisons. open is called
// once for each version that level asks for, and returns its number and how to compare the new schema with it. The first
// error ends the check.
func CheckBy[V any](judge word.Judge, level word.Level, old []V, open func(V) (int, Comparison, error)) ([]rule.Finding, error) {
	heard := directions(judge, level)
	switch {
	case len(heard) == 0:
		old = nil
	case !level.Transitive() && len(old) > 1:
		old = old[len(old)-1:]
	}
	var findings []rule.Finding
	for _, v := range slices.Backward(old) {
		number, compare, err := open(v)
		if err != nil {
			return nil, err
		}
		for _, dir := range heard {
			found, err := compare(dir)
			if err != nil {
				return nil, err
			}
			for _, f := range found {
				f.Version = number
				findings = append(findings, f)
			}
			if len(found) == 1 && found[0].Code == DifferentType {
				break // what the other direction would only repeat
			}
		}
	}
	return findings, nil
}

// Compare compares two schemas in one direction. The error is as for [Check].
func Compare(dir rule.Direction, old, new schema.Parsed) (findings []rule.Finding, err error) {
	defer func() {
		if r := recover(); r != nil {
			findings, err = nil, fmt.Errorf("the compatibility check failed: %v", r)
		}
	}()
	if old.Type() != new.Type() {
		return []rule.Finding{differentType(dir, old, new)}, nil
	}
	switch new := new.(type) {
	case *avroschema.Schema:
		return avro.Check(dir, old.(*avroschema.Schema), new), nil
	case *protobufschema.Schema:
		return protobuf.Check(dir, old.(*protobufschema.Schema), new), nil
	case *jsonschemaschema.Schema:
		return jsonschema.Check(dir, old.(*jsonschemaschema.Schema), new), nil
	}
	return nil, fmt.Errorf("no checker for schemas of type %s", new.Type())
}

func differentType(dir rule.Direction, old, new schema.Parsed) rule.Finding {
	return rule.Finding{
		Code:      DifferentType,
		Direction: dir,
		Breaks:    rule.Wire,
		Reference: &rule.Difference{},
		Was:       string(old.Type()),
		Is:        string(new.Type()),
		Message:   fmt.Sprintf("the new schema is %s, the old one %s: no reader of one reads data of the other", new.Type(), old.Type()),
		Fix:       rule.Fix{Text: "keep the format, or register under another subject"},
	}
}
