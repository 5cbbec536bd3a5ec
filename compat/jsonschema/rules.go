package jsonschema

import (
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/rule"
)

// entry is a row of the rule table with what its findings say. In the sentences {writer} and {reader} stand for the two
// schemas by age, {name} for what differs, {was} and {is} for what the writer and the reader say about it.
type entry struct {
	code rule.Code
	// kind is the reference's type; empty when the reference lets the change pass.
	kind                string
	title, why, message string
	fix                 string
	old, new            string
}

// Rules is the rule table: one row for each difference that the reference registry reports, and behind them one for each
// change that breaks readers and passes there.
var Rules = rules()

func rules() []rule.Rule {
	rows := make([]rule.Rule, 0, 100)
	for _, e := range entries() {
		row := rule.Rule{Code: e.code, Title: e.title, Why: e.why, Breaks: rule.Value, Old: e.old, New: e.new}
		if e.kind != "" {
			row.Differences = []string{e.kind}
		}
		rows = append(rows, row)
	}
	return rows
}

func entries() []entry {
	return slices.Concat(generalEntries, scalarEntries, objectEntries, contentEntries, arrayEntries, combinationEntries, unseenEntries)
}

// byKind finds the row of a difference, byCode that of a code.
var byKind, byCode = indexEntries()

func indexEntries() (map[string]entry, map[rule.Code]entry) {
	kinds, codes := map[string]entry{}, map[rule.Code]entry{}
	for _, e := range entries() {
		if e.kind != "" {
			kinds[e.kind] = e
		}
		codes[e.code] = e
	}
	return kinds, codes
}

const (
	loosen       = "keep what the other version allows, or move to a new property"
	closeModel   = "give the property the same type as before, close the object with \"additionalProperties\": false before adding properties, or use the policy LENIENT, which trusts writers not to send undeclared names"
	makeOptional = "leave the property optional"
	keepProperty = "keep the property, deprecated if nobody should write it, or open the object"
	lenientFix   = "keep undeclared properties allowed, or use the policy LENIENT, which trusts writers not to send them"
)

const codeTooComplex rule.Code = "JSONSchemaTooComplex"

var generalEntries = []entry{
	{"JSONTypeChanged", string(reference.TypeChanged), "A type may not change to one that refuses the values of the other.",
		"Values of the writer's type are not values of the reader's.",
		"{reader} wants {is}, where {writer} allows {was}: values of the latter are refused",
		"keep the type, allow both with \"anyOf\", or add a new property",
		`{"type":"string"}`, `{"type":"boolean"}`},
	{"JSONTypeNarrowed", string(reference.TypeNarrowed), "A number may not become an integer.",
		"Numbers with a fraction are no integers.",
		"{reader} wants integers, where {writer} allows any number: a value such as 0.5 is refused",
		"keep \"number\"", `{"type":"number"}`, `{"type":"integer"}`},
	{"JSONSchemaAdded", string(reference.SchemaAdded), "Items that had no schema may not get one.",
		"Arrays may hold items that the schema refuses.",
		"{reader} says what items must be, {writer} allows anything: items of another kind are refused",
		"leave items without schema, or move to a new property", `{"type":"array"}`, `{"type":"array","items":{"type":"string"}}`},
	{"JSONEnumNarrowed", string(reference.EnumNarrowed), "An enum may not lose values.",
		"Data hold the values that were taken away.",
		"{reader} knows fewer values ({is}) than {writer} ({was}): the others are refused",
		"keep all values that were ever written", `{"enum":["a","b"]}`, `{"enum":["a"]}`},
	{"JSONEnumChanged", string(reference.EnumChanged), "An enum or a constant may not lose values, whatever it gains.",
		"Data hold the values that were taken away.",
		"{reader} allows {is}, {writer} {was}: values that only the latter has are refused",
		"keep all values that were ever written", `{"enum":["a","b"]}`, `{"enum":["a","c"]}`},
	{"JSONNotExtended", string(reference.NotExtended), "What is forbidden with \"not\" may not grow.",
		"Values that were allowed are now forbidden.",
		"{reader} forbids values under \"not\" that {writer} allows",
		"keep the schema under \"not\" as narrow as it was",
		`{"not":{"type":"string","maxLength":5}}`, `{"not":{"type":"string","maxLength":9}}`},
	{codeTooComplex, "", "Schemas must be small enough to be compared.",
		"A comparison that does not end in time proves nothing.",
		"the comparison was ended before it was complete: {name}",
		"split the schema, or refer to fewer definitions", "", ""},
}
