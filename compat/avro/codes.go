package avro

import "github.com/concord-registry/concord/compat/rule"

// The codes of Avro findings. They are kept for ever.
const (
	TypeMismatch        rule.Code = "AvroTypeMismatch"
	NameMismatch        rule.Code = "AvroNameMismatch"
	FixedSize           rule.Code = "AvroFixedSizeChanged"
	EnumSymbolMissing   rule.Code = "AvroEnumSymbolMissing"
	UnionBranchMissing  rule.Code = "AvroUnionBranchMissing"
	FieldMissingDefault rule.Code = "AvroFieldMissingDefault"
	FieldAmbiguous      rule.Code = "AvroFieldAmbiguous"
)
