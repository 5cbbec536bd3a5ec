package registry

import (
	"strings"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/server/store"
)

// Standard is what a schema is held against: what the settings of a subject promise to readers and writers.
type Standard struct {
	Level word.Level
	Judge word.Judge
	// Policy says how strictly the judge reads the findings of the reference.
	Policy word.Policy
	// Fields is the effective `validateFields`: reserved names of fields count.
	Fields bool
	// Group is the metadata property by which the versions of a subject are told apart; empty for none.
	Group string
}

// standardOf reads settings that were checked when they were stored.
func standardOf(c store.Config) Standard {
	judge, _ := word.ParseJudge(string(c.Judge))
	return Standard{Level: c.Level, Judge: judge, Policy: c.Policy, Fields: isSet(c.ValidateFields), Group: c.Group}
}

// Verdict is what compatibility says of a schema: all there is to show, so that nobody has to judge again.
type Verdict struct {
	// Subject is the one that was to get the schema, aliases resolved.
	Subject store.Subject
	Standard
	// Findings are all of them, also those that refuse nothing.
	Findings []rule.Finding
	// Against are the versions that the findings speak of, by number.
	Against map[int]*store.Version
	// Reserved are the sentences of the reserved-field check (compatibility §1.4). Each refuses.
	Reserved []string
}

// Refuses reports whether a finding makes the schema incompatible.
func (v Verdict) Refuses(f rule.Finding) bool { return compat.Refuses(v.Judge, v.Policy, f) }

// Compatible reports whether nothing refuses the schema.
func (v Verdict) Compatible() bool {
	return len(v.Reserved) == 0 && compat.Compatible(v.Judge, v.Policy, v.Findings)
}

// reasons are the sentences of what refuses.
func (v Verdict) reasons() string {
	texts := append([]string{}, v.Reserved...)
	for _, f := range v.Findings {
		if v.Refuses(f) {
			texts = append(texts, f.Message)
		}
	}
	return strings.Join(texts, ", ")
}

// Refusal is the cause inside an error of a schema that compatibility or a policy refuses: errors.As finds it.
type Refusal struct {
	Verdict
	// Decision is the policy's, nil where none was asked.
	Decision *policy.Decision
}

func (r *Refusal) Error() string { return "the schema is refused" }
