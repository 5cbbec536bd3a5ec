# METADATA
# title: Fields are documented
# description: Every field that the schema declares says what it means, so that nobody has to ask its producer.
# organizations: [council]
# custom:
#   id: DOC001
#   severity: low
#   match: all
package policy.council.documented_fields

import rego.v2

violation contains v if {
	some i in input.schema.facets.undocumented
	f := input.schema.fields[i]
	f.origin.local
	v := {
		"path": f.path,
		"message": $"{f.name} has no documentation",
		"fix": how[input.subject.format],
	}
}

how := {
	"avro": "say what it means in the field's doc",
	"protobuf": "say what it means in a comment above the field",
	"json": "say what it means in the property's description",
}
