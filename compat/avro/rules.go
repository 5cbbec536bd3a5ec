package avro

import "github.com/concord-registry/concord/compat/rule"

// Rules is the rule table, in the order in which manuals print it. A row stands in the file of its construct, with the
// check that finds it and the words for it. Codes are kept for ever.
var Rules = []rule.Rule{
	typeMismatch.Rule,
	nameMismatch.Rule,
	fixedSize.Rule,
	enumSymbolMissing.Rule,
	unionBranchMissing.Rule,
	fieldMissingDefault.Rule,
	fieldAmbiguous.Rule,
	fieldAliasRepeated.Rule,
	fieldAliasIgnored.Rule,
	fieldAliasDefaulted.Rule,
	namespaceInUnion.Rule,
	namespaceChanged.Rule,
	decimalScale.Rule,
	decimalPrecision.Rule,
	timeUnit.Rule,
	timeZone.Rule,
	lossyPromotion.Rule,
	complexity.Rule,
}
