package rpc

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/concord-registry/concord/policy"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) GetDecision(ctx context.Context, r *concordv1.GetDecisionRequest) (*concordv1.GetDecisionResponse, error) {
	return answer(ctx, m, Call{Method: "GetDecision"}, func(ctx context.Context) (*concordv1.GetDecisionResponse, error) {
		seq := m.Store.View().Seq()
		entry, err := m.entry(ctx, r.GetPosition())
		if err != nil {
			return nil, err
		}
		response := &concordv1.GetDecisionResponse{Entry: encodeEntry(entry), Seq: seq}
		if len(entry.Changes) == 0 || len(entry.Changes[0].Decision) == 0 {
			return response, nil
		}
		var decision policy.Decision
		if err := json.Unmarshal(entry.Changes[0].Decision, &decision); err != nil {
			return nil, fmt.Errorf("the decision at %d: %w", entry.Seq, err)
		}
		response.Decision = encodeDecision(&decision)
		return response, nil
	})
}

// entry is the log entry at a position.
func (m *methods) entry(ctx context.Context, seq uint64) (*store.Entry, error) {
	if seq == 0 {
		return nil, &fault.Error{Kind: fault.Invalid, Message: "positions begin at 1", Hint: "take seq of a version"}
	}
	for entry, err := range m.Store.Log(ctx, seq) {
		if err != nil {
			return nil, err
		}
		if entry.Seq == seq {
			return entry, nil
		}
		break
	}
	return nil, fault.New(fault.NotFound, "the log has no entry at %d: the position was not given yet, or its entry was archived", seq)
}
