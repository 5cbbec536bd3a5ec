package descriptor

import "github.com/concord-registry/concord/schema/protobuf/syntax"

// Names finds what names mean. A nil Names finds nothing: custom options are then left out.
type Names interface {
	// Type finds the message or enum that a name means inside a scope, the full name of a message or a package.
	Type(scope, name string) Type
	// Extension finds an extension of the bundled files by its full name, without a leading dot.
	Extension(full string) (Extension, bool)
	// Imported reports whether an imported file is at hand.
	Imported(path string) bool
	// Numbered finds the extension of a message, given by its full name, under a number.
	Numbered(extendee string, number int32) (Extension, bool)
}

// Type is what a type name means; both are nil for a name that leads nowhere.
type Type struct {
	// Name is the full name without a leading dot.
	Name    string
	Message *syntax.Message
	Enum    *syntax.Enum
	// Implicit says that the file is proto3, where a plain scalar that is zero is not written.
	Implicit bool
}

// Extension is the declaration of an extension.
type Extension struct {
	// Name is the full name without a leading dot, Scope where the names in its declaration are looked up.
	Name, Scope string
	Field       *syntax.Field
}

// kindOf is the type of a field as a descriptor names it.
func kindOf(names Names, scope string, t syntax.TypeName) (found Type, scalar bool) {
	if syntax.Scalar(t.Name) {
		return Type{}, true
	}
	if names == nil {
		return Type{}, false
	}
	return names.Type(scope, t.Name), false
}
