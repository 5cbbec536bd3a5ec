package registry

import (
	"time"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// put gives the offer its id and writes the new version, whose content may be there already.
func (g *registration) put(o *reading.Offer, a admission) (*store.Version, error) {
	d, number := g.req.Subject.Domain, a.number
	view := g.View()
	id, err := g.identify(view, d, o.Content, g.req.ID)
	if err != nil {
		return nil, err
	}
	if err := g.replaceable(number, o.Content.Digest); err != nil {
		return nil, err
	}
	if view.Content(o.Content.Digest) == nil {
		g.Tx.Put(o.Content)
	}
	if view.Identifier(d, id.ID) != id {
		g.Tx.Put(id)
	}
	if !view.HasDomain(d) {
		g.Tx.Put(&store.Domain{Name: d, Created: g.Tx.Now})
	}
	g.Tx.Put(&store.Version{
		Subject: g.req.Subject, Number: number, ID: id.ID, Digest: o.Content.Digest,
		Created: g.created(), Changed: g.created(), Seq: g.Tx.Seq(), Decided: a.decision != nil, Creator: g.caller.ID,
	})
	g.removeDeleted(number, id.ID)
	v := g.Tx.Version(g.req.Subject, number)
	g.Log(store.EntryChange{Version: number, ID: id.ID, After: toldVersion(v), Decision: decisionJSON(a.decision)})
	return v, nil
}

// created is when the version was registered, here or, for an import, elsewhere.
func (g *registration) created() time.Time {
	if at := g.req.Created; importing(g.mode) && !at.IsZero() && at.Before(g.Tx.Now) {
		return at.UTC()
	}
	return g.Tx.Now
}

// replaceable refuses an import over a version that says something else: an exact version never changes.
func (g *registration) replaceable(number int, digest store.Digest) error {
	old := g.versions.Get(number)
	if old == nil || old.Digest == digest {
		return nil
	}
	return fault.VersionTaken.About(g.req.Subject).With("version", number)
}

// removeDeleted removes the soft-deleted versions of the subject that have the id of the new one, unless something refers to
// them (contract §3.3, step 16).
func (g *registration) removeDeleted(number int, id store.ID) {
	if g.versions == nil {
		return
	}
	for _, v := range g.versions.All {
		if v.Deleted && v.ID == id && v.Number != number && !referenced(g.Tx.View(), v) {
			g.Tx.Delete(v)
		}
	}
}

func referenced(view *store.View, v *store.Version) bool {
	for range view.Referrers(v.Subject, v.Number) {
		return true
	}
	return false
}
