package migrate

import (
	"context"
	"maps"

	"github.com/concord-registry/concord/clients/go/confluent"
)

// step is one request to the target.
type step struct {
	what string
	do   func(context.Context, *confluent.Client) error
}

// planKeys makes the target's encryption keys those of the source, as far as keys can change. Keys can be made and
// restored under a live key encryption key only, so that one is deleted last; and it is shared last when it is new, for
// the target would ask the key service about each key under a shared one.
func (p *plan) planKeys(source, target *Snapshot) {
	there, deksThere, hidden := target.kekByName(), target.dekByKey(), target.hidden()
	deks := map[string][]step{}
	for _, d := range source.Deks {
		if s := dekStep(d, deksThere); s != nil && hidden[dekName(d)] == "" {
			deks[d.Kek] = append(deks[d.Kek], *s)
		}
	}
	for _, k := range source.Keks {
		old, ok := there[k.Name]
		p.keys = append(p.keys, kekSteps(k, old, ok, deks[k.Name])...)
	}
}

// kekSteps are those for a key encryption key and what is under it.
func kekSteps(k, old confluent.Kek, there bool, deks []step) (steps []step) {
	begin, now := k, old
	begin.Deleted, begin.Shared = false, k.Shared && len(deks) == 0
	if !there {
		now = begin
		steps = append(steps, step{kekName(k), func(ctx context.Context, c *confluent.Client) error { return c.CreateKek(ctx, begin) }})
	}
	update := k.KMSType == now.KMSType && k.KMSKeyID == now.KMSKeyID &&
		(k.Shared != now.Shared || k.Doc != now.Doc || !maps.Equal(k.KMSProps, now.KMSProps))
	if now.Deleted && (!k.Deleted || update || len(deks) > 0) {
		now.Deleted = false
		steps = append(steps, step{kekName(k), func(ctx context.Context, c *confluent.Client) error { return c.UndeleteKek(ctx, k.Name) }})
	}
	steps = append(steps, deks...)
	if update {
		before := now
		steps = append(steps, step{kekName(k), func(ctx context.Context, c *confluent.Client) error { return c.UpdateKek(ctx, before, k) }})
	}
	if k.Deleted && !now.Deleted {
		steps = append(steps, step{kekName(k), func(ctx context.Context, c *confluent.Client) error { return c.DeleteKek(ctx, k.Name) }})
	}
	return steps
}

// dekStep is the one for a version of a data encryption key; nil where there is nothing to do, or nothing can be done.
func dekStep(d confluent.Dek, there map[dekKey]confluent.Dek) *step {
	old, ok := there[dekKeyOf(d)]
	do := (*confluent.Client).CreateDek
	switch {
	case !ok:
	case old.Deleted == d.Deleted:
		return nil
	case d.Deleted:
		do = (*confluent.Client).DeleteDek
	default:
		do = (*confluent.Client).UndeleteDek
	}
	return &step{dekName(d), func(ctx context.Context, c *confluent.Client) error { return do(c, ctx, d) }}
}

// planAssociations makes what the target does not have like the source.
func (p *plan) planAssociations(source, target *Snapshot) {
	there := target.byTie()
	for _, a := range source.Associations {
		if there[tieOf(a)] != a {
			p.associations = append(p.associations, a)
		}
	}
}
