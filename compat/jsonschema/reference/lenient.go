package reference

// lenient are the types that the policy LENIENT lets pass.
var lenient = map[Type]bool{
	AdditionalPropertiesRemoved: true, AdditionalPropertiesNarrowed: true,
	UnevaluatedPropertiesRemoved: true, UnevaluatedPropertiesNarrowed: true,
	RequiredDefaultAddedToOpen: true, OptionalAddedToOpen: true, PropertyAddedNotCovered: true,
	PropertyRemovedFromClosed: true, PropertyRemovedNotCovered: true,
}

// Lenient reports whether the policy LENIENT lets a difference pass, which trusts writers not to send undeclared names.
func (t Type) Lenient() bool { return lenient[t] }
