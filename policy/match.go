package policy

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Match selects the schemas that a rule is asked about. Every selector that is given must fit, by any of its words; none
// at all fits every schema. What a rule would say about a schema that its selectors leave out is a difference that
// [Set.Test] reports.
type Match struct {
	// Terms, Names (in snake case), Tags and Types (canonical) are those of any field; the term "*" is any term.
	Terms []string `json:"terms,omitempty"`
	Names []string `json:"names,omitempty"`
	Tags  []string `json:"tags,omitempty"`
	Types []string `json:"types,omitempty"`
	// Formats are avro, protobuf and json.
	Formats []string `json:"formats,omitempty"`
	Domains []string `json:"domains,omitempty"`
	// Changes are codes of compatibility findings; "*" is any.
	Changes []string `json:"changes,omitempty"`
	// Kinds are record, enum and fixed.
	Kinds   []string `json:"kinds,omitempty"`
	Actions []string `json:"actions,omitempty"`
}

// matchAny is the word `all`, or selectors of which at least one is given.
type matchAny struct {
	Match
	given bool
}

// UnmarshalJSON reads either form.
func (m *matchAny) UnmarshalJSON(text []byte) error {
	m.given = true
	if string(text) == `"all"` {
		return nil
	}
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m.Match); err != nil {
		return fmt.Errorf("match: %w", err)
	}
	if !slices.ContainsFunc(m.selectors(), func(s selector) bool { return len(s.words) > 0 }) {
		return errors.New("match selects nothing: write `match: all`, or a selector with words")
	}
	return nil
}

// selector is one key of a match.
type selector struct {
	name  string
	words []string
}

func (m Match) selectors() []selector {
	return []selector{
		{"terms", m.Terms}, {"names", m.Names}, {"tags", m.Tags}, {"types", m.Types}, {"formats", m.Formats},
		{"domains", m.Domains}, {"changes", m.Changes}, {"kinds", m.Kinds}, {"actions", m.Actions},
	}
}

func (m Match) check(file string, line int, c *complaints) {
	for _, s := range []struct {
		name         string
		words, known []string
	}{
		{"formats", m.Formats, []string{"avro", "protobuf", "json"}},
		{"types", m.Types, canonical},
		{"kinds", m.Kinds, []string{"record", "enum", "fixed"}},
		{"actions", m.Actions, []string{"register", "check", "audit", "impact", "import"}},
	} {
		for _, w := range s.words {
			if !slices.Contains(s.known, w) {
				c.add(file, line, "match.%s: %q is not one of %s", s.name, w, strings.Join(s.known, ", "))
			}
		}
	}
}

// formats lists the formats that the rule is about.
func (m Match) formats() []string {
	if len(m.Formats) > 0 {
		return m.Formats
	}
	return []string{"avro", "protobuf", "json"}
}

// misses is the name of the first selector that does not fit what a schema has; empty when all do.
func (m *Match) misses(has *traits) string {
	switch {
	case !has.terms.fits(m.Terms):
		return "terms"
	case !has.names.fits(m.Names):
		return "names"
	case !has.tags.fits(m.Tags):
		return "tags"
	case !has.types.fits(m.Types):
		return "types"
	case len(m.Formats) > 0 && !slices.Contains(m.Formats, has.format):
		return "formats"
	case len(m.Domains) > 0 && !slices.Contains(m.Domains, has.domain):
		return "domains"
	case !has.changes.fits(m.Changes):
		return "changes"
	case !has.kinds.fits(m.Kinds):
		return "kinds"
	case len(m.Actions) > 0 && !slices.Contains(m.Actions, has.action):
		return "actions"
	}
	return ""
}

// traits are what selectors look at.
type traits struct {
	terms, names, tags, types, changes, kinds *facet
	format, domain, action                    string
}
