package avro

import "github.com/concord-registry/concord/compat/rule"

// The codes of Avro findings. They are kept for ever; what they mean stands in [Rules].
const (
	TypeMismatch        rule.Code = "AvroTypeMismatch"
	NameMismatch        rule.Code = "AvroNameMismatch"
	FixedSize           rule.Code = "AvroFixedSizeChanged"
	EnumSymbolMissing   rule.Code = "AvroEnumSymbolMissing"
	UnionBranchMissing  rule.Code = "AvroUnionBranchMissing"
	FieldMissingDefault rule.Code = "AvroFieldMissingDefault"
	FieldAmbiguous      rule.Code = "AvroFieldAmbiguous"
	FieldAliasRepeated  rule.Code = "AvroFieldAliasRepeated"
	FieldAliasIgnored   rule.Code = "AvroFieldAliasIgnored"
	FieldAliasDefaulted rule.Code = "AvroFieldAliasDefaulted"
	NamespaceInUnion    rule.Code = "AvroNamespaceInUnion"
	NamespaceChanged    rule.Code = "AvroNamespaceChanged"
	DecimalScale        rule.Code = "AvroDecimalScaleChanged"
	DecimalPrecision    rule.Code = "AvroDecimalPrecisionReduced"
	TimeUnit            rule.Code = "AvroTimeUnitChanged"
	TimeZone            rule.Code = "AvroTimeZoneChanged"
	LossyPromotion      rule.Code = "AvroLossyPromotion"
	TooComplex          rule.Code = "AvroTooComplex"
)

