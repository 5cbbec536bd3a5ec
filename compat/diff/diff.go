// Package diff says what changed between two schemas in the words that all formats share: by path and by meaning, not
// by line. Each change carries the compatibility findings that it causes, and with them its effect on every level.
//
// The package does no I/O and keeps no state.
package diff

import (
	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
)

// Kind says what sort of change happened. The words are kept for ever.
type Kind string

// The kinds of changes.
const (
	Added   Kind = "added"
	Removed Kind = "removed"
	// Renamed is said only where the schemas prove it: by a Protobuf number or an Avro alias.
	Renamed    Kind = "renamed"
	Renumbered Kind = "renumbered"
	Retyped    Kind = "retyped"
	// Presence: whether a field must be there.
	Presence Kind = "presence"
	Default  Kind = "default"
	// Constraints: what a format says about values beyond their type.
	Constraints Kind = "constraints"
	// Symbols are those of an enum.
	Symbols    Kind = "symbols"
	Deprecated Kind = "deprecated"
	// Meaning: terms and tags.
	Meaning     Kind = "meaning"
	Annotations Kind = "annotations"
	Doc         Kind = "doc"
	Order       Kind = "order"
	// Other is a difference of the normalised texts that none of the others describes.
	Other Kind = "other"
)

// Change is one difference.
type Change struct {
	Kind Kind
	// What is field, type or schema.
	What string
	// Old and New are the places; the one where the thing is missing is zero.
	Old, New rule.Place
	// Was and Is are what stood and stands there, in the format's words; empty where nothing stands.
	Was, Is string
	// Findings are those that the change causes, in both directions.
	Findings []rule.Finding
}

// Path is where the change is: in the new schema, or in the old one for what was removed.
func (c Change) Path() string {
	if c.Kind == Removed {
		return c.Old.Path
	}
	return c.New.Path
}

// Result is a comparison.
type Result struct {
	// Changes are in the order of the new schema, removed fields before the others of their record.
	Changes []Change
	// Rest are findings that no change explains: those about parts that are not in the shared document.
	Rest []rule.Finding
	// Findings are all findings of both directions.
	Findings []rule.Finding
}

// Same reports whether the schemas mean the same: they may differ in formatting only.
func (r Result) Same() bool { return len(r.Changes) == 0 && len(r.Findings) == 0 }

// Compare lists what changed. Schemas of two formats have one finding and no changes. The error is as for
// [compat.Check].
func Compare(old, new schema.Parsed) (Result, error) {
	findings, err := compat.Check(word.Confluent, word.Full, []compat.Version{{Schema: old}}, new)
	if err != nil {
		return Result{}, err
	}
	if old.Type() != new.Type() {
		return Result{Rest: findings, Findings: findings}, nil
	}
	c := newComparison(old, new)
	c.run()
	if len(c.changes) == 0 && !sameText(old, new) {
		c.changes = append(c.changes, Change{Kind: Other, What: "schema", Old: rule.Place{Path: c.old.Name}, New: rule.Place{Path: c.new.Name}})
	}
	rest := attribute(findings, c.changes)
	return Result{c.changes, rest, findings}, nil
}

// sameText compares normalised texts, or canonical ones where a schema has no normalised text.
func sameText(old, new schema.Parsed) bool {
	before, errOld := old.Normalized()
	after, errNew := new.Normalized()
	if errOld != nil || errNew != nil {
		return old.Canonical() == new.Canonical()
	}
	return before == after
}
