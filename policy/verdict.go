package policy

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema"
)

// verdict joins what rules said with what the repository makes of it: level, exemption, ratchet, place in the text.
type verdict struct {
	set       *Set
	req       *Request
	findings  []Finding
	failed    []string
	isolated  []string
	exempting []string
	// spans are the places by path, made when first asked for.
	spans map[string]schema.Span
}

func newVerdict(s *Set, req *Request) *verdict {
	return &verdict{set: s, req: req, findings: []Finding{}}
}

// finding is a finding of a rule at its level, with all that the set knows about the rule.
func (v *verdict) finding(id string) Finding {
	r := v.set.byID[id]
	level, why := r.rollout.at(v.req.Time)
	return Finding{
		Rule: r.ID, Title: r.Title, Severity: r.Severity, Level: level, Effective: Effect(level), Why: why,
		Scope: r.Scope, Owner: r.Owner, Docs: r.Docs, Revision: v.set.revision,
	}
}

func (v *verdict) violation(found violation) {
	f := v.finding(found.rule)
	f.Path, f.Message, f.Fix = found.path, found.message, found.fix
	f.Span = v.place(f.Path)
	f.Fingerprint = fingerprint(v.req.Subject, found)
	v.exempt(&f)
	if f.Effective != Exempted && v.req.recordsOnly() {
		f.Effective, f.Why = Recorded, ByAction
	}
	v.findings = append(v.findings, f)
}

// approval says at every parked finding how it is approved.
func (v *verdict) approval() {
	for i := range v.findings {
		if f := &v.findings[i]; f.Effective == Reviews && !f.Error {
			how := fmt.Sprintf("or have %s approve it: an exemption from %s for the subject %s and the path %s", f.Owner, f.Rule, v.req.Subject.Name, f.Path)
			f.Fix = strings.TrimPrefix(f.Fix+"; "+how, "; or ")
		}
	}
}

// exempt applies the first exemption in force that covers the finding.
func (v *verdict) exempt(f *Finding) {
	for i := range v.set.exemptions {
		e := &v.set.exemptions[i]
		if !e.covers(v.req.Subject, f) {
			continue
		}
		effect, waives := e.apply(v.req.Time)
		if !waives || effect == Warns && !f.Blocks() {
			continue
		}
		f.Effective, f.Why, f.Exemption = effect, ByExemption, e.ID
		v.exempting = append(v.exempting, e.ID)
		return
	}
}

// failure enters a rule that gave no answer. It blocks when the rule would, unless its metadata say otherwise.
func (v *verdict) failure(id, message string) {
	f := v.finding(id)
	f.Message, f.Error = message+"; tell "+f.Owner, true
	f.Fingerprint = fingerprint(v.req.Subject, violation{rule: id, key: "error"})
	switch onError := v.set.byID[id].onError; {
	case v.req.recordsOnly():
		f.Effective, f.Why = Recorded, ByAction
	case onError == "deny":
		f.Effective, f.Why = Blocks, ByOnError
	case onError == "warn":
		f.Effective, f.Why = Warns, ByOnError
	case !f.Blocks():
		f.Effective = Warns
	}
	v.failed = append(v.failed, id)
	v.findings = append(v.findings, f)
}

// quarantined enters a rule that was not asked. A critical rule still refuses what it was not asked about.
func (v *verdict) quarantined(id string) {
	v.isolated = append(v.isolated, id)
	const message = "the rule is no longer evaluated: it ran over its time too often"
	if v.set.byID[id].Severity == "critical" {
		v.failure(id, message)
		return
	}
	f := v.finding(id)
	f.Message, f.Error, f.Effective, f.Why = message+"; tell "+f.Owner, true, Recorded, ByQuarantine
	f.Fingerprint = fingerprint(v.req.Subject, violation{rule: id, key: "quarantine"})
	v.findings = append(v.findings, f)
}

