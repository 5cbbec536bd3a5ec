package server

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/repo"
)

// policies is the engine and the name of its source.
type policies struct {
	*engine.Engine
	source string
}

// policyStart bounds how long Start waits for the source of policies before it goes on with those that were active
// before, or without any.
const policyStart = 10 * time.Second

// openPolicies starts the engine on the configured source; none leaves the registry without policies. A source that
// cannot be read now leaves the server running on the policies that were last active, and not ready if there are none.
func (s *Server) openPolicies(ctx context.Context) error {
	options, err := s.config.policyOptions()
	if err != nil {
		return err
	}
	source, err := repo.OpenWith(s.config.Policy, options)
	if err != nil || source == nil {
		return err
	}
	e := engine.New(engine.Config{})
	poller := &repo.Poller{
		Source: source, Engine: e, Interval: s.config.PolicyPoll, Logger: s.config.Logger,
		Keeper: &keeper{store: s.store, forgetful: s.config.PolicyReset},
	}
	s.policies = &policies{e, source.String()}
	s.metrics.watchPolicies(e)
	first, cancel := context.WithTimeout(ctx, policyStart)
	defer cancel()
	if err := poller.Poll(first); err != nil {
		s.config.Logger.Error("the newest policies are not active", "source", source.String(), "error", err)
	}
	s.keepPolling(poller)
	return nil
}

// policyOptions are the options of the policies' source.
func (c Config) policyOptions() (repo.Options, error) {
	o := repo.Options{Credentials: c.PolicyAccess, Tags: c.PolicyTags}
	if c.PolicySignersFile == "" {
		return o, nil
	}
	text, err := os.ReadFile(c.PolicySignersFile)
	if err != nil {
		return o, fmt.Errorf("policy-signers: %w", err)
	}
	if o.Signers, err = repo.ParseSigners(text); err != nil {
		return o, fmt.Errorf("policy-signers %s: %w", c.PolicySignersFile, err)
	}
	return o, nil
}

func (s *Server) keepPolling(poller *repo.Poller) {
	running, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		poller.Run(running) // ends with the context's error
	}()
	s.onClose(func() error { cancel(); <-done; return nil })
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

// note says what an operator should know about policies that are active; empty for nothing.
func (p *policies) note() string {
	status := p.Status()
	switch {
	case !status.Active || status.Degraded == "":
		return ""
	case status.Confirmed.IsZero():
		return fmt.Sprintf("%s is active since %s, and its source could not be read since the start: %s",
			status.Revision, status.Activated.UTC().Format(time.RFC3339), status.Degraded)
	}
	return fmt.Sprintf("%s is active, and was last confirmed at %s: %s", status.Revision, status.Confirmed.UTC().Format(time.RFC3339), status.Degraded)
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
	summary := fmt.Sprintf("%s (%d rules, %d terms)", status.Revision, status.Rules, status.Terms)
	if status.Confirmed.IsZero() {
		summary += ", kept since " + status.Activated.UTC().Format(time.RFC3339)
	}
	return summary
}
