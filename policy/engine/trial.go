package engine

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/set"
)

// Test shows that the rules of the program work. Every rule fires on each of its bad fixtures and on none of the good
// ones, and has at least one of both in every format that it is about; a rule finds the same whether its selectors were
// asked first or not, and whether OPA's rule index is used or not; and the tests in Rego pass. Now is the time of the
// requests. It stops early, with a complaint, when ctx ends.
func (p *Program) Test(ctx context.Context, now time.Time) Report {
	t := &trial{program: p, now: now, byRule: map[string]*RuleReport{}}
	for _, r := range p.Rules() {
		t.byRule[r.ID] = &RuleReport{Rule: r.ID, Fired: map[string]int{}, Silent: map[string]int{}}
	}
	for _, f := range p.Fixtures(now, &t.wrong) {
		if ctx.Err() != nil {
			break
		}
		t.behaviour(ctx, f)
		t.soundness(ctx, f)
	}
	t.coverage()
	t.regoTests(ctx)
	if err := ctx.Err(); err != nil {
		t.wrong.Add("policy.yaml", 0, "the tests were stopped: %v", err)
	}
	report := Report{Revision: p.Revision(), Passed: t.passed}
	for _, r := range p.Rules() {
		report.Rules = append(report.Rules, t.byRule[r.ID].mean())
	}
	if err, ok := t.wrong.Err().(*set.LoadError); ok {
		report.Complaints = err.Complaints
	}
	return report
}

// trial is one run of the tests.
type trial struct {
	program *Program
	now     time.Time
	wrong   set.Complaints
	byRule  map[string]*RuleReport
	passed  int
}

// patient is the budget of tests: a loaded machine must not fail a set.
var patient = budget{5 * time.Second, time.Second}

// ask puts a fixture to rules, with the patience of tests.
func (t *trial) ask(ctx context.Context, q inquiry) ([]violation, []failure) {
	q.now, q.budget = t.now, patient
	return t.program.ask(ctx, q)
}

// behaviour asks the fixture's own rule, past its selectors.
func (t *trial) behaviour(ctx context.Context, f set.Fixture) {
	in, _ := t.program.buildInput(&f.Request)
	start := time.Now()
	found, failures := t.ask(ctx, inquiry{input: in, rules: []string{f.Rule.ID}})
	t.byRule[f.Rule.ID].Cost += time.Since(start).Microseconds()
	format := policy.FormatOf(f.Request.Subject.Format)
	switch {
	case len(failures) > 0:
		t.wrong.Add(f.File, 0, "%s could not be evaluated: %s", f.Rule.ID, failures[0].reason)
	case f.Bad && len(found) == 0:
		t.wrong.Add(f.File, 0, "%s finds nothing in this bad fixture", f.Rule.ID)
	case !f.Bad && len(found) > 0:
		t.wrong.Add(f.File, 0, "%s finds something in this good fixture: %s: %s", f.Rule.ID, found[0].path, found[0].message)
	case f.Bad:
		t.byRule[f.Rule.ID].Fired[format]++
	default:
		t.byRule[f.Rule.ID].Silent[format]++
	}
}

// soundness asks every rule of the set about the fixture: behind its selectors and past them, with and without index.
func (t *trial) soundness(ctx context.Context, f set.Fixture) {
	in, has := t.program.buildInput(&f.Request)
	var gated, all []string
	for _, r := range t.program.Rules() {
		misses := r.Misses(has)
		if misses == set.OutOfScope {
			continue
		}
		all = append(all, r.ID)
		if misses == "" {
			gated = append(gated, r.ID)
		}
	}
	ungated, failures := t.ask(ctx, inquiry{input: in, rules: all})
	for _, v := range ungated {
		if !slices.Contains(gated, v.rule) {
			r := t.program.Rule(v.rule)
			t.wrong.Add(r.Folder+"/rule.rego", 0, "the selector %s leaves out %s, in which the rule finds %s: %s", r.Misses(has), f.File, v.path, v.message)
		}
	}
	unindexed, _ := t.ask(ctx, inquiry{input: in, rules: all, unindexed: true})
	if !slices.Equal(ungated, unindexed) {
		t.wrong.Add(f.File, 0, "the rules find %d violations with the rule index and %d without: report this", len(ungated), len(unindexed))
	}
	for _, failed := range failures {
		if failed.rule != f.Rule.ID {
			t.wrong.Add(f.File, 0, "%s could not be evaluated: %s", failed.rule, failed.reason)
		}
	}
}

// coverage demands a fixture of both kinds for every format that a rule is about.
func (t *trial) coverage() {
	for _, r := range t.program.Rules() {
		for _, format := range r.Match.AllFormats() {
			report := t.byRule[r.ID]
			if report.Fired[format] == 0 {
				t.wrong.Add(r.Folder+"/fixtures/bad", 0, "%s was not seen to fire in %s: add a schema that it must complain about", r.ID, format)
			}
			if report.Silent[format] == 0 {
				t.wrong.Add(r.Folder+"/fixtures/good", 0, "%s was not seen to be silent in %s: add a schema that it must accept", r.ID, format)
			}
		}
	}
}

// regoTests runs the tests in Rego, compiled together with the rules.
func (t *trial) regoTests(ctx context.Context) {
	if len(t.program.modules.tests) == 0 {
		return
	}
	all := map[string]*ast.Module{}
	for _, modules := range []map[string]*ast.Module{t.program.modules.live, t.program.modules.tests} {
		for name, m := range modules {
			all[name] = m.Copy()
		}
	}
	if err := t.runRego(ctx, all); err != nil {
		complain("policy.yaml", err, &t.wrong)
	}
}

func (t *trial) runRego(ctx context.Context, all map[string]*ast.Module) error {
	compiler, err := newCompiler()
	if err != nil {
		return err
	}
	txn, err := t.program.store.NewTransaction(ctx)
	if err != nil {
		return err
	}
	defer t.program.store.Abort(ctx, txn)
	results, err := tester.NewRunner().SetParallel(1).SetCompiler(compiler).SetStore(t.program.store).SetModules(all).
		SetTimeout(patient.deadline).RaiseBuiltinErrors(true).RunTests(ctx, txn)
	if err != nil {
		return err
	}
	for r := range results {
		switch {
		case r.Error != nil:
			t.wrong.Add(r.Location.File, r.Location.Row, "%s: %v", r.Name, reason(r.Error))
		case r.Fail:
			t.wrong.Add(r.Location.File, r.Location.Row, "%s fails%s", r.Name, failedAt(r))
		case r.Skip:
			t.wrong.Add(r.Location.File, r.Location.Row, "%s is skipped: mend or remove it", r.Name)
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
