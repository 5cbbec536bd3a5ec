# METADATA
# title: A shared term has one type everywhere
# description: >-
#   A field that is bound to a term of the glossary, by its text, by a bindings file or by its name, has one of the types
#   that the term allows. Otherwise the same customer is a number here and a UUID there, and no join finds both.
# organizations: [council]
# custom:
#   id: SEM001
#   severity: high
#   match: {terms: ["*"]}
package policy.council.shared_term_type

import rego.v2

import data.lib

violation contains v if {
	some f in lib.own_fields
	some t in f.terms
	term := data.terms[t.id]
	not lib.has_type_of(f, term)
	v := {
		"path": f.path,
		"message": $"{f.name} means '{term.title}' and must be {concat(" or ", term.types)}, but is {lib.type_text(f.type)} ({f.type.native})",
		"fix": $"declare it as {lib.spelling(term)}",
	}
}

violation contains v if {
	some f in lib.own_fields
	some t in f.terms
	term := data.terms[t.id]
	term.nullable == "forbidden"
	f.type.nullable
	v := {
		"path": f.path,
		"key": "nullable",
		"message": $"{f.name} means '{term.title}' and must always be there, but may be null",
		"fix": "declare it without null",
	}
}