// Rules is the rule table (compatibility contract §2).
var Rules = []rule.Rule{
	{
		Code:  TypeMismatch,
		Title: "A type is read as another that cannot hold it",
		Why: "The bytes of one Avro type say nothing to a reader of another. Only int, long and float widen, and " +
			"string and bytes read each other.",
		Breaks:      rule.Wire,
		Differences: []string{"TYPE_MISMATCH"},
		Old:         `{"type":"record","name":"Order","fields":[{"name":"total","type":"int"}]}`,
		New:         `{"type":"record","name":"Order","fields":[{"name":"total","type":"string"}]}`,
	},
	{
		Code:  NameMismatch,
		Title: "A record, enum or fixed type is renamed without an alias",
		Why: "Avro matches named types by their unqualified name or by an alias of the reader; other names are " +
			"other types, whatever is inside.",
		Breaks:      rule.Wire,
		Differences: []string{"NAME_MISMATCH"},
		Old:         `{"type":"record","name":"Order","fields":[]}`,
		New:         `{"type":"record","name":"Purchase","fields":[]}`,
	},
	{
		Code:  FixedSize,
		Title: "A fixed type changes its size",
		Why: "A fixed value has no length on the wire, so a reader of another size takes too much or too little " +
			"and loses its place.",
		Breaks:      rule.Wire,
		Differences: []string{"FIXED_SIZE_MISMATCH"},
		Old:         `{"type":"fixed","name":"Hash","size":16}`,
		New:         `{"type":"fixed","name":"Hash","size":32}`,
	},
	{
		Code:  EnumSymbolMissing,
		Title: "A symbol is written that the reader does not know",
		Why: "A reader without the symbol fails unless its enum has a default symbol to read instead. The default " +
			"of a field does not help.",
		Breaks:      rule.Wire,
		Differences: []string{"MISSING_ENUM_SYMBOLS"},
		Old:         `{"type":"enum","name":"State","symbols":["NEW","PAID"]}`,
		New:         `{"type":"enum","name":"State","symbols":["NEW"]}`,
	},
	{
		Code:        UnionBranchMissing,
		Title:       "A type is written that no branch of the reader's union reads",
		Why:         "The reader looks for a branch that takes the written type and finds none; the datum cannot be read.",
		Breaks:      rule.Wire,
		Differences: []string{"MISSING_UNION_BRANCH"},
		Old:         `["null","string"]`,
		New:         `["null","int"]`,
	},
	{
		Code:        FieldMissingDefault,
		Title:       "A field is read that was not written and has no default",
		Why:         "The reader has to fill the field with something, and the schema does not say with what.",
		Breaks:      rule.Wire,
		Differences: []string{"READER_FIELD_MISSING_DEFAULT_VALUE", "TYPE_MISMATCH"},
		Old:         `{"type":"record","name":"Order","fields":[]}`,
		New:         `{"type":"record","name":"Order","fields":[{"name":"total","type":"int"}]}`,
	},
	{
		Code:  FieldAmbiguous,
		Title: "Two written fields answer to one field of the reader",
		Why: "One has the field's name and another one of its aliases, or two have aliases; decoders refuse to " +
			"choose. The reference gives up the whole comparison.",
		Breaks: rule.Wire,
		Old:    `{"type":"record","name":"Order","fields":[{"name":"id","type":"int"},{"name":"key","type":"int","default":0}]}`,
		New:    `{"type":"record","name":"Order","fields":[{"name":"id","type":"int","aliases":["key"]}]}`,
	},
	{
		Code:  FieldAliasRepeated,
		Title: "A field has its own name as an alias",
		Why:   "Data is readable, but the reference counts the written field twice and gives up the whole comparison.",
		Old:   `{"type":"record","name":"Order","fields":[{"name":"id","type":"int"}]}`,
		New:   `{"type":"record","name":"Order","fields":[{"name":"id","type":"int","aliases":["id"]}]}`,
	},
	{
		Code:  FieldAliasIgnored,
		Title: "A field's alias does not work because the record's full name changed",
		Why: "Decoders apply the aliases of fields only to a record of the same full name, or one that an alias " +
			"of the record names. The field is then missing and has no default.",
		Breaks: rule.Wire,
		Old:    `{"type":"record","name":"Order","namespace":"a","fields":[{"name":"sum","type":"int","default":0}]}`,
		New:    `{"type":"record","name":"Order","namespace":"b","fields":[{"name":"total","type":"int","aliases":["sum"]}]}`,
	},
	{
		Code:  FieldAliasDefaulted,
		Title: "A field's alias does not work because the record's full name changed, and its default hides that",
		Why: "Decoders apply the aliases of fields only to a record of the same full name, or one that an alias " +
			"of the record names. The written value is dropped and the default is read.",
		Breaks: rule.Value,
		Old:    `{"type":"record","name":"Order","namespace":"a","fields":[{"name":"sum","type":"int","default":0}]}`,
		New:    `{"type":"record","name":"Order","namespace":"b","fields":[{"name":"total","type":"int","default":0,"aliases":["sum"]}]}`,
	},
	{
		Code:   NamespaceInUnion,
		Title:  "An enum or fixed type in a union moves to another namespace",
		Why:    "Inside of a union, decoders look for the branch by its full name; the unqualified name counts elsewhere only.",
		Breaks: rule.Wire,
		Old:    `["null",{"type":"enum","name":"State","namespace":"a","symbols":["NEW"]}]`,
		New:    `["null",{"type":"enum","name":"State","namespace":"b","symbols":["NEW"]}]`,
	},
	{
		Code:  NamespaceChanged,
		Title: "A named type moves to another namespace",
		Why: "Data stays readable, because Avro matches unqualified names, but classes that are generated from " +
			"the schema move to another package.",
		Breaks: rule.Source,
		Old:    `{"type":"record","name":"Order","namespace":"a","fields":[]}`,
		New:    `{"type":"record","name":"Order","namespace":"b","fields":[]}`,
	},
	{
		Code:  DecimalScale,
		Title: "A decimal changes its scale",
		Why: "The bytes hold the digits only. Another scale reads the same digits as a number that is ten, a " +
			"hundred … times as large or small.",
		Breaks: rule.Value,
		Old:    `{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}`,
		New:    `{"type":"bytes","logicalType":"decimal","precision":10,"scale":4}`,
	},
	{
		Code:  DecimalPrecision,
		Title: "A decimal is read with fewer digits than were written",
		Why:   "Most decoders read the larger number all the same; those that check the precision refuse it.",
		Old:   `{"type":"bytes","logicalType":"decimal","precision":10}`,
		New:   `{"type":"bytes","logicalType":"decimal","precision":8}`,
	},
	{
		Code:   TimeUnit,
		Title:  "A time or timestamp changes its unit",
		Why:    "The number on the wire does not say its unit: milliseconds that are read as microseconds are another moment.",
		Breaks: rule.Value,
		Old:    `{"type":"long","logicalType":"timestamp-millis"}`,
		New:    `{"type":"long","logicalType":"timestamp-micros"}`,
	},
	{
		Code:  TimeZone,
		Title: "A timestamp becomes local, or a local one absolute",
		Why:   "The number is the same but means a moment on one side and a reading of the clock on the wall on the other.",
		Old:   `{"type":"long","logicalType":"timestamp-millis"}`,
		New:   `{"type":"long","logicalType":"local-timestamp-millis"}`,
	},
	{
		Code:  LossyPromotion,
		Title: "A number is widened to one that does not hold all its digits",
		Why:   "Avro allows to read int and long as float, and long as double. Large numbers are rounded.",
		Old:   `"long"`,
		New:   `"double"`,
	},
	{
		Code:   TooComplex,
		Title:  "The two schemas are too complex to be compared",
		Why:    "The comparison would take more steps than are allowed. What cannot be shown to be compatible is refused.",
		Breaks: rule.Wire,
	},
}

// breaks are the axes of each code.
func breaks(code rule.Code) rule.Axis {
	for i := range Rules {
		if Rules[i].Code == code {
			return Rules[i].Breaks
		}
	}
	return 0
}
