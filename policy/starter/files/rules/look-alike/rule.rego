# METADATA
# title: A field that looks like a shared term is bound to it
# description: >-
#   A name that matches an alias of a term is either the term under another name, or something else that will be mistaken
#   for it. Binding the field, or renaming it, says which.
# organizations: [council]
# custom:
#   id: SEM002
#   severity: medium
#   match: all
package policy.council.look_alike

import rego.v2

import data.lib

violation contains v if {
	some i in input.schema.facets.candidates
	f := input.schema.fields[i]
	f.origin.local
	some id in f.term_candidates
	term := data.terms[id]
	v := {
		"path": f.path,
		"key": id,
		"message": $"{f.name} looks like '{term.title}' but is not bound to the term {id}",
		"fix": $"name it {lib.name_of(term)} or bind it to the term {id}; if it is something else, give it a name of its own",
	}
}
