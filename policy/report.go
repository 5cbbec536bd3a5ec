package policy

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/tester"
)

// Report is what [Set.Test] found. The set is fit to be activated when Complaints is empty.
type Report struct {
	Revision string       `json:"revision"`
	Rules    []RuleReport `json:"rules"`
	// Passed counts the tests in Rego that passed.
	Passed     int         `json:"rego_tests_passed"`
	Complaints []Complaint `json:"complaints,omitempty"`
}

// RuleReport is what the fixtures of one rule showed.
type RuleReport struct {
	Rule string `json:"rule"`
	// Fired and Silent count the fixtures that behaved, by format.
	Fired  map[string]int `json:"fired"`
	Silent map[string]int `json:"silent"`
	// Cost is the mean time of one evaluation of this rule alone, in microseconds.
	Cost int64 `json:"cost_us"`
}

// Err is nil when there is nothing to complain about, and a *[LoadError] otherwise.
func (r Report) Err() error { return complaints(r.Complaints).err() }

// Test shows that the rules of the set work. Every rule fires on each of its bad fixtures and on none of the good ones,
// and has at least one of both in every format that it is about; a rule finds the same whether its selectors were asked
// first or not, and whether OPA's rule index is used or not; and the tests in Rego pass. Time is that of the requests.
// It stops early, with a complaint, when ctx ends.
func (s *Set) Test(ctx context.Context, now time.Time) Report {
	t := &trial{set: s, ctx: ctx, now: now, byRule: map[string]*RuleReport{}}
	for _, r := range s.rules {
		t.byRule[r.ID] = &RuleReport{Rule: r.ID, Fired: map[string]int{}, Silent: map[string]int{}}
	}
	for _, f := range s.fixtures(now, &t.wrong) {
		if ctx.Err() != nil {
			break
		}
		t.behaviour(f)
		t.soundness(f)
	}
	t.coverage()
	t.regoTests()
	if err := ctx.Err(); err != nil {
		t.wrong.add("policy.yaml", 0, "the tests were stopped: %v", err)
	}
	report := Report{Revision: s.revision, Passed: t.passed}
	for _, r := range s.rules {
		report.Rules = append(report.Rules, t.byRule[r.ID].mean())
	}
	if err, ok := t.wrong.err().(*LoadError); ok {
		report.Complaints = err.Complaints
	}
	return report
}

func (r *RuleReport) mean() RuleReport {
	runs := 0
	for _, counts := range []map[string]int{r.Fired, r.Silent} {
		for _, n := range counts {
			runs += n
		}
	}
	r.Cost /= int64(max(runs, 1))
	return *r
}

// trial is one run of the tests.
type trial struct {
	set    *Set
	ctx    context.Context
	now    time.Time
	wrong  complaints
	byRule map[string]*RuleReport
	passed int
}

// patient is the budget of tests: a loaded machine must not fail a set.
var patient = budget{5 * time.Second, time.Second}

// behaviour asks the fixture's own rule, past its selectors.
func (t *trial) behaviour(f fixture) {
	in, _ := t.set.buildInput(&f.req)
	start := time.Now()
	found, failures := t.set.ask(t.ctx, in, []string{f.rule.ID}, t.now, patient)
	t.byRule[f.rule.ID].Cost += time.Since(start).Microseconds()
	format := formatName(f.req.Subject.Format)
	switch {
	case len(failures) > 0:
		t.wrong.add(f.file, 0, "%s could not be evaluated: %s", f.rule.ID, failures[0].reason)
	case f.bad && len(found) == 0:
		t.wrong.add(f.file, 0, "%s finds nothing in this bad fixture", f.rule.ID)
	case !f.bad && len(found) > 0:
		t.wrong.add(f.file, 0, "%s finds something in this good fixture: %s: %s", f.rule.ID, found[0].path, found[0].message)
	case f.bad:
		t.byRule[f.rule.ID].Fired[format]++
	default:
		t.byRule[f.rule.ID].Silent[format]++
	}
}

