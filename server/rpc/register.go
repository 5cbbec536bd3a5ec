package rpc

import (
	"context"
	"errors"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
)

func (m *methods) Register(ctx context.Context, r *concordv1.RegisterRequest) (*concordv1.RegisterResponse, error) {
	return answer(ctx, m, Call{Method: "Register", Write: true}, func(ctx context.Context) (*concordv1.RegisterResponse, error) {
		req, err := m.admit(ctx, "Register", r.GetRegistration())
		if err != nil {
			return nil, err
		}
		done, err := m.as(ctx).Register(ctx, req)
		if err != nil {
			return nil, err
		}
		return &concordv1.RegisterResponse{Registered: m.registered(done), Seq: done.Seq}, nil
	})
}

// admit reads a registration and asks whether the caller may make it.
func (m *methods) admit(ctx context.Context, method string, r *concordv1.Registration) (registry.RegisterRequest, error) {
	req, err := registration(r)
	if err != nil {
		return req, err
	}
	return req, m.Allow(ctx, on(method, req.Subject, true))
}

func (m *methods) registered(r registry.Registration) *concordv1.Registered {
	return &concordv1.Registered{
		Version:  encodeVersion(r.Version),
		Created:  r.Created,
		Findings: findings(r.Verdict),
		Decision: encodeDecision(r.Decision),
	}
}

func (m *methods) Check(ctx context.Context, r *concordv1.CheckRequest) (*concordv1.CheckResponse, error) {
	return answer(ctx, m, Call{Method: "Check"}, func(ctx context.Context) (*concordv1.CheckResponse, error) {
		seq, err := m.await(ctx, r.GetMinSeq())
		if err != nil {
			return nil, err
		}
		req, err := registration(r.GetRegistration())
		if err != nil {
			return nil, err
		}
		if err := m.Allow(ctx, on("Check", req.Subject, false)); err != nil {
			return nil, err
		}
		check := m.rehearse
		if r.GetAgainst() != 0 {
			check = m.compare(int(r.GetAgainst()))
		}
		response, err := check(ctx, req)
		if err != nil {
			return nil, err
		}
		response.Seq = seq
		return response, nil
	})
}

// rehearse registers without the commit. A refusal is an answer.
func (m *methods) rehearse(ctx context.Context, req registry.RegisterRequest) (*concordv1.CheckResponse, error) {
	done, err := registry.Try[registry.Registration](ctx, m.as(ctx), req.Change())
	var refusal *registry.Refusal
	switch {
	case errors.As(err, &refusal):
		return m.refused(err, refusal), nil
	case err != nil:
		return nil, err
	}
	return &concordv1.CheckResponse{
		Accepted: true,
		Level:    levelValue(done.Verdict.Level),
		Findings: findings(done.Verdict),
		Decision: encodeDecision(done.Decision),
		Version:  encodeVersion(done.Version),
		Created:  done.Created,
	}, nil
}

func (m *methods) refused(err error, r *registry.Refusal) *concordv1.CheckResponse {
	return &concordv1.CheckResponse{
		Reason:   err.Error(),
		Level:    levelValue(r.Level),
		Findings: findings(r.Verdict),
		Reserved: r.Reserved,
		Decision: encodeDecision(r.Decision),
	}
}

// compare checks against one version alone.
func (m *methods) compare(version int) func(context.Context, registry.RegisterRequest) (*concordv1.CheckResponse, error) {
	return func(ctx context.Context, req registry.RegisterRequest) (*concordv1.CheckResponse, error) {
		verdict, err := m.as(ctx).Check(ctx, registry.CheckRequest{
			Subject: req.Subject,
			Draft:   req.Draft,
			Against: &registry.Selector{Number: version},
		})
		if err != nil {
			return nil, err
		}
		response := &concordv1.CheckResponse{
			Accepted: verdict.Compatible(),
			Level:    levelValue(verdict.Level),
			Findings: findings(verdict),
			Reserved: verdict.Reserved,
		}
		if !verdict.Compatible() {
			response.Reason = "the schema is not compatible with the version it was compared with"
		}
		return response, nil
	}
}

// maxRegistrations is what one etcd transaction holds (storage spec §3.6).
const maxRegistrations = 500

func (m *methods) ApplyChangeSet(ctx context.Context, r *concordv1.ApplyChangeSetRequest) (*concordv1.ApplyChangeSetResponse, error) {
	return answer(ctx, m, Call{Method: "ApplyChangeSet", Write: true}, func(ctx context.Context) (*concordv1.ApplyChangeSetResponse, error) {
		seq := m.Store.View().Seq()
		set, err := m.changeSet(ctx, r)
		if err != nil {
			return nil, err
		}
		var done []registry.Registration
		if r.GetDryRun() {
			outcomes, _, err := m.as(ctx).Rehearse(ctx, set...)
			if done, err = registrations(outcomes, err); err != nil {
				return nil, err
			}
		} else {
			landed, err := m.as(ctx).Commit(ctx, set...)
			if done, err = registrations(landed.Outcomes, err); err != nil {
				return nil, err
			}
		}
		response := &concordv1.ApplyChangeSetResponse{Seq: seq}
		for _, one := range done {
			response.Registered = append(response.Registered, m.registered(one))
			if !r.GetDryRun() {
				response.Seq = max(response.Seq, one.Seq)
			}
		}
		return response, nil
	})
}

// registrations are what became of registrations; the first refusal is the error.
func registrations(outcomes []registry.Outcome, err error) ([]registry.Registration, error) {
	var done []registry.Registration
	for _, o := range outcomes {
		if o.Err != nil {
			return nil, o.Err
		}
		done = append(done, o.Value.(registry.Registration))
	}
	return done, err
}

func (m *methods) changeSet(ctx context.Context, r *concordv1.ApplyChangeSetRequest) ([]registry.Change, error) {
	var set []registry.Change
	if now := m.Store.View().Seq(); r.GetIfSeq() != 0 && r.GetIfSeq() != now {
		return nil, fault.PlanStale.Because("the registry is at position %d, the plan was made at %d", now, r.GetIfSeq())
	}
	if n := len(r.GetRegistrations()); n > maxRegistrations {
		return set, &fault.Error{
			Kind:    fault.TooLarge,
			Message: "the change set holds too many registrations to land at once",
			Hint:    "split it into sets of at most 500, what is referred to first",
		}
	}
	for i, one := range r.GetRegistrations() {
		req, err := m.admit(ctx, "ApplyChangeSet", one)
		if err != nil {
			fault.Wrap(&err, "registration %d", i+1)
			return set, err
		}
		set = append(set, req.Change())
	}
	return set, nil
}
