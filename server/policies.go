package server

import (
	"context"
	"errors"
	"fmt"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/repo"
)

// policies is the engine and the name of its source.
type policies struct {
	*policy.Engine
	source string
}

// openPolicies starts the engine on the configured source; none leaves the registry without policies. A source that
// does not load now leaves the server running, not ready, until it does.
func (s *Server) openPolicies(ctx context.Context) error {
	source, err := repo.Open(s.config.Policy)
	if err != nil || source == nil {
		return err
	}
	engine := policy.NewEngine(policy.Config{})
	poller := &repo.Poller{Source: source, Engine: engine, Interval: s.config.PolicyPoll, Logger: s.config.Logger}
	s.policies = &policies{engine, source.String()}
	if err := poller.Poll(ctx); err != nil {
		s.config.Logger.Error("the policies are not active", "source", source.String(), "error", err)
	}
	running, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		poller.Run(running) // ends with the context's error
	}()
	s.onClose(func() error { cancel(); <-done; return nil })
	return nil
}

// problem says why no schema can be registered, nil when policies are active.
func (p *policies) problem() error {
	status := p.Status()
	switch {
	case status.Active:
		return nil
	case status.Degraded != "":
		return errors.New(status.Degraded)
	}
	return fmt.Errorf("the policies of %s are being loaded", p.source)
}

// PolicySummary says in a few words which policies decide.
func (s *Server) PolicySummary() string {
	if s.policies == nil {
		return "none"
	}
	status := s.policies.Status()
	if !status.Active {
		return s.policies.problem().Error()
	}
	return fmt.Sprintf("%s (%d rules, %d terms)", status.Revision, status.Rules, status.Terms)
}
