package jsonschema

import (
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

// table lists the rows in the order in which manuals print them: those of the differences that the reference registry
// reports, and behind them those of the changes that break readers and pass there. Codes are kept for ever.
var table = []row{
	typeChanged, typeNarrowed, schemaAdded, enumNarrowed, enumChanged, notExtended, tooComplex,

	maxLengthAdded, maxLengthDecreased, minLengthAdded, minLengthIncreased, maximumAdded, maximumDecreased,
	minimumAdded, minimumIncreased, exclusiveMaximumAdded, exclusiveMaximumDecreased, exclusiveMinimumAdded,
	exclusiveMinimumIncreased, patternAdded, patternChanged, multipleOfAdded, multipleOfExpanded, multipleOfChanged,

	maxPropertiesAdded, maxPropertiesDecreased, minPropertiesAdded, minPropertiesIncreased, requiredAdded,
	dependencyAdded, dependencyExtended, dependencyChanged, dependencySchemaAdded,

	additionalPropertiesRemoved, additionalPropertiesNarrowed, unevaluatedPropertiesRemoved,
	unevaluatedPropertiesNarrowed, optionalAddedToOpen, requiredAddedToOpen, requiredDefaultAddedToOpen,
	requiredAddedToUnopen, propertyAddedNotCovered, propertyRemovedFromClosed, propertyRemovedNotCovered,

	maxItemsAdded, maxItemsDecreased, minItemsAdded, minItemsIncreased, maxContainsAdded, maxContainsDecreased,
	minContainsAdded, minContainsIncreased, uniqueItemsAdded, additionalItemsRemoved, additionalItemsNarrowed,
	unevaluatedItemsRemoved, unevaluatedItemsNarrowed, itemAddedToOpen, itemAddedNotCovered, itemRemovedFromClosed,
	itemRemovedNotCovered,

	combinationChanged, partsChanged, sumNarrowed, productExtended,

	patternPropertiesChanged, propertyNamesChanged, containsChanged, conditionalChanged, nameRequired,
	propertyBlocked, typeImplied, alternativesOverlap, boundTightened, unevaluatedChanged, notProved, unfinished,
}

// Rules is the rule table, see table.
var Rules = rules()

func rules() []rule.Rule {
	all := make([]rule.Rule, len(table))
	for i, r := range table {
		r.Breaks = rule.Value
		if r.difference != "" {
			r.Differences = []string{string(r.difference)}
		}
		all[i] = r.Rule
	}
	return all
}

// byDifference finds the row of a difference, byCode that of a code.
var byDifference, byCode = indexed()

func indexed() (map[reference.Type]*row, map[rule.Code]*row) {
	differences, codes := map[reference.Type]*row{}, map[rule.Code]*row{}
	for i := range table {
		r := &table[i]
		codes[r.Code] = r
		if r.difference != "" {
			differences[r.difference] = r
		}
	}
	return differences, codes
}
