package set

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/policy"
)

// Match selects the schemas that a rule is asked about. Every selector that is given must fit, by any of its words; none
// at all fits every schema. What a rule would say about a schema that its selectors leave out is a fault that its
// fixtures show.
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

func (m Match) check(file string, line int, wrong *Complaints) {
	for _, s := range []struct {
		name         string
		words, known []string
	}{
		{"formats", m.Formats, policy.Formats},
		{"types", m.Types, canonical},
		{"kinds", m.Kinds, []string{"record", "enum", "fixed"}},
		{"actions", m.Actions, policy.Actions},
	} {
		for _, w := range s.words {
			if !slices.Contains(s.known, w) {
				wrong.Add(file, line, "match.%s: %q is not one of %s", s.name, w, strings.Join(s.known, ", "))
			}
		}
	}
}

// AllFormats lists the formats that the rule is about.
func (m *Match) AllFormats() []string {
	if len(m.Formats) > 0 {
		return m.Formats
	}
	return policy.Formats
}

// Misses is the name of the first selector that does not fit what a schema has; empty when all do.
func (m *Match) Misses(has *Traits) string {
	switch {
	case !has.Terms.fit(m.Terms):
		return "terms"
	case !has.Names.fit(m.Names):
		return "names"
	case !has.Tags.fit(m.Tags):
		return "tags"
	case !has.Types.fit(m.Types):
		return "types"
	case len(m.Formats) > 0 && !slices.Contains(m.Formats, has.Format):
		return "formats"
	case len(m.Domains) > 0 && !slices.Contains(m.Domains, has.Domain):
		return "domains"
	case !has.Changes.fit(m.Changes):
		return "changes"
	case !has.Kinds.fit(m.Kinds):
		return "kinds"
	case len(m.Actions) > 0 && !slices.Contains(m.Actions, has.Action):
		return "actions"
	}
	return ""
}

// Traits are what selectors look at in a request.
type Traits struct {
	Terms, Names, Tags, Types, Changes, Kinds Words
	// Format, Domain and Action are as [policy.Request] spells them.
	Format, Domain, Action string
}

// Words are the words that occur; the numbers mean nothing.
type Words map[string]int

// fit reports whether one of the words of a selector occurs; `*` is any. No words fit everything.
func (w Words) fit(words []string) bool {
	if len(words) == 0 {
		return true
	}
	for _, word := range words {
		if _, ok := w[word]; ok || word == "*" && len(w) > 0 {
			return true
		}
	}
	return false
}
