package jsonschema

import (
	"strconv"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/search"
)

// Changes that break readers while the reference lets them pass (compatibility contract §0, §4.5).
var unseenEntries = []entry{
	{"JSONPatternPropertiesChanged", "", "What a pattern asks of properties may not become narrower.",
		"Documents carry properties that match the pattern.",
		"{reader} asks more of properties that match {name} than {writer} does",
		loosen, `{"patternProperties":{"^x":{"type":"string"}}}`, `{"patternProperties":{"^x":{"type":"boolean"}}}`},
	{"JSONPropertyNamesChanged", "", "What property names must be may not become narrower.",
		"Documents carry other names.",
		"{reader} asks more of the names of properties than {writer} does",
		loosen, `{"type":"object"}`, `{"type":"object","propertyNames":{"maxLength":3}}`},
	{"JSONContainsChanged", "", "What an array must contain may not become more.",
		"Arrays without such an item were allowed.",
		"{reader} asks arrays for items that {writer} does not ask for",
		loosen, `{"type":"array"}`, `{"type":"array","contains":{"type":"string"}}`},
	{"JSONConditionalChanged", "", "What a condition asks for may not become narrower.",
		"Values that satisfy only the old condition were allowed.",
		"{reader} has a condition under \"if\" that not all values of {writer} can be shown to satisfy",
		loosen, `{"if":{"type":"string"},"then":{"maxLength":9}}`, `{"if":{"type":"string"},"then":{"maxLength":5}}`},
	{"JSONNameRequired", "", "A name may not become required, declared or not.",
		"Documents without it were allowed.",
		"{reader} requires {name}, {writer} does not: documents without it are refused",
		loosen, `{"type":"object","properties":{"a":{"type":"string"}}}`, `{"type":"object","properties":{"a":{"type":"string"}},"required":["z"]}`},
	{"JSONPropertyBlocked", "", "A name must keep what it could hold.",
		"Documents carry it with other values.",
		"{reader} allows less under the name {name} than {writer} does",
		loosen, `{"type":"object","properties":{"a":{"type":"string"}},"patternProperties":{"^x":{"type":"string"}}}`, `{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}},"patternProperties":{"^x":{"type":"string"}}}`},
	{"JSONTypeImplied", "", "A type that was only implied may not be asked for.",
		"Keywords of one type say nothing about values of another.",
		"{reader} wants {is}, {writer} only says what such values must be if they occur: all others are refused",
		loosen, `{"maxLength":5}`, `{"type":"string","maxLength":5}`},
	{"JSONAlternativesOverlap", "", "Alternatives of oneOf may not begin to overlap.",
		"A value that satisfies two of them is refused.",
		"{reader} has alternatives under \"oneOf\" that one value of {writer} can satisfy together",
		loosen, `{"oneOf":[{"type":"integer"}]}`, `{"oneOf":[{"type":"integer"},{"type":"number"}]}`},
	{"JSONBoundTightened", "", "A limit may not become tighter in any spelling.",
		"Values between the limits were allowed.",
		"{reader} limits values with {name} more tightly than {writer} does",
		loosen, `{"$schema":"http://json-schema.org/draft-04/schema#","type":"number","maximum":10}`, `{"$schema":"http://json-schema.org/draft-04/schema#","type":"number","maximum":10,"exclusiveMaximum":true}`},
	{"JSONUnevaluatedChanged", "", "Members that nothing evaluates may not become narrower.",
		"Documents carry them.",
		"{reader} allows fewer members that no part of it describes than {writer} does",
		loosen, `{"$schema":"https://json-schema.org/draft/2020-12/schema","$defs":{},"type":"object"}`, `{"$schema":"https://json-schema.org/draft/2020-12/schema","$defs":{},"type":"object","unevaluatedProperties":false}`},
	{proof.NotProved, "", "Every value of one version must be one of the other, provably.",
		"What cannot be shown to be safe is taken for unsafe, with a document that breaks the reader where one is found. " +
			"Neither a proof nor a document is found for some schemas: with patterns that look around or back, that have flags, or " +
			"of which validators differ about the meaning; `$dynamicRef` that leads to several anchors; `unevaluated…` beside " +
			"alternatives, and `unevaluatedItems` beside `contains` in 2019-09, about which validators differ; numbers beyond 10^2000; items that must differ from each other; tuples of more than 128 items, and " +
			"`oneOf` of more than 128 schemas; references to meta-schemas.",
		"it cannot be shown that {reader} accepts all that {writer} allows here: {name}",
		loosen, ``, ``},
	{proof.Unfinished, "", "What is allowed must be provable in a bounded number of steps.",
		"What cannot be shown in time is taken for unsafe.",
		"it was not shown within " + strconv.Itoa(search.MaxSteps) + " steps that {reader} accepts all that {writer} allows here: {name}",
		"split the schema, or combine fewer schemas in it", ``, ``},
}
