package main

import (
	"context"
	"errors"
	"fmt"

	concord "github.com/concord-registry/concord/clients/go"
)

// dependents are the schemas that refer to a subject, each with what a draft does to it.
type dependents struct {
	Dependents []concord.Dependent `json:"dependents"`
	// Partial tells that there are so many that some were not looked for.
	Partial bool `json:"partial"`
}

func askDependents(ctx context.Context, r *remote, x target, d draft, normalize bool) (*dependents, error) {
	found := &dependents{Dependents: []concord.Dependent{}}
	options := concord.CheckDependentsOptions{Normalize: normalize}
	for one, err := range r.Domain(x.domain).CheckDependents(ctx, x.subject, d.schema(), options) {
		if errors.Is(err, concord.ErrPartial) {
			found.Partial = true
			break
		}
		if err != nil {
			return nil, remoteError(err)
		}
		found.Dependents = append(found.Dependents, one)
	}
	return found, nil
}

// objection is why the dependents refuse the draft: one could not move to it, or some were not looked for. Empty for no
// objection.
func (d *dependents) objection() string {
	broken := 0
	for _, one := range d.Dependents {
		if !accepts(one.Verdict) {
			broken++
		}
	}
	switch {
	case broken > 0:
		return fmt.Sprintf("%s that refer to it could not move to it", count(broken, "schema"))
	case d.Partial:
		return "too many schemas refer to it to check them all"
	}
	return ""
}

// dependents tells of them: a row for each, and below those that break, why.
func (t *terminal) dependents(d dependents) {
	if len(d.Dependents) == 0 && !d.Partial {
		t.printf("nothing refers to the subject\n")
		return
	}
	rows := [][]string{{"DEPENDENT", "VERSION", "REFERS", "OWNER", "LEVEL", "VERDICT"}}
	for _, one := range d.Dependents {
		refers := "through others"
		if one.Direct {
			refers = "directly"
		}
		name := one.Version.Subject
		if one.Version.Domain != defaultDomain {
			name = one.Version.Domain + "/" + name
		}
		rows = append(rows, []string{name, fmt.Sprint(one.Version.Version), refers, first(one.Owner, "-"), string(one.Verdict.Level), moves(one.Verdict)})
	}
	t.table(rows)
	for _, one := range d.Dependents {
		t.why(one)
	}
	if d.Partial {
		t.printf("there are more, which were not checked\n")
	}
}

// moves says in a word whether a dependent could move to the draft.
func moves(v concord.Verdict) string {
	for _, f := range v.Findings {
		switch f.Code {
		case "DEPENDENT_UNREADABLE":
			return "unreadable"
		case "DEPENDENT_UNKNOWN":
			return "unknown"
		}
	}
	if accepts(v) {
		return "compatible"
	}
	return "incompatible"
}

// why tells what breaks a dependent, each sentence once.
func (t *terminal) why(d concord.Dependent) {
	said := map[string]bool{}
	for _, f := range d.Verdict.Findings {
		line := f.Code + ": " + f.Message
		if (f.Effect == concord.EffectRefuses || f.Source == concord.SourceSchema) && !said[line] {
			said[line] = true
			t.printf("%s version %d: %s\n", d.Version.Subject, d.Version.Version, line)
		}
	}
}
