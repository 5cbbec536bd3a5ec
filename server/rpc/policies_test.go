package rpc_test

import (
	"context"
	"testing"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/starter"
	"github.com/concord-registry/concord/server/rpc"
)

// accepting are policies that accept everything, with a warning.
type accepting struct{}

func (accepting) Evaluate(context.Context, policy.Request) policy.Decision {
	return policy.Decision{Outcome: policy.AcceptedWithWarnings, Revision: "r1", Findings: []policy.Finding{warning("SEM001")}}
}

// warning is a finding that refuses nothing.
func warning(rule string) policy.Finding {
	return policy.Finding{
		Rule: rule, Title: "ids are uuids", Severity: "high", Level: policy.Warn, Effective: policy.Warns, Why: policy.ByLevel,
		Scope: "council", Owner: "ada", Path: "R.id", Message: "want uuid", Fix: "write uuid", Fingerprint: "f",
	}
}

func policies(t *testing.T) rpc.Policies {
	t.Helper()
	rules, err := starter.Load()
	if err != nil {
		t.Fatal(err)
	}
	e := engine.New(engine.Config{})
	e.Activate(rules, time.Now())
	return e
}
