package repo

import (
	"context"
	"time"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/set"
)

// Keeper remembers the active tree, so that a start without its source has policies. It holds what was fetched and
// tested before; trees that come with Concord are not kept.
type Keeper interface {
	// Kept is what was kept last of a source; ok is false for nothing.
	Kept(source string) (kept Kept, ok bool)
	// Keep replaces what was kept of its source. It costs nothing when the same is kept already.
	Keep(ctx context.Context, kept Kept) error
}

// Kept is a tree that was active.
type Kept struct {
	// Source is the name of where it is from.
	Source    string
	Revision  string
	Activated time.Time
	Files     set.Files
}

// kept is what the keeper has of this source.
func (p *Poller) kept() (Kept, bool) {
	if p.Keeper == nil {
		return Kept{}, false
	}
	return p.Keeper.Kept(p.Source.String())
}

// recall makes the first fetch descend from what was active before the process began.
func (p *Poller) recall() {
	if p.active != "" {
		return
	}
	if kept, ok := p.kept(); ok {
		p.active = kept.Revision
	}
}

// revive activates what the keeper has. It was tested when it was kept.
func (p *Poller) revive(reason error) {
	kept, ok := p.kept()
	if !ok {
		return
	}
	program, err := engine.Load(kept.Revision, kept.Files)
	if err != nil {
		p.logger().Error("the policies that were active before do not load any more", "revision", kept.Revision, "error", err)
		return
	}
	p.Engine.Degrade(reason.Error(), time.Now())
	p.Engine.Revive(program, kept.Activated)
	p.active = kept.Revision
	p.logger().Warn("the policies that were active before are in force", "source", kept.Source, "revision", program.Revision(),
		"activated", kept.Activated, "reason", reason)
}

// keep hands the active tree to the keeper. What fails is tried again at the next look.
func (p *Poller) keep(ctx context.Context) {
	if p.unkept == nil || p.Keeper == nil {
		return
	}
	if err := p.Keeper.Keep(ctx, *p.unkept); err != nil {
		p.logger().WarnContext(ctx, "the active policies are not kept for a start without their source", "error", err)
		return
	}
	p.unkept = nil
}