// soundness asks every rule of the set about the fixture: behind its selectors and past them, with and without index.
func (t *trial) soundness(f fixture) {
	in, has := t.set.buildInput(&f.req)
	var gated, all []string
	for _, r := range t.set.rules {
		if d := r.domain(); d != "" && d != has.domain {
			continue
		}
		all = append(all, r.ID)
		if r.Match.misses(has) == "" {
			gated = append(gated, r.ID)
		}
	}
	ungated, failures := t.set.ask(t.ctx, in, all, t.now, patient)
	for _, v := range ungated {
		if !slices.Contains(gated, v.rule) {
			t.wrong.add(t.set.byID[v.rule].Folder+"/rule.rego", 0,
				"the selector %s leaves out %s, in which the rule finds %s: %s", t.set.byID[v.rule].Match.misses(has), f.file, v.path, v.message)
		}
	}
	unindexed, _ := t.set.ask(t.ctx, in, all, t.now, patient, rego.EvalRuleIndexing(false))
	if !slices.Equal(ungated, unindexed) {
		t.wrong.add(f.file, 0, "the rules find %d violations with the rule index and %d without: report this", len(ungated), len(unindexed))
	}
	for _, failed := range failures {
		if failed.rule != f.rule.ID {
			t.wrong.add(f.file, 0, "%s could not be evaluated: %s", failed.rule, failed.reason)
		}
	}
}

// coverage demands a fixture of both kinds for every format that a rule is about.
func (t *trial) coverage() {
	for _, r := range t.set.rules {
		for _, format := range r.Match.formats() {
			report := t.byRule[r.ID]
			if report.Fired[format] == 0 {
				t.wrong.add(r.Folder+"/fixtures/bad", 0, "%s was not seen to fire in %s: add a schema that it must complain about", r.ID, format)
			}
			if report.Silent[format] == 0 {
				t.wrong.add(r.Folder+"/fixtures/good", 0, "%s was not seen to be silent in %s: add a schema that it must accept", r.ID, format)
			}
		}
	}
}

// regoTests runs the tests in Rego, compiled together with the rules.
func (t *trial) regoTests() {
	if len(t.set.modules.tests) == 0 {
		return
	}
	all := map[string]*ast.Module{}
	for _, modules := range []map[string]*ast.Module{t.set.modules.live, t.set.modules.tests} {
		for name, m := range modules {
			all[name] = m.Copy()
		}
	}
	if err := t.runRego(all); err != nil {
		complainRego("policy.yaml", err, &t.wrong)
	}
}

func (t *trial) runRego(all map[string]*ast.Module) error {
	compiler, err := newCompiler()
	if err != nil {
		return err
	}
	txn, err := t.set.store.NewTransaction(t.ctx)
	if err != nil {
		return err
	}
	defer t.set.store.Abort(t.ctx, txn)
	results, err := tester.NewRunner().SetParallel(1).SetCompiler(compiler).SetStore(t.set.store).SetModules(all).
		SetTimeout(patient.deadline).RaiseBuiltinErrors(true).RunTests(t.ctx, txn)
	if err != nil {
		return err
	}
	for r := range results {
		switch {
		case r.Error != nil:
			t.wrong.add(r.Location.File, r.Location.Row, "%s: %v", r.Name, reason(r.Error))
		case r.Fail:
			t.wrong.add(r.Location.File, r.Location.Row, "%s fails%s", r.Name, failedAt(r))
		case r.Skip:
			t.wrong.add(r.Location.File, r.Location.Row, "%s is skipped: mend or remove it", r.Name)
		default:
			t.passed++
		}
	}
	return nil
}

func failedAt(r *tester.Result) string {
	if r.FailedAt == nil || r.FailedAt.Location == nil {
		return ""
	}
	return fmt.Sprintf(" at line %d: %s", r.FailedAt.Location.Row, r.FailedAt.Location.Text)
}
