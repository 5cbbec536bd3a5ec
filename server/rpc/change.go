package rpc

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"strconv"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// maxChanges is what one transaction of storage holds.
const maxChanges = 500

// step is one change of a request: one or two of the registry's, or none where there is nothing to do.
type step struct {
	scope   store.Subject
	changes []registry.Change
	// result says what became of them. fresh is set where what was changed was not there before.
	result func(outcomes []registry.Outcome, fresh bool) *concordv1.ChangeResult
	fresh  bool
}

func (m *methods) PlanChanges(ctx context.Context, r *concordv1.PlanChangesRequest) (*concordv1.PlanChangesResponse, error) {
	return read(ctx, m, "PlanChanges", func(ctx context.Context, c *call) (*concordv1.PlanChangesResponse, error) {
		if err := c.May(c.view, store.ChangesPlan, everywhere); err != nil {
			return nil, err
		}
		steps, err := c.steps(r.GetChanges())
		if err != nil {
			return nil, err
		}
		all := changesOf(steps)
		outcomes, token, err := c.Rehearse(ctx, all...)
		if err != nil && len(all) == 1 {
			outcomes, err = []registry.Outcome{{Scope: steps[0].scope, Err: err}}, nil
		}
		if err != nil {
			return nil, err
		}
		response := &concordv1.PlanChangesResponse{}
		refused := false
		for _, s := range steps {
			mine := outcomes[:len(s.changes)]
			outcomes = outcomes[len(s.changes):]
			result := s.planned(c, ctx, mine)
			refused = refused || result.Problem != nil || result.Verdict != nil && stopped(result.Verdict)
			response.Results = append(response.Results, result)
		}
		if !refused {
			until := time.Now().Add(planLife)
			response.PlanToken, response.ExpireTime = planToken(token, until), timestamppb.New(until)
		}
		return response, nil
	})
}

// everywhere is the scope of the registry as a whole.
var everywhere = store.Subject{Domain: store.Everywhere}

func stopped(v *concordv1.Verdict) bool {
	return v.Outcome == concordv1.Outcome_REFUSED || v.Outcome == concordv1.Outcome_IN_REVIEW
}

func (m *methods) ApplyChanges(ctx context.Context, r *concordv1.ApplyChangesRequest) (*concordv1.ApplyChangesResponse, error) {
	return answer(ctx, m, "ApplyChanges", func(ctx context.Context, c *call) (*concordv1.ApplyChangesResponse, error) {
		if err := c.May(c.Store.View(), store.ChangesApply, everywhere); err != nil {
			return nil, err
		}
		steps, err := c.steps(r.GetChanges())
		if err != nil {
			return nil, err
		}
		set := setOf(changesOf(steps)...)
		if set.Token, err = tokenOf(r.GetPlanToken()); err != nil {
			return nil, err
		}
		return land(ctx, c, r, set, func(done registry.Landed) (*concordv1.ApplyChangesResponse, error) {
			response := &concordv1.ApplyChangesResponse{}
			changed := false
			for _, s := range steps {
				mine := done.Outcomes[:len(s.changes)]
				done.Outcomes = done.Outcomes[len(s.changes):]
				response.Results = append(response.Results, s.result(mine, s.fresh))
				changed = changed || anyChanged(mine)
			}
			if changed {
				response.Entry = entryName(done.Seq)
			}
			return response, nil
		})
	})
}

func changesOf(steps []*step) []registry.Change {
	var all []registry.Change
	for _, s := range steps {
		all = append(all, s.changes...)
	}
	return all
}

// planned is what would become of a step.
func (s *step) planned(c *call, ctx context.Context, outcomes []registry.Outcome) *concordv1.ChangeResult {
	for _, o := range outcomes {
		if o.Err == nil {
			continue
		}
		result := &concordv1.ChangeResult{Name: s.scope.Resource(), Kind: concordv1.ChangeKind_CHANGE}
		if result.Verdict = verdictOf(o.Err); result.Verdict != nil {
			c.complete(result.Verdict, s.scope)
			return result
		}
		f := c.failure(ctx, o.Err)
		result.Problem = &concordv1.ChangeProblem{Message: f.message}
		var known *fault.Error
		if errors.As(o.Err, &known) {
			result.Problem.Reason, result.Problem.Hint = reasonOf(known), known.Advice()
		}
		return result
	}
	result := s.result(outcomes, s.fresh)
	if v := result.Version; v != nil && result.Kind != concordv1.ChangeKind_NONE {
		v.CreateTime, v.Entry, v.Decision = nil, "", ""
	}
	return result
}

// planLife is how long the token of a plan is taken.
const planLife = 24 * time.Hour

// planToken is the registry's token with the time until when it is taken.
func planToken(token string, until time.Time) string {
	return "pl_" + base64.RawURLEncoding.EncodeToString(append(binary.BigEndian.AppendUint32(nil, uint32(until.Unix())), token...))
}

// tokenOf is the registry's token in that of a plan, empty for none.
func tokenOf(text string) (string, error) {
	if text == "" {
		return "", nil
	}
	const prefix, timeBytes = "pl_", 4
	raw, err := base64.RawURLEncoding.DecodeString(text[min(len(prefix), len(text)):])
	if err != nil || text[:min(len(prefix), len(text))] != prefix || len(raw) < timeBytes {
		return "", fault.FieldInvalid.With("field", "planToken").Because("it is none that PlanChanges gave")
	}
	if until := time.Unix(int64(binary.BigEndian.Uint32(raw)), 0); time.Now().After(until) {
		return "", fault.PlanStale.Because("the plan was made more than a day ago")
	}
	return string(raw[timeBytes:]), nil
}

