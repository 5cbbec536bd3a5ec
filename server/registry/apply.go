package registry

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// ChangeSet is a list of registrations that land together or not at all, each planned on the result of those before.
type ChangeSet struct {
	Registrations []RegisterRequest
	// If is the position that the registry must still have, 0 for any; else an error of kind Stale.
	If     uint64
	DryRun bool
}

// Landed is one registration of a change set in the log: the Decision of the entry is a list of these.
type Landed struct {
	Subject  store.Subject    `json:"subject"`
	Version  int              `json:"version"`
	ID       store.ID         `json:"id"`
	Decision *policy.Decision `json:"decision,omitempty"`
}

// Apply registers a change set. The error names the first registration that was refused.
func (r *Registry) Apply(ctx context.Context, set ChangeSet) ([]Registration, error) {
	var done []Registration
	asked := r.newMemory()
	plan := func(tx *store.Tx) (err error) {
		done, err = r.apply(ctx, tx, set, asked)
		return err
	}
	if err := r.Commit(ctx, plan, set.DryRun); err != nil {
		return nil, err
	}
	return done, nil
}

func (r *Registry) apply(ctx context.Context, tx *store.Tx, set ChangeSet, asked *memory) ([]Registration, error) {
	if now := tx.View().Seq(); set.If != 0 && set.If != now {
		return nil, fault.PlanStale.With("seq", now).With("planned", set.If)
	}
	var done []Registration
	for _, req := range set.Registrations {
		one, err := r.register(ctx, tx, req, asked)
		if err != nil {
			return nil, fmt.Errorf("register %s: %w", req.Subject, err)
		}
		done = append(done, one)
	}
	if len(landed(done)) > 0 {
		tx.Log(store.Entry{Actor: set.Registrations[0].Actor, Action: "apply", Decision: landedJSON(done)})
	}
	return done, nil
}

func landed(done []Registration) []Landed {
	var new []Landed
	for _, d := range done {
		if d.Created {
			new = append(new, Landed{d.Version.Subject, d.Version.Number, d.Version.ID, d.Decision})
		}
	}
	return new
}

func landedJSON(done []Registration) []byte {
	text, err := json.Marshal(landed(done))
	if err != nil {
		panic(err) // decisions hold nothing that JSON cannot
	}
	return text
}
