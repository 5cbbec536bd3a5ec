package jsonschema

import (
	"strconv"
	"strings"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

// limit is a keyword that limits from one side. All of them have the same rows.
type limit struct {
	keyword string
	// values are what it limits, in the plural.
	values string
	// example begins a schema to which the keyword is added; without is the schema without it, where that is another one.
	example, without string
	// upper says that less is tighter.
	upper bool
}

// added is the row of a limit that appeared.
func (l limit) added(code rule.Code, difference reference.Type) row {
	old, new, than := l.without, l.set(9), "less"
	if l.upper {
		new, than = l.set(5), "more"
	}
	if old == "" {
		old = l.example + "}"
	}
	return row{
		Rule: rule.Rule{
			Code:  code,
			Title: "A limit '" + l.keyword + "' may not be added",
			Why:   strings.ToUpper(l.values[:1]) + l.values[1:] + " beyond the limit were allowed.",
			Old:   old,
			New:   new,
		},
		difference: difference,
		message: "{reader} limits " + l.values + " with " + l.keyword + " {is}, {writer} does not: " + l.values + " of " + than +
			" than that are refused",
		fix:  loosen,
		edit: edits.restore,
	}
}

// tightened is the row of a limit that became tighter.
func (l limit) tightened(code rule.Code, difference reference.Type) row {
	old, new := l.set(5), l.set(9)
	if l.upper {
		old, new = new, old
	}
	return row{
		Rule: rule.Rule{
			Code:  code,
			Title: "A limit '" + l.keyword + "' may not become tighter",
			Why:   strings.ToUpper(l.values[:1]) + l.values[1:] + " between the two limits were allowed.",
			Old:   old,
			New:   new,
		},
		difference: difference,
		message:    "{reader} has " + l.keyword + " {is}, {writer} {was}: " + l.values + " between the two are refused",
		fix:        loosen,
		edit:       edits.restore,
	}
}

// set is the example with the limit.
func (l limit) set(n int) string { return l.example + `,"` + l.keyword + `":` + strconv.Itoa(n) + "}" }

var boundTightened = row{
	Rule: rule.Rule{
		Code:  proof.BoundTightened,
		Title: "A limit may not become tighter in any spelling",
		Why:   "Values between the limits were allowed.",
		Old:   `{"$schema":"http://json-schema.org/draft-04/schema#","type":"number","maximum":10}`,
		New:   `{"$schema":"http://json-schema.org/draft-04/schema#","type":"number","maximum":10,"exclusiveMaximum":true}`,
	},
	message: "{reader} limits values with {name} more tightly than {writer} does",
	fix:     loosen,
	edit:    edits.restore,
}
