package engine

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
)

// decider makes a decision of what rules said: it gives every finding its level, its effect after exemptions and the
// ratchet, and its place in the text.
type decider struct {
	program  *Program
	req      *policy.Request
	findings []policy.Finding
	// failed are the ids of rules without an answer, isolated those in quarantine, exempting those of exemptions in use.
	failed, isolated, exempting []string
	// spans are the places by path, made when first asked for.
	spans map[string]schema.Span
}

func newDecider(p *Program, req *policy.Request) *decider {
	return &decider{program: p, req: req, findings: []policy.Finding{}}
}

// finding is a finding of a rule at its level, with all that the set knows about the rule.
func (d *decider) finding(id string) policy.Finding {
	r := d.program.Rule(id)
	level, why := r.Level(d.req.Time)
	return policy.Finding{
		Rule: r.ID, Title: r.Title, Severity: r.Severity, Level: level, Effective: policy.Effect(level), Why: why,
		Scope: r.Scope, Owner: r.Owner, Docs: r.Docs, Revision: d.program.Revision(),
	}
}

func (d *decider) violation(found violation) {
	f := d.finding(found.rule)
	f.Path, f.Message, f.Fix = found.path, found.message, found.fix
	f.Span = d.place(f.Path)
	f.Fingerprint = fingerprint(d.req.Subject, found)
	d.exempt(&f)
	if f.Effective != policy.Exempted && d.req.RecordsOnly() {
		f.Effective, f.Why = policy.Recorded, policy.ByAction
	}
	d.findings = append(d.findings, f)
}

// approval says at every parked finding how it is approved.
func (d *decider) approval() {
	for i := range d.findings {
		if f := &d.findings[i]; f.Effective == policy.Reviews && !f.Error {
			how := fmt.Sprintf("or have %s approve it: an exemption from %s for the subject %s and the path %s", f.Owner, f.Rule, d.req.Subject.Name, f.Path)
			f.Fix = strings.TrimPrefix(f.Fix+"; "+how, "; or ")
		}
	}
}

// exempt applies the first exemption in force that covers the finding.
func (d *decider) exempt(f *policy.Finding) {
	exemptions := d.program.Exemptions()
	for i := range exemptions {
		e := &exemptions[i]
		if !e.Covers(d.req.Subject, f) {
			continue
		}
		effect, waives := e.Effect(d.req.Time)
		if !waives || effect == policy.Warns && !f.Blocks() {
			continue
		}
		f.Effective, f.Why, f.Exemption = effect, policy.ByExemption, e.ID
		d.exempting = append(d.exempting, e.ID)
		return
	}
}

// failure enters a rule that gave no answer. It blocks when the rule would, unless its metadata say otherwise.
func (d *decider) failure(id, message string) {
	f := d.finding(id)
	f.Message, f.Error = message+"; tell "+f.Owner, true
	f.Fingerprint = fingerprint(d.req.Subject, violation{rule: id, key: "error"})
	switch onError := d.program.Rule(id).OnError; {
	case d.req.RecordsOnly():
		f.Effective, f.Why = policy.Recorded, policy.ByAction
	case onError == "deny":
		f.Effective, f.Why = policy.Blocks, policy.ByOnError
	case onError == "warn":
		f.Effective, f.Why = policy.Warns, policy.ByOnError
	case !f.Blocks():
		f.Effective = policy.Warns
	}
	d.failed = append(d.failed, id)
	d.findings = append(d.findings, f)
}

// quarantined enters a rule that was not asked. A critical rule still refuses what it was not asked about.
func (d *decider) quarantined(id string) {
	d.isolated = append(d.isolated, id)
	const message = "the rule is no longer evaluated: it ran over its time too often"
	if d.program.Rule(id).Severity == "critical" {
		d.failure(id, message)
		return
	}
	f := d.finding(id)
	f.Message, f.Error, f.Effective, f.Why = message+"; tell "+f.Owner, true, policy.Recorded, policy.ByQuarantine
	f.Fingerprint = fingerprint(d.req.Subject, violation{rule: id, key: "quarantine"})
	d.findings = append(d.findings, f)
}

