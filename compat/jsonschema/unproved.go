package jsonschema

import (
	"strconv"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/jsonschema/search"
	"github.com/concord-registry/concord/compat/rule"
)

var notProved = row{
	Rule: rule.Rule{
		Code:  proof.NotProved,
		Title: "Every value of one version must be one of the other, provably",
		Why: "What cannot be shown to be safe is taken for unsafe, with a document that breaks the reader where one is found. " +
			"Neither a proof nor a document is found for some schemas: with patterns that look around or back, that have flags, or " +
			"of which validators differ about the meaning; `$dynamicRef` that leads to several anchors; `unevaluated…` beside " +
			"alternatives, and `unevaluatedItems` beside `contains` in 2019-09, about which validators differ; " +
			"numbers beyond 10^2000; items that must differ from each other; tuples of more than 128 items, and " +
			"`oneOf` of more than 128 schemas; references to meta-schemas.",
	},
	message: "it cannot be shown that {reader} accepts all that {writer} allows here: {name}",
	fix:     loosen,
	edit:    restoring("pattern", "uniqueItems"),
}

var unfinished = row{
	Rule: rule.Rule{
		Code:  proof.Unfinished,
		Title: "What is allowed must be provable in a bounded number of steps",
		Why:   "What cannot be shown in time is taken for unsafe.",
	},
	message: "it was not shown within " + strconv.Itoa(search.MaxSteps) + " steps that {reader} accepts all that {writer} allows here: {name}",
	fix:     "split the schema, or combine fewer schemas in it",
}

var tooComplex = row{
	Rule: rule.Rule{
		Code:  "JSONSchemaTooComplex",
		Title: "Schemas must be small enough to be compared",
		Why:   "A comparison that does not end in time proves nothing.",
	},
	message: "the comparison was ended before it was complete: {name}",
	fix:     "split the schema, or refer to fewer definitions",
}

// ended is the answer where a comparison had to end early. It refuses under every judge: what is not known to be
// compatible is not.
func ended(dir rule.Direction, reason string) rule.Finding {
	return rule.Finding{
		Code: tooComplex.Code, Direction: dir, Breaks: rule.Value,
		Reference: &rule.Difference{Type: string(reference.TypeChanged), Path: "#/"},
		Message:   tooComplex.sentence(dir, reason, "", ""), Fix: rule.Fix{Text: tooComplex.fix},
	}
}
