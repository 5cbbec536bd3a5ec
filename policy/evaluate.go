package policy

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/topdown"
)

// budget bounds one evaluation.
type budget struct {
	// deadline is when it is told to stop, grace how long it may take to do so before it is abandoned.
	deadline, grace time.Duration
}

// violation is one result of one rule.
type violation struct {
	rule, path, message, fix, key string
}

// failure is why a rule gave no result.
type failure struct {
	rule   string
	reason string
	// late means that it ran over its time.
	late bool
}

// errLate and errGone are why an evaluation was stopped.
var (
	errLate = errors.New("it ran over its time")
	errGone = errors.New("the request was cancelled")
)

// ask evaluates rules on one input: all at once, and one by one when that fails, so that a rule that is broken takes no
// other with it. It ends after slowest deadlines, or
// when ctx does; what was not asked by then has failed.
func (s *Set) ask(ctx context.Context, in *input, ids []string, now time.Time, b budget, opts ...rego.EvalOption) ([]violation, []failure) {
	if len(ids) == 0 {
		return nil, nil
	}
	found, err := s.askOnce(ctx, in, ids, now, b, opts...)
	if err == nil {
		return found, nil
	}
	if len(ids) == 1 {
		return nil, []failure{{ids[0], err.Error(), errors.Is(err, errLate)}}
	}
	found = nil
	var failed []failure
	start := time.Now()
	for _, id := range ids {
		if ctx.Err() != nil {
			failed = append(failed, failure{rule: id, reason: errGone.Error()})
			continue
		}
		if time.Since(start) > slowest*b.deadline {
			failed = append(failed, failure{rule: id, reason: "the rules asked before took all the time"})
			continue
		}
		one, err := s.askOnce(ctx, in, []string{id}, now, b, opts...)
		if err != nil {
			failed = append(failed, failure{id, err.Error(), errors.Is(err, errLate)})
			continue
		}
		found = append(found, one...)
	}
	return found, failed
}

const slowest = 8

// askOnce evaluates rules in one query. An error says that some rule, whichever, has no answer.
func (s *Set) askOnce(ctx context.Context, in *input, ids []string, now time.Time, b budget, opts ...rego.EvalOption) ([]violation, error) {
	cancel := topdown.NewCancel()
	var failed []topdown.Error
	opts = append(slices.Clone(opts),
		rego.EvalParsedInput(in.asking(ids)),
		rego.EvalTime(now),
		rego.EvalExternalCancel(cancel),
		rego.EvalBuiltinErrorList(&failed),
		rego.EvalGenerateJSON(func(t *ast.Term, _ *rego.EvalContext) (any, error) { return t.Value, nil }),
	)
	results, err := watch(ctx, cancel, b, func() (rego.ResultSet, error) { return s.query.Eval(ctx, opts...) })
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

// watch runs eval in a goroutine of its own, because some evaluations cannot be stopped: one that does not end after it
// was told to is abandoned, and its goroutine ends when it ends.
func watch(ctx context.Context, cancel topdown.Cancel, b budget, eval func() (rego.ResultSet, error)) (rego.ResultSet, error) {
	type answer struct {
		results rego.ResultSet
		err     error
	}
	done := make(chan answer, 1)
	go func() {
		var a answer
		defer func() {
			if r := recover(); r != nil {
				a = answer{err: fmt.Errorf("the evaluation panicked: %v", r)}
			}
			done <- a
		}()
		a.results, a.err = roomy(eval)
	}()
	timer := time.NewTimer(b.deadline)
	defer timer.Stop()
	cause := errLate
	select {
	case a := <-done:
		return a.results, a.err
	case <-timer.C:
	case <-ctx.Done():
		cause = errGone
	}
	cancel.Cancel()
	timer.Reset(b.grace)
	select {
	case a := <-done:
		if a.err == nil {
			return a.results, nil
		}
		return nil, cause
	case <-timer.C:
		return nil, fmt.Errorf("%w and could not be stopped", cause)
	}
}

// roomy runs eval with room on the stack. A new goroutine's stack is small, evaluations are deep, and growing to their
// depth step by step costs more than most of them.
//
//go:noinline
func roomy(eval func() (rego.ResultSet, error)) (rego.ResultSet, error) {
	var room [32 << 10]byte
	defer runtime.KeepAlive(&room)
	return eval()
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

// violations reads the dispatcher's answer, a set of [id, violation].
func violations(answer ast.Set) ([]violation, error) {
	var found []violation
	err := answer.Iter(func(t *ast.Term) error {
		pair, ok := t.Value.(*ast.Array)
		if !ok || pair.Len() != 2 {
			return fmt.Errorf("%v is not an answer", t)
		}
		v := violation{rule: string(pair.Elem(0).Value.(ast.String))}
		if err := v.read(pair.Elem(1).Value); err != nil {
			return err
		}
		found = append(found, v)
		return nil
	})
	return found, err
}

// read takes {path, message, fix, key}; fix and key may be missing.
func (v *violation) read(from ast.Value) error {
	object, ok := from.(ast.Object)
	if !ok {
		return fmt.Errorf("a violation must be an object with path and message, not %v", from)
	}
	return errors.Join(object.Iter(func(k, value *ast.Term) error {
		s, ok := value.Value.(ast.String)
		if !ok {
			return fmt.Errorf("the violation's %v is %v; it must be a string", k, value)
		}
		switch k.Value {
		case ast.String("path"):
			v.path = string(s)
		case ast.String("message"):
			v.message = string(s)
		case ast.String("fix"):
			v.fix = string(s)
		case ast.String("key"):
			v.key = string(s)
		default:
			return fmt.Errorf("a violation has path, message, fix and key, but no %v", k)
		}
		return nil
	}), complete(object))
}

func complete(object ast.Object) error {
	for _, k := range []string{"path", "message"} {
		if object.Get(ast.StringTerm(k)) == nil {
			return fmt.Errorf("a violation has no %s", k)
		}
	}
	return nil
}
