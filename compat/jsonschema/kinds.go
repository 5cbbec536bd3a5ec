package jsonschema

// The reference's difference types that are incompatible under its policy STRICT (compatibility contract §4.2), as far as
// it can report them. Those that a bound or a count gives are made of the keyword, see [bound].
const (
	schemaAdded            = "SCHEMA_ADDED"
	typeChanged            = "TYPE_CHANGED"
	typeNarrowed           = "TYPE_NARROWED"
	patternAdded           = "PATTERN_ADDED"
	patternChanged         = "PATTERN_CHANGED"
	multipleOfAdded        = "MULTIPLE_OF_ADDED"
	multipleOfExpanded     = "MULTIPLE_OF_EXPANDED"
	multipleOfChanged      = "MULTIPLE_OF_CHANGED"
	enumNarrowed           = "ENUM_ARRAY_NARROWED"
	enumChanged            = "ENUM_ARRAY_CHANGED"
	notTypeExtended        = "NOT_TYPE_EXTENDED"
	combinedChanged        = "COMBINED_TYPE_CHANGED"
	combinedPartsChanged   = "COMBINED_TYPE_SUBSCHEMAS_CHANGED"
	sumNarrowed            = "SUM_TYPE_NARROWED"
	productExtended        = "PRODUCT_TYPE_EXTENDED"
	requiredAdded          = "REQUIRED_ATTRIBUTE_ADDED"
	uniqueAdded            = "UNIQUE_ITEMS_ADDED"
	dependencyArrayAdded   = "DEPENDENCY_ARRAY_ADDED"
	dependencyArrayExt     = "DEPENDENCY_ARRAY_EXTENDED"
	dependencyArrayChanged = "DEPENDENCY_ARRAY_CHANGED"
	dependencySchemaAdded  = "DEPENDENCY_SCHEMA_ADDED"

	additionalPropertiesRemoved   = "ADDITIONAL_PROPERTIES_REMOVED"
	additionalPropertiesNarrowed  = "ADDITIONAL_PROPERTIES_NARROWED"
	unevaluatedPropertiesRemoved  = "UNEVALUATED_PROPERTIES_REMOVED"
	unevaluatedPropertiesNarrowed = "UNEVALUATED_PROPERTIES_NARROWED"
	additionalItemsRemoved        = "ADDITIONAL_ITEMS_REMOVED"
	additionalItemsNarrowed       = "ADDITIONAL_ITEMS_NARROWED"
	unevaluatedItemsRemoved       = "UNEVALUATED_ITEMS_REMOVED"
	unevaluatedItemsNarrowed      = "UNEVALUATED_ITEMS_NARROWED"

	requiredAddedToOpen        = "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL"
	requiredDefaultAddedToOpen = "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL"
	optionalAddedToOpen        = "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL"
	requiredAddedToUnopen      = "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL"
	propertyAddedNotCovered    = "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
	propertyRemovedFromClosed  = "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL"
	propertyRemovedNotCovered  = "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"

	itemAddedToOpen       = "ITEM_ADDED_TO_OPEN_CONTENT_MODEL"
	itemAddedNotCovered   = "ITEM_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
	itemRemovedFromClosed = "ITEM_REMOVED_FROM_CLOSED_CONTENT_MODEL"
	itemRemovedNotCovered = "ITEM_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
)

// lenient are the types that the policy LENIENT lets pass.
var lenient = map[string]bool{
	additionalPropertiesRemoved: true, additionalPropertiesNarrowed: true,
	unevaluatedPropertiesRemoved: true, unevaluatedPropertiesNarrowed: true,
	requiredDefaultAddedToOpen: true, optionalAddedToOpen: true, propertyAddedNotCovered: true,
	propertyRemovedFromClosed: true, propertyRemovedNotCovered: true,
}