// ratchet lets blocking findings pass that the version before has too, where the roll-out says so. Only the rules in
// question are asked about it, as if it were a first version: what a rule finds in a change is never old.
func (v *verdict) ratchet(ask func(ids []string, old *Request) []violation) {
	if v.req.Previous == nil {
		return
	}
	var ids []string
	for i := range v.findings {
		if v.findings[i].ratchets(v.set) && !slices.Contains(ids, v.findings[i].Rule) {
			ids = append(ids, v.findings[i].Rule)
		}
	}
	if len(ids) == 0 {
		return
	}
	old := *v.req
	old.Schema, old.Previous, old.Changes = v.req.Previous.Document, nil, nil
	existing := map[string]bool{}
	for _, found := range ask(ids, &old) {
		existing[fingerprint(v.req.Subject, found)] = true
	}
	for i := range v.findings {
		if f := &v.findings[i]; f.ratchets(v.set) && existing[f.Fingerprint] {
			f.Effective, f.Why = Warns, Existing
		}
	}
}

func (f *Finding) ratchets(s *Set) bool {
	return f.Blocks() && !f.Error && s.byID[f.Rule].rollout.Existing == Warn
}

func (v *verdict) decision(applicable int) Decision {
	v.approval()
	slices.SortFunc(v.findings, func(a, b Finding) int {
		return cmp.Or(
			cmp.Compare(a.Span.Start.Line, b.Span.Start.Line),
			cmp.Compare(a.Span.Start.Column, b.Span.Start.Column),
			strings.Compare(a.Rule, b.Rule), strings.Compare(a.Path, b.Path), strings.Compare(a.Message, b.Message),
		)
	})
	slices.Sort(v.exempting)
	outcome := v.outcome()
	dropped := v.cut()
	return Decision{
		Outcome: outcome, Findings: v.findings, Dropped: dropped, Exemptions: slices.Compact(v.exempting), Revision: v.set.revision,
		Rules: Counts{Loaded: len(v.set.rules), Applicable: applicable, Failed: v.failed, Quarantined: v.isolated},
	}
}

// cut keeps maxFindings of each rule and effect, so that a large schema without documentation does not make a decision
// that cannot be stored. It returns how many it took away.
func (v *verdict) cut() int {
	type kind struct {
		rule   string
		effect Effect
	}
	kept, all := map[kind]int{}, len(v.findings)
	v.findings = slices.DeleteFunc(v.findings, func(f Finding) bool {
		k := kind{f.Rule, f.Effective}
		kept[k]++
		return kept[k] > maxFindings
	})
	return all - len(v.findings)
}

const maxFindings = 100

// outcome is the worst of the findings. A violation is worse than a failure: it stays when the rule is mended.
func (v *verdict) outcome() Outcome {
	outcome := Accepted
	for _, f := range v.findings {
		switch {
		case f.Effective == Blocks && !f.Error:
			return Rejected
		case f.Effective == Reviews && !f.Error:
			outcome = Parked
		case f.Blocks() && outcome != Parked:
			outcome = Failed
		case f.Effective == Warns && outcome == Accepted:
			outcome = AcceptedWithWarnings
		}
	}
	return outcome
}

// place is where a path stands; a path that is nobody's is placed at what contains it.
func (v *verdict) place(path string) schema.Span {
	if v.spans == nil {
		v.spans = map[string]schema.Span{}
		for _, t := range v.req.Schema.Types {
			v.spans[t.Path] = t.Span
		}
		for i := range v.req.Schema.Fields {
			v.spans[v.req.Schema.Fields[i].Path] = v.req.Schema.Fields[i].Span
		}
	}
	for path != "" {
		if span, ok := v.spans[path]; ok {
			return span
		}
		path = path[:max(strings.LastIndexByte(path, '.'), 0)]
	}
	return schema.Span{}
}

func fingerprint(s Subject, v violation) string {
	h := sha256.Sum256([]byte(strings.Join([]string{v.rule, s.domain(), s.Name, v.path, v.key}, "\x00")))
	return hex.EncodeToString(h[:16])
}
