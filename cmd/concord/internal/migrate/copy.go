package migrate

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// Result counts what an import did.
type Result struct {
	// Copied versions were registered, Deleted ones soft-deleted; Configured scopes got settings or a mode; Present
	// versions were there before.
	Copied     int `json:"copied"`
	Deleted    int `json:"deleted"`
	Configured int `json:"configured"`
	// Domains counts those that were made or described.
	Domains int `json:"domains"`
	// Keys counts the changes of encryption keys, Associated the associations that were made.
	Keys       int `json:"keys"`
	Associated int `json:"associated"`
	Present    int `json:"present"`
	// Left are steps that were not tried, because an error ended the run.
	Left int `json:"left"`
	// Refused is what the target did not take.
	Refused []Refusal `json:"refused"`
}

// Refusal is one thing that the target did not take.
type Refusal struct {
	What   string `json:"what"`
	Reason string `json:"reason"`
}

// Copier writes into a registry.
type Copier struct {
	Target Registry
	// KeepModes leaves the target's modes as they are.
	KeepModes bool
	// Progress is told how much of all is done; nil means nobody.
	Progress func(done, total int)
}

// job is one run of a Copier.
type job struct {
	*Copier
	gate *gate

	mu     sync.Mutex // guards what follows
	result Result
	done   int
	total  int
}

// Copy does to the target, which holds what the snapshot says, what is missing to be like the source. What the target
// refuses is in the result; an error means that the rest was not tried. The modes are put back in any case, also when
// ctx ends.
//
// A later version can remove a soft-deleted one of the same id, as in any registry of this API: read the target again
// and call Copy until the result is [Result.Idle].
func (c *Copier) Copy(ctx context.Context, source, target *Snapshot) (Result, error) {
	p := newPlan(source, target)
	modes := source
	if c.KeepModes {
		modes = nil
	}
	j := &job{Copier: c, gate: newGate(c.Target.Client, modes, target), result: Result{Present: p.present, Refused: []Refusal{}}, total: p.size()}
	err := j.run(ctx, p)
	if err == nil && !c.KeepModes {
		err = j.modes(ctx, source)
	}
	if closeErr := j.gate.close(ctx); err == nil {
		err = closeErr
	}
	j.result.Left = max(0, j.total-j.done)
	slices.SortFunc(j.result.Refused, func(a, b Refusal) int { return cmp.Compare(a.What, b.What) })
	return j.result, err
}

// Idle reports whether nothing was done.
func (r Result) Idle() bool {
	return r.Copied+r.Deleted+r.Domains+r.Configured+r.Keys+r.Associated == 0
}

func (j *job) run(ctx context.Context, p plan) error {
	if err := j.gate.open(ctx, p.open, p.aliases); err != nil {
		return err
	}
	for _, s := range p.keys {
		if err := j.count(&j.result.Keys, s.what, s.do(ctx, j.Target.Client)); err != nil {
			return err
		}
	}
	for _, wave := range p.register {
		if err := j.registerAll(ctx, wave); err != nil {
			return err
		}
	}
	for _, v := range p.remove {
		_, err := j.Target.Client.DeleteVersion(ctx, v.Scope(), v.Version, confluent.DeleteOptions{})
		if err := j.count(&j.result.Deleted, "soft deletion of "+name(v), err); err != nil {
			return err
		}
	}
	for _, a := range p.associations {
		if err := j.count(&j.result.Associated, associationName(a), j.Target.Client.Associate(ctx, a)); err != nil {
			return err
		}
	}
	for _, d := range p.domains {
		if err := j.count(&j.result.Domains, "what is said of "+d.title(), setDomain(ctx, j.Target.native, d)); err != nil {
			return err
		}
	}
	if err := j.gate.restoreAliases(ctx); err != nil {
		return err
	}
	for _, scope := range p.config {
		if err := j.count(&j.result.Configured, "config of "+scopeName(scope.Name), j.Target.Client.StoreConfig(ctx, scope.Name, scope.Config)); err != nil {
			return err
		}
	}
	return nil
}

func (j *job) registerAll(ctx context.Context, wave []*confluent.Version) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, v := range wave {
		group.Go(func() error {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			_, err := j.Target.Client.Register(ctx, confluent.Registration{
				Subject: v.Scope(), Schema: v.Schema, Version: v.Version, ID: &v.ID, CreateTime: registered(v),
			})
			return j.count(&j.result.Copied, name(v), err)
		})
	}
	return group.Wait()
}

// registered is when a live version was registered. A registry tells of a soft-deleted one when it was deleted.
func registered(v *confluent.Version) time.Time {
	if v.Deleted {
		return time.Time{}
	}
	return v.CreateTime
}

// modes gives the scopes the modes of the source.
func (j *job) modes(ctx context.Context, source *Snapshot) error {
	for _, scope := range source.Scopes {
		if scope.Mode == "" || j.gate.wanted(scope.Name) == scope.Mode {
			continue
		}
		err := j.gate.want(ctx, scope.Name, scope.Mode)
		if err := j.count(&j.result.Configured, "mode of "+scopeName(scope.Name), err); err != nil {
			return err
		}
	}
	return nil
}

// count notes how one step went, and returns an error that ends the run.
func (j *job) count(counter *int, what string, err error) error {
	if err != nil && !refusal(err) {
		return fmt.Errorf("%s: %w", what, err)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if err != nil {
		j.result.Refused = append(j.result.Refused, Refusal{what, err.Error()})
	} else {
		*counter++
	}
	j.done++
	if j.Progress != nil {
		j.Progress(min(j.done, j.total), j.total)
	}
	return nil
}

// refusal reports whether an error is about the one thing that was asked, so that others are worth asking.
func refusal(err error) bool {
	if keyService(err) {
		return true
	}
	switch concord.KindOf(err) {
	case "", concord.Unavailable, concord.Exhausted, concord.Unauthenticated, concord.Denied:
		return false
	}
	return true
}
