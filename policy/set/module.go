package set

import (
	"path"
	"strings"
)

// Language reads Rego for [Load]. It is an interface so that this package need not know Rego; policy/engine has one.
type Language interface {
	// Module reads a module and keeps it for the evaluation. What is wrong with it is added to wrong: that it does not
	// parse, and what a module at its place must not do. It returns the metadata of the module's package; nil where there
	// are none, which is a complaint about the module of a rule.
	Module(m Module, wrong *Complaints) *Metadata
}

// Module is one Rego file.
type Module struct {
	Name string
	Text []byte
	// Package is the one that the module must have at its place, but for the suffix `_test` of a test; a library may also
	// have one below it.
	Package string
}

// libraryPackage is the package of what all rules share.
const libraryPackage = "data.lib"

// Library reports whether the module is shared by all rules.
func (m Module) Library() bool { return m.Package == libraryPackage }

// Rule reports whether the module is a rule's own, which has the metadata and the violations.
func (m Module) Rule() bool { return !m.Library() && path.Base(m.Name) == "rule.rego" }

// Test reports whether the module holds tests in Rego.
func (m Module) Test() bool { return strings.HasSuffix(m.Name, "_test.rego") }

// Metadata is the METADATA comment above a module's package.
type Metadata struct {
	// Line is where it begins.
	Line                      int
	Title, Description, Owner string
	// Docs is an address to read; empty means none.
	Docs string
	// Custom is what only Concord knows: id, severity, on_error, review_by, match.
	Custom map[string]any
}
