package jsonschema

var combinationEntries = []entry{
	{"JSONCombinationChanged", "COMBINED_TYPE_CHANGED", "A combination may not change its criterion to a stricter one.",
		"Values that satisfy some schemas need not satisfy all, or exactly one.",
		"{reader} combines schemas with {is}, {writer} with {was}",
		loosen, `{"anyOf":[{"type":"string"},{"type":"boolean"}]}`, `{"allOf":[{"type":"string"},{"type":"boolean"}]}`},
	{"JSONCombinationPartsChanged", "COMBINED_TYPE_SUBSCHEMAS_CHANGED", "The schemas of a combination may not become narrower.",
		"Some schema of the writer has no schema of the reader that takes its values.",
		"the schemas that {reader} combines do not each take one of those of {writer}",
		loosen, `{"anyOf":[{"type":"string"},{"type":"boolean"}]}`, `{"anyOf":[{"type":"string"},{"type":"null"}]}`},
	{"JSONSumNarrowed", "SUM_TYPE_NARROWED", "A choice may not lose alternatives.",
		"Data were written with the alternatives that are gone.",
		"{reader} has fewer alternatives than {writer}",
		loosen, `{"oneOf":[{"type":"string"},{"type":"boolean"},{"type":"null"}]}`, `{"oneOf":[{"type":"string"},{"type":"boolean"}]}`},
	{"JSONProductExtended", "PRODUCT_TYPE_EXTENDED", "A conjunction may not get further schemas.",
		"Values need not satisfy them.",
		"{reader} asks values to satisfy more schemas than {writer} does",
		loosen, `{"allOf":[{"type":"string"},{"maxLength":9}]}`, `{"allOf":[{"type":"string"},{"maxLength":9},{"minLength":2}]}`},
}
