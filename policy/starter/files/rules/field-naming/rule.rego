# METADATA
# title: Names are written in the style of the format
# description: >-
#   Fields are called in snake_case in Protobuf, and in snake_case or lowerCamelCase in Avro and JSON Schema, so that the
#   names of generated code are predictable.
# organizations: [council]
# custom:
#   id: NAM001
#   severity: low
#   match: all
package policy.council.field_naming

import rego.v2

violation contains v if {
	input.subject.format == "protobuf"
	some i in input.schema.facets.not_snake
	f := input.schema.fields[i]
	f.origin.local
	v := {
		"path": f.path,
		"message": $"{f.name} is not in snake_case, as names of Protobuf fields are",
		"fix": $"call it {f.snake}",
	}
}

violation contains v if {
	input.subject.format != "protobuf"
	some i in input.schema.facets.not_camel
	i in input.schema.facets.not_snake
	f := input.schema.fields[i]
	f.origin.local
	v := {
		"path": f.path,
		"message": $"{f.name} is neither in snake_case nor in lowerCamelCase",
		"fix": $"call it {f.snake}",
	}
}
