package rpc

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"google.golang.org/protobuf/types/known/durationpb"

	"github.com/concord-registry/concord/policy"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// decided is a change of an entry with what the policies said about it.
type decided struct {
	changed
	policy.Decision
}

var decisionKeys = map[string]key[decided]{
	"domain":  {text: func(d decided) []string { return domainOfScope(d.Scope) }},
	"subject": {text: func(d decided) []string { return one(d.Scope.Name) }},
	"caller":  {text: func(d decided) []string { return one(d.Caller.ID) }},
	"outcome": {text: func(d decided) []string { return one(encodeDecision(d).Verdict.Outcome.String()) }},
	"rule": {text: func(d decided) []string {
		return each(d.Findings, func(f policy.Finding) string { return f.Rule })
	}},
	"time": {time: func(d decided) []time.Time { return []time.Time{d.Time} }},
}

func (m *methods) ListDecisions(ctx context.Context, r *concordv1.ListDecisionsRequest) (*concordv1.ListDecisionsResponse, error) {
	return read(ctx, m, "ListDecisions", func(ctx context.Context, c *call) (*concordv1.ListDecisionsResponse, error) {
		f, err := parseFilter(r.GetFilter(), decisionKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[uint64](r)
		if err != nil {
			return nil, err
		}
		response := &concordv1.ListDecisionsResponse{}
		var broken error
		response.NextPageToken, err = c.walkLog(ctx, p, func(e *store.Entry) bool {
			list, err := c.decisions(e)
			if err != nil {
				broken = err
				return false
			}
			for _, d := range list {
				if f.fits(d) {
					response.Decisions = append(response.Decisions, encodeDecision(d))
				}
			}
			return len(response.Decisions) < p.size
		})
		if broken != nil {
			err = broken
		}
		return response, err
	})
}

// decisions are those of an entry that the caller may see.
func (c *call) decisions(e *store.Entry) ([]decided, error) {
	var list []decided
	for _, change := range e.Changes {
		if len(change.Decision) == 0 || c.May(c.view, store.DecisionRead, change.Scope) != nil {
			continue
		}
		d := decided{changed: changed{e, change}}
		if err := json.Unmarshal(change.Decision, &d.Decision); err != nil {
			return nil, fmt.Errorf("the decision of %s at %d: %w", change.Resource(), e.Seq, err)
		}
		list = append(list, d)
	}
	return list, nil
}

func (m *methods) GetDecision(ctx context.Context, r *concordv1.GetDecisionRequest) (*concordv1.GetDecisionResponse, error) {
	return read(ctx, m, "GetDecision", func(ctx context.Context, c *call) (*concordv1.GetDecisionResponse, error) {
		name := "decisions/" + r.GetDecision()
		unknown := fault.DecisionNotFound.With("decision", shortened(r.GetDecision())).With("resource", shortened(name))
		position, _, _ := strings.Cut(r.GetDecision(), "-")
		seq, err := strconv.ParseUint(position, 10, 64)
		if err != nil || seq > c.view.Seq() {
			return nil, unknown
		}
		e, err := c.entry(ctx, seq)
		if fault.Is(err, fault.NotFound) {
			return nil, unknown
		} else if err != nil {
			return nil, err
		}
		list, err := c.decisions(e)
		if err != nil {
			return nil, err
		}
		for _, d := range list {
			if decisionName(seq, d.Resource()) == name {
				return &concordv1.GetDecisionResponse{Decision: encodeDecision(d)}, nil
			}
		}
		return nil, unknown
	})
}

func encodeDecision(d decided) *concordv1.Decision {
	name := decisionName(d.Seq, d.Resource())
	v := &concordv1.Verdict{
		Resource: d.Scope.Resource(), Findings: each(d.Findings, encodePolicyFinding), FindingsDropped: int32(d.Dropped),
		Decision: name, Revision: d.Decision.Revision,
	}
	v.Outcome = outcomeOf(v.Findings)
	return &concordv1.Decision{
		Name:                 name,
		Time:                 encodeTime(d.Time),
		Caller:               encodeCaller(d.Caller),
		Action:               string(d.Action),
		Version:              d.Resource(),
		Verdict:              v,
		Exemptions:           d.Exemptions,
		RulesLoadedCount:     int32(d.Rules.Loaded),
		RulesApplicableCount: int32(d.Rules.Applicable),
		RulesFailed:          d.Rules.Failed,
		RulesQuarantined:     d.Rules.Quarantined,
		Cost:                 durationpb.New(time.Duration(d.Cost) * time.Microsecond),
	}
}
