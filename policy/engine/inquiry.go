package engine

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// inquiry is one input put to some rules.
type inquiry struct {
	input *input
	// rules are the ids of those that are asked, past their selectors.
	rules []string
	// now is the time that rules see.
	now    time.Time
	budget budget
	// unindexed asks without OPA's rule index, which must make no difference.
	unindexed bool
}

// failure is why a rule gave no result.
type failure struct {
	rule   string
	reason string
	// late means that it ran over its time.
	late bool
}

// slowest is how many deadlines rules may take one by one.
const slowest = 8

// ask evaluates the rules of an inquiry: all at once, and one by one when that fails, so that a rule that is broken takes
// no other with it. One by one they may take slowest times the deadline together; rules that were not asked by then, or
// when ctx ended, have failed.
func (p *Program) ask(ctx context.Context, q inquiry) ([]violation, []failure) {
	if len(q.rules) == 0 {
		return nil, nil
	}
	found, err := p.askAtOnce(ctx, q)
	if err == nil {
		return found, nil
	}
	if len(q.rules) == 1 {
		return nil, []failure{{q.rules[0], err.Error(), errors.Is(err, errLate)}}
	}
	found = nil
	var failed []failure
	start := time.Now()
	for _, id := range q.rules {
		if ctx.Err() != nil {
			failed = append(failed, failure{rule: id, reason: errGone.Error()})
			continue
		}
		if time.Since(start) > slowest*q.budget.deadline {
			failed = append(failed, failure{rule: id, reason: "the rules asked before took all the time"})
			continue
		}
		alone := q
		alone.rules = []string{id}
		one, err := p.askAtOnce(ctx, alone)
		if err != nil {
			failed = append(failed, failure{id, err.Error(), errors.Is(err, errLate)})
			continue
		}
		found = append(found, one...)
	}
	return found, failed
}

// askAtOnce evaluates the rules in one query. An error says that some rule, whichever, has no answer.
func (p *Program) askAtOnce(ctx context.Context, q inquiry) ([]violation, error) {
	cancel := topdown.NewCancel()
	var failed []topdown.Error
	results, err := watch(ctx, cancel, q.budget, func() (rego.ResultSet, error) {
		return p.query.Eval(ctx,
			rego.EvalParsedInput(q.input.asking(q.rules)),
			rego.EvalTime(q.now),
			rego.EvalRuleIndexing(!q.unindexed),
			rego.EvalExternalCancel(cancel),
			rego.EvalBuiltinErrorList(&failed),
			rego.EvalGenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t.Value, nil }),
		)
	})
	switch {
	case err != nil:
		return nil, reason(err)
	case len(failed) > 0:
		return nil, reason(&failed[0])
	case len(results) != 1:
		return nil, errors.New("the rules gave no answer at all")
	}
	answer, ok := results[0].Expressions[0].Value.(ast.Set)
	if !ok {
		return nil, errors.New("the rules gave no set")
	}
	return violations(answer)
}

// reason is an error of OPA in one line, with the place in the policy repository.
func reason(err error) error {
	var e *topdown.Error
	if !errors.As(err, &e) {
		return err
	}
	message, _, _ := strings.Cut(e.Message, "\n")
	message = strings.TrimSuffix(message, ":")
	if e.Location == nil {
		return errors.New(message)
	}
	return fmt.Errorf("%s:%d: %s", e.Location.File, e.Location.Row, message)
}