// steps reads the changes of a request.
func (c *call) steps(changes []*concordv1.Change) ([]*step, error) {
	if len(changes) > maxChanges {
		return nil, fault.ChangeTooLarge.Because("it holds %d changes, and at most %d land at once; split it, what is referred to first", len(changes), maxChanges)
	}
	steps := make([]*step, len(changes))
	for i, change := range changes {
		one, err := c.step(change)
		if err != nil {
			return nil, within("changes["+strconv.Itoa(i)+"].", err)
		}
		steps[i] = one
	}
	return steps, nil
}

func (c *call) step(change *concordv1.Change) (*step, error) {
	switch change := change.GetChange().(type) {
	case *concordv1.Change_Register:
		req, err := c.registration(change.Register)
		return c.stepOf(req.Change(), err, c.registerResult)
	case *concordv1.Change_DeleteVersion:
		made, err := c.versionDeletion(change.DeleteVersion)
		return c.stepOf(made, err, func(o registry.Outcome, _ bool) *concordv1.ChangeResult {
			return &concordv1.ChangeResult{Name: o.Scope.VersionResource(o.Value.(int)), Kind: concordv1.ChangeKind_DELETE}
		})
	case *concordv1.Change_DeleteSubject:
		made, err := c.subjectDeletion(change.DeleteSubject)
		return c.stepOf(made, err, kindOf(concordv1.ChangeKind_DELETE))
	case *concordv1.Change_UndeleteVersion:
		made, err := c.versionUndeletion(change.UndeleteVersion)
		return c.stepOf(made, err, func(o registry.Outcome, _ bool) *concordv1.ChangeResult {
			v := encodeVersion(o.Value.(*store.Version))
			return &concordv1.ChangeResult{Name: v.Name, Kind: concordv1.ChangeKind_CHANGE, Version: v}
		})
	case *concordv1.Change_UndeleteSubject:
		made, err := c.subjectUndeletion(change.UndeleteSubject)
		return c.stepOf(made, err, kindOf(concordv1.ChangeKind_CHANGE))
	case *concordv1.Change_Settings:
		return settingsStep(change.Settings)
	case *concordv1.Change_Domain:
		made, err := c.domainChange(change.Domain)
		return c.stepOf(made, err, func(o registry.Outcome, fresh bool) *concordv1.ChangeResult {
			if fresh && o.Changed {
				return &concordv1.ChangeResult{Name: o.Scope.Resource(), Kind: concordv1.ChangeKind_ADD}
			}
			return kindOf(concordv1.ChangeKind_CHANGE)(o, fresh)
		})
	case *concordv1.Change_DeleteDomain:
		made, err := c.domainDeletion(change.DeleteDomain)
		return c.stepOf(made, err, kindOf(concordv1.ChangeKind_DELETE))
	}
	return nil, fault.FieldInvalid.With("field", "register").Because("the change says nothing to do")
}

// stepOf is a step of one change.
func (c *call) stepOf(change registry.Change, err error, result func(registry.Outcome, bool) *concordv1.ChangeResult) (*step, error) {
	if err != nil {
		return nil, err
	}
	s := &step{scope: change.Scope}
	s.changes = []registry.Change{before(change, func(p *registry.Plan) error {
		s.fresh = p.Scope.Name == "" && !p.View().HasDomain(p.Scope.Domain)
		return nil
	})}
	s.result = func(outcomes []registry.Outcome, fresh bool) *concordv1.ChangeResult {
		return result(outcomes[0], fresh)
	}
	return s, nil
}

// kindOf is the result of a change that has nothing more to show.
func kindOf(kind concordv1.ChangeKind_Value) func(registry.Outcome, bool) *concordv1.ChangeResult {
	return func(o registry.Outcome, _ bool) *concordv1.ChangeResult {
		if !o.Changed {
			return &concordv1.ChangeResult{Name: o.Scope.Resource(), Kind: concordv1.ChangeKind_NONE}
		}
		return &concordv1.ChangeResult{Name: o.Scope.Resource(), Kind: kind}
	}
}

func (c *call) registerResult(o registry.Outcome, _ bool) *concordv1.ChangeResult {
	made := o.Value.(registry.Registration)
	result := &concordv1.ChangeResult{Kind: concordv1.ChangeKind_NONE, Verdict: c.registered(made), Version: encodeVersion(made.Version)}
	if made.Created {
		result.Kind = concordv1.ChangeKind_ADD
	}
	result.Name = result.Version.Name
	return result
}

func settingsStep(r *concordv1.UpdateSettingsRequest) (*step, error) {
	about, changes, err := settingsChanges(r)
	if err != nil {
		return nil, err
	}
	return &step{scope: about, changes: changes, result: func(outcomes []registry.Outcome, _ bool) *concordv1.ChangeResult {
		result := &concordv1.ChangeResult{Name: settingsName(about), Kind: concordv1.ChangeKind_NONE}
		if anyChanged(outcomes) {
			result.Kind = concordv1.ChangeKind_CHANGE
		}
		return result
	}}, nil
}

func anyChanged(outcomes []registry.Outcome) bool {
	for _, o := range outcomes {
		if o.Changed {
			return true
		}
	}
	return false
}
