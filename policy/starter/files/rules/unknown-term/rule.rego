# METADATA
# title: A bound term is in the glossary
# description: >-
#   A field that names a term which the glossary lacks is bound to nothing: no rule about the term sees it. The same holds
#   where a bindings file and the schema's own text disagree.
# organizations: [council]
# custom:
#   id: SEM003
#   severity: medium
#   match: {terms: ["*"]}
package policy.council.unknown_term

import rego.v2

import data.lib

violation contains v if {
	some f in lib.own_fields
	some t in f.terms
	not data.terms[t.id]
	v := {
		"path": f.path,
		"key": t.id,
		"message": $"{f.name} is bound to the term {t.id}, which is not in the glossary",
		"fix": "correct the term's id, or add the term to the glossary",
	}
}

violation contains v if {
	some f in lib.own_fields
	some id in f.overruled
	v := {
		"path": f.path,
		"key": $"overruled {id}",
		"message": $"{f.name} is bound to {f.terms[0].id} by the schema, and to {id} by the bindings file",
		"fix": "correct the bindings file, or the schema",
	}
}
