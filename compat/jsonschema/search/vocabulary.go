package search

import (
	"maps"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// Vocabulary are the names and patterns that some object schemas speak of. The zero value is empty.
type Vocabulary struct {
	// Names are those that are spoken of, in order.
	Names []string
	// Patterns are those that properties are to match.
	Patterns []string

	schemas []*model.ObjectRules
	// others are those of the names that none of the schemas has a property of.
	others map[string]bool
}

// Know takes in the names and patterns that a schema speaks of.
func (w *Vocabulary) Know(v ObjectView) {
	for _, p := range v.Properties {
		if !w.SpeaksOf(p.Name) {
			w.Names = append(w.Names, p.Name)
		}
	}
	w.schemas = append(w.schemas, v.ObjectRules)
	for _, name := range v.Required {
		w.name(name)
	}
	for _, d := range v.Dependencies {
		w.name(d.Name)
	}
	for _, p := range v.ObjectRules.Patterns {
		w.pattern(p.Name)
	}
	if v.Beside != nil {
		for _, name := range slices.Sorted(maps.Keys(v.Beside.Names)) {
			w.name(name)
		}
		for _, p := range v.Beside.Patterns {
			w.pattern(p)
		}
	}
}

// name takes in a name that need not be a property.
func (w *Vocabulary) name(name string) {
	if !w.SpeaksOf(name) {
		if w.others == nil {
			w.others = map[string]bool{}
		}
		w.others[name] = true
		w.Names = append(w.Names, name)
	}
}

func (w *Vocabulary) pattern(pattern string) {
	if !slices.Contains(w.Patterns, pattern) {
		w.Patterns = append(w.Patterns, pattern)
	}
}

// SpeaksOf reports whether any of the schemas speaks of a name.
func (w *Vocabulary) SpeaksOf(name string) bool {
	return w.others[name] || slices.ContainsFunc(w.schemas, func(r *model.ObjectRules) bool { return r.Property(name) != nil })
}
