# What several rules need to know about fields.
package lib

import rego.v2

# The fields that the schema itself declares; those of a reference were judged when it was registered.
own_fields contains f if {
	some f in input.schema.fields
	f.origin.local
}

# A type as people say it: `uuid`, `array of uuid`, `decimal`.
type_text(t) := t.canonical if t.container == ""

type_text(t) := $"{t.container} of {t.canonical}" if t.container != ""

# Whether a field has a type that its term allows, in the canonical words or in those of the format.
has_type_of(f, term) if f.type.canonical in term.types

has_type_of(f, term) if f.type.native in term.by_format[input.subject.format].native

# How the term's first type is written in the format of the schema.
spelling(term) := term.by_format[input.subject.format].native[0]

spelling(term) := written[input.subject.format][term.types[0]] if not term.by_format[input.subject.format].native

spelling(term) := term.types[0] if {
	not term.by_format[input.subject.format].native
	not written[input.subject.format][term.types[0]]
}

written := {
	"avro": {
		"uuid": "{\"type\": \"string\", \"logicalType\": \"uuid\"}",
		"date": "{\"type\": \"int\", \"logicalType\": \"date\"}",
		"timestamp": "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}",
	},
	"json": {
		"uuid": "{\"type\": \"string\", \"format\": \"uuid\"}",
		"date": "{\"type\": \"string\", \"format\": \"date\"}",
		"timestamp": "{\"type\": \"string\", \"format\": \"date-time\"}",
	},
	"protobuf": {
		"uuid": "string",
		"date": "google.type.Date",
		"timestamp": "google.protobuf.Timestamp",
	},
}

# The name that binds a field to a term in the format of the schema.
name_of(term) := term.names[input.subject.format]

name_of(term) := term.names["default"] if not term.names[input.subject.format]
