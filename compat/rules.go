package compat

import (
	"slices"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
)

// Rules lists the rule tables of all formats. There is no second list.
func Rules() []rule.Rule {
	return slices.Concat([]rule.Rule{{
		Code:   DifferentType,
		Title:  "The new schema is of another format",
		Why:    "No reader of one format reads data of another.",
		Breaks: rule.Wire,
	}}, avro.Rules, protobuf.Rules, jsonschema.Rules)
}
