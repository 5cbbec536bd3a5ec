package migrate

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/concord-registry/concord/clients/go/confluent"
)

// Difference is one thing in which source and target disagree.
type Difference struct {
	// Where is a version, or the mode or config of a scope.
	Where string `json:"where"`
	// What differs: the version itself, its text, type, id and so on, or a setting.
	What string `json:"what"`
	// Source and Target are what they say, empty for nothing.
	Source string `json:"source,omitempty"`
	Target string `json:"target,omitempty"`
}

// What a sentence shows of a text, in bytes: before the first difference, and in all.
const (
	shownBefore = 40
	shownText   = 160
)

func (d Difference) String() string {
	from := 0
	for from < min(len(d.Source), len(d.Target)) && d.Source[from] == d.Target[from] {
		from++
	}
	from = max(0, from-shownBefore)
	return fmt.Sprintf("%s: %s is %s in the source, %s in the target", d.Where, d.What, shown(d.Source, from), shown(d.Target, from))
}

// shown is what a sentence shows of a text that differs somewhere after from: short ones are shown from the start.
func shown(s string, from int) string {
	if s == "" {
		return "nothing"
	}
	before, after := "", ""
	if len(s) <= shownText {
		from = 0
	}
	if from > 0 {
		before = "…"
	}
	s = s[from:]
	if len(s) > shownText {
		s, after = s[:shownText], "…"
	}
	return before + strings.ToValidUTF8(s, "") + after
}

// Compare tells what the target does not hold as the source does. Domains, subjects, keys, associations, modes and
// settings that only the target has are its own affair; versions that only the target has, in a subject that both have,
// are not. Modes are left out on demand.
func Compare(source, target *Snapshot, keepModes bool) []Difference {
	differences := []Difference{}
	there := target.byKey()
	for _, v := range source.Versions {
		differences = append(differences, versionDifferences(v, there[keyOf(v)])...)
	}
	differences = append(differences, extraVersions(source, target)...)
	differences = append(differences, compareDomains(source, target)...)
	scopes := target.byScope()
	for _, scope := range source.Scopes {
		differences = append(differences, scopeDifferences(scope, scopes[scope.Name], keepModes)...)
	}
	differences = append(differences, compareAssociations(source, target)...)
	return append(differences, compareKeys(source, target)...)
}

func versionDifferences(source, target *confluent.Version) []Difference {
	if target == nil {
		return []Difference{{Where: name(source), What: "the version", Source: state(source)}}
	}
	differences := compareAspects(name(source), aspects(source), aspects(target))
	if source.GUID != "" && target.GUID != "" && source.GUID != target.GUID {
		differences = append(differences, Difference{name(source), "the GUID", string(source.GUID), string(target.GUID)})
	}
	return differences
}

// aspect is one thing by which two of a kind are compared.
type aspect struct{ what, text string }

// compareAspects compares two things of a kind, whose aspects are in the same order.
func compareAspects(where string, source, target []aspect) (differences []Difference) {
	for i, a := range source {
		if a.text != target[i].text {
			differences = append(differences, Difference{where, a.what, a.text, target[i].text})
		}
	}
	return differences
}

// aspects are what two versions are compared by, always in the same order. A GUID is not among them: old registries do
// not tell it.
func aspects(v *confluent.Version) []aspect {
	s := v.Schema
	return []aspect{
		{"the id", fmt.Sprint(v.ID)},
		{"the state", state(v)},
		{"the type", string(s.Type)},
		{"the text", s.Text},
		{"the list of references", printed(s.References, len(s.References) == 0)},
		{"the metadata", printed(s.Metadata, s.Metadata == nil)},
		{"the rule set", printed(s.RuleSet, s.RuleSet == nil)},
	}
}

func printed(value any, none bool) string {
	if none {
		return ""
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // these types hold nothing that JSON cannot
	}
	return string(text)
}

func state(v *confluent.Version) string { return deletion(v.Deleted) }

func deletion(deleted bool) string {
	if deleted {
		return "soft-deleted"
	}
	return "live"
}

// extraVersions finds what the target has beyond the source in a subject of both.
func extraVersions(source, target *Snapshot) (differences []Difference) {
	here, subjects := source.byKey(), map[confluent.Scope]bool{}
	for _, v := range source.Versions {
		subjects[v.Scope()] = true
	}
	for _, v := range target.Versions {
		if subjects[v.Scope()] && here[keyOf(v)] == nil {
			differences = append(differences, Difference{Where: name(v), What: "the version", Target: state(v)})
		}
	}
	return differences
}

func scopeDifferences(source, target Scope, keepModes bool) (differences []Difference) {
	if !keepModes && source.Mode != "" && source.Mode != target.Mode {
		differences = append(differences, Difference{scopeName(source.Name), "the mode", source.Mode, target.Mode})
	}
	for _, setting := range configDifferences(source.Config, target.Config) {
		differences = append(differences, Difference{
			scopeName(source.Name), setting, string(source.Config[setting]), string(target.Config[setting]),
		})
	}
	return differences
}

// name is what people call a version.
func name(v *confluent.Version) string {
	return fmt.Sprintf("%s version %d", v.Scope(), v.Version)
}

// scopeName is what people call a scope.
func scopeName(scope confluent.Scope) string {
	switch {
	case scope == confluent.Everywhere:
		return "all domains"
	case scope == "":
		return "the default domain"
	case scope.Subject() == "":
		return "domain " + scope.Context()
	}
	return "subject " + string(scope)
}
