// Package compat decides whether data written with one version of a schema can be read with another.
//
// [Check] compares a new schema with earlier versions at a [Level] and lists every [rule.Finding], never only the
// first. Whether findings refuse the new schema is a second question, with two answers: that of the reference registry
// ([Confluent]) and that of the formats' own semantics ([Sound]).
//
// The package does no I/O, reads no clock and keeps no state between calls. Names and codes of findings are kept for
// ever; the sentences in them may change with any release.
package compat

import (
	"fmt"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
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
// level, the last one otherwise, none for NONE. Findings come newest version first, for FULL forward before backward,
// and within that in the order of the format's checker, which is the same for the same input. An error means that the
// check failed, never that the schemas are incompatible.
func Check(level Level, old []Version, new schema.Parsed) ([]rule.Finding, error) {
	if !level.Transitive() && len(old) > 1 {
		old = old[len(old)-1:]
	}
	var findings []rule.Finding
	for i := len(old) - 1; i >= 0; i-- {
		for _, dir := range level.Directions() {
			found, err := Pair(dir, old[i].Schema, new)
			if err != nil {
				return nil, err
			}
			for j := range found {
				found[j].Version = old[i].Number
			}
			findings = append(findings, found...)
			if len(found) == 1 && found[0].Code == DifferentType {
				break
			}
		}
	}
	return findings, nil
}

// Pair compares two schemas in one direction. The error is as for [Check].
func Pair(dir rule.Direction, old, new schema.Parsed) (findings []rule.Finding, err error) {
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