// ratchet lets blocking findings pass that the version before has too, where the roll-out says so. Only the rules in
// question are asked about it, as if it were a first version: what a rule finds in a change is never old.
func (d *decider) ratchet(ask func(rules []string, before *policy.Request) []violation) {
	if d.req.Previous == nil {
		return
	}
	var rules []string
	for i := range d.findings {
		if f := &d.findings[i]; d.ratchets(f) && !slices.Contains(rules, f.Rule) {
			rules = append(rules, f.Rule)
		}
	}
	if len(rules) == 0 {
		return
	}
	before := *d.req
	before.Schema, before.Previous, before.Changes = d.req.Previous.Document, nil, nil
	existing := map[string]bool{}
	for _, found := range ask(rules, &before) {
		existing[fingerprint(d.req.Subject, found)] = true
	}
	for i := range d.findings {
		if f := &d.findings[i]; d.ratchets(f) && existing[f.Fingerprint] {
			f.Effective, f.Why = policy.Warns, policy.Existing
		}
	}
}

// ratchets reports whether the finding would refuse nothing if the version before had it too.
func (d *decider) ratchets(f *policy.Finding) bool {
	return f.Blocks() && !f.Error && d.program.Rule(f.Rule).Ratchets()
}

func (d *decider) decision(applicable int) policy.Decision {
	d.approval()
	slices.SortFunc(d.findings, func(a, b policy.Finding) int {
		return cmp.Or(
			cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
			cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
			strings.Compare(a.Rule, b.Rule), strings.Compare(a.Path, b.Path), strings.Compare(a.Message, b.Message),
		)
	})
	slices.Sort(d.exempting)
	outcome := d.outcome()
	dropped := d.cut()
	return policy.Decision{
		Outcome: outcome, Findings: d.findings, Dropped: dropped, Exemptions: slices.Compact(d.exempting), Revision: d.program.Revision(),
		Rules: policy.Counts{Loaded: len(d.program.Rules()), Applicable: applicable, Failed: d.failed, Quarantined: d.isolated},
	}
}

// cut keeps maxFindings of each rule and effect, so that a large schema without documentation does not make a decision
// that cannot be stored. It returns how many it took away.
func (d *decider) cut() int {
	type kind struct {
		rule   string
		effect policy.Effect
	}
	kept, all := map[kind]int{}, len(d.findings)
	d.findings = slices.DeleteFunc(d.findings, func(f policy.Finding) bool {
		k := kind{f.Rule, f.Effective}
		kept[k]++
		return kept[k] > maxFindings
	})
	return all - len(d.findings)
}

const maxFindings = 100

// outcome is the worst of the findings. A violation is worse than a failure: it stays when the rule is mended.
func (d *decider) outcome() policy.Outcome {
	outcome := policy.Accepted
	for _, f := range d.findings {
		switch {
		case f.Effective == policy.Blocks && !f.Error:
			return policy.Rejected
		case f.Effective == policy.Reviews && !f.Error:
			outcome = policy.Parked
		case f.Blocks() && outcome != policy.Parked:
			outcome = policy.Failed
		case f.Effective == policy.Warns && outcome == policy.Accepted:
			outcome = policy.AcceptedWithWarnings
		}
	}
	return outcome
}

// place is where a path stands; a path that is nobody's is placed at what contains it.
func (d *decider) place(path string) schema.Span {
	if d.spans == nil {
		d.spans = map[string]schema.Span{}
		for _, t := range d.req.Schema.Types {
			d.spans[t.Path] = t.Span
		}
		for i := range d.req.Schema.Fields {
			d.spans[d.req.Schema.Fields[i].Path] = d.req.Schema.Fields[i].Span
		}
	}
	for path != "" {
		if span, ok := d.spans[path]; ok {
			return span
		}
		path = path[:max(strings.LastIndexByte(path, '.'), 0)]
	}
	return schema.Span{}
}

// fingerprint is the same for the same rule, subject and path (or key) in every version.
func fingerprint(s policy.Subject, v violation) string {
	h := sha256.Sum256([]byte(strings.Join([]string{v.rule, s.Domain, s.Name, v.path, v.key}, "\x00")))
	return hex.EncodeToString(h[:16])
}
