// Package set is the language of a policy repository: what files stand where, and what they mean.
//
// A [Set] is one revision of a repository: rules (one folder each), the glossary of shared terms, the bindings of fields
// to terms, the roll-out of the rules, the exemptions from them, and the fixtures that must show that each rule works.
// [Load] makes one from a tree of [Files] and reports everything that is wrong with it at its file and line.
//
// The rules are written in Rego, which this package does not know: for it a [Module] is a text at a place, which a
// [Language] reads. policy/engine is the language; it compiles the modules and evaluates them.
package set
