package repo

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/concord-registry/concord/policy/engine"
)

// Poller keeps an engine at the newest revision of a source. Its fields are set before it is used.
type Poller struct {
	Source Source
	Engine *engine.Engine
	// Interval is the time between two looks at the source, a minute when zero; it varies by a tenth.
	Interval time.Duration
	// Timeout bounds one fetch, two minutes when zero: a server that stops in the middle must not stop the looking.
	Timeout time.Duration
	// Keeper remembers the active tree beyond the end of the process; nil remembers nothing.
	Keeper Keeper
	// Logger nil discards.
	Logger *slog.Logger

	// mu guards what the last poll left; polls do not overlap.
	mu sync.Mutex
	// active is the Revision of the active tree.
	active string
	// unkept is the active tree while the keeper does not have it.
	unkept *Kept
	// tried identifies the tree that was tried last, with its outcome.
	tried   string
	outcome error
}

// Run polls at once and then again and again until ctx ends, whose error it returns. Whoever starts it waits for it.
func (p *Poller) Run(ctx context.Context) error {
	for {
		// What went wrong is in the log and in the engine's status; the next look may find it mended.
		_ = p.Poll(ctx)
		timer := time.NewTimer(p.pause())
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return ctx.Err()
		}
	}
}

func (p *Poller) pause() time.Duration {
	interval := p.Interval
	if interval <= 0 {
		interval = time.Minute
	}
	return interval + time.Duration((rand.Float64()-0.5)*0.2*float64(interval))
}

// Poll looks once: it fetches, loads, tests and activates. When any step fails the engine keeps its program, or gets the one
// that the keeper has if it has none, reports the reason in its status, and Poll returns it. A tree that was tried before
// is not tried again.
func (p *Poller) Poll(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.recall()
	err := p.look(ctx)
	if err != nil && !p.Engine.Status().Active {
		p.revive(err)
	}
	p.keep(ctx)
	return err
}

func (p *Poller) look(ctx context.Context) error {
	tree, err := p.fetch(ctx)
	if err != nil {
		return p.degrade(ctx, err)
	}
	id := tree.Revision + "+" + tree.Files.Digest()
	if id == p.tried {
		if p.outcome == nil {
			p.Engine.Recover(time.Now())
			return nil
		}
		return p.degrade(ctx, p.outcome)
	}
	err = p.activate(ctx, tree)
	if ctx.Err() != nil {
		return ctx.Err() // half a test says nothing about the tree
	}
	p.tried, p.outcome = id, err
	if err != nil {
		return p.degrade(ctx, err)
	}
	return nil
}

func (p *Poller) fetch(ctx context.Context) (Tree, error) {
	timeout := p.Timeout
	if timeout <= 0 {
		timeout = 2 * time.Minute
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return p.Source.Fetch(ctx, p.active)
}

func (p *Poller) activate(ctx context.Context, tree Tree) error {
	program, err := engine.Load(tree.Revision, tree.Files)
	if err != nil {
		return fmt.Errorf("%s does not load:\n%w", tree.Revision, err)
	}
	now := time.Now()
	if !tree.Tested {
		if err := program.Test(ctx, now).Err(); err != nil {
			return fmt.Errorf("%s fails its tests:\n%w", tree.Revision, err)
		}
	}
	p.Engine.Activate(program, now)
	p.active = tree.Revision
	if !tree.Tested {
		p.unkept = &Kept{Source: p.Source.String(), Revision: tree.Revision, Activated: now, Files: tree.Files}
	}
	p.logger().InfoContext(ctx, "policies are active", "source", p.Source.String(), "revision", program.Revision(), "rules", len(program.Rules()), "signer", tree.Signer)
	return nil
}

// degrade reports a reason, in the log only when it is new.
func (p *Poller) degrade(ctx context.Context, reason error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if p.Engine.Status().Degraded != reason.Error() {
		p.logger().ErrorContext(ctx, "policies are not renewed; the active ones stay", "source", p.Source.String(), "reason", reason)
	}
	p.Engine.Degrade(reason.Error(), time.Now())
	return reason
}

func (p *Poller) logger() *slog.Logger {
	if p.Logger == nil {
		return slog.New(slog.DiscardHandler)
	}
	return p.Logger
}
