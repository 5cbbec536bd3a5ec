package registry

import (
	"encoding/binary"
	"iter"
	"math"
	"slices"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// ByID finds the schema of an id: hint is the subject that the caller thinks of, its zero value none (resolution order
// of contract §1.5). The version is one that carries the id, soft-deleted or not.
func (r *Session) ByID(id store.ID, hint store.Subject) (*store.Version, error) {
	view := r.View()
	v, err := byID(view, id, Resolved(view, hint))
	if err != nil {
		return nil, err
	}
	return shown(r, view, store.SchemaRead, v.Subject, v)
}

func byID(view *store.View, id store.ID, hint store.Subject) (*store.Version, error) {
	if hint.Name != "" {
		if v := owned(view, id, hint); v != nil {
			return v, nil
		}
	}
	if hint.Domain == store.DefaultDomain && hint.Name != "" {
		for _, d := range view.OtherDomains() {
			if v := owned(view, id, store.Subject{Domain: d, Name: hint.Name}); v != nil {
				return v, nil
			}
		}
	}
	if hint.Domain == store.DefaultDomain || hint.Name == "" {
		if v := view.Use(hint.Domain, id); v != nil {
			return v, nil
		}
	}
	if now := carried(view, hint.Domain, id); now != id {
		return byID(view, now, hint)
	}
	return nil, unknownID(id)
}

// carried is the id that versions carry for one that was given out: the same, unless an import over a version gave its
// content another id. Data that were written with the first one stay readable.
func carried(view *store.View, d store.DomainName, id store.ID) store.ID {
	given := view.Identifier(d, id)
	if given == nil || given.Retired || used(view, d, id) {
		return id
	}
	for i := range view.Identifiers(given.GUID) {
		if i.Domain == d && i.Digest == given.Digest && used(view, d, i.ID) {
			return i.ID
		}
	}
	return id
}

// owned is the newest version of a subject that carries an id.
func owned(view *store.View, id store.ID, s store.Subject) *store.Version {
	versions := view.Subject(s)
	if versions == nil {
		return nil
	}
	for _, v := range slices.Backward(versions.All) {
		if v.ID == id {
			return v
		}
	}
	return nil
}

// Uses walks the versions that carry an id, by subject and number; hint as for ByID.
func (r *Session) Uses(id store.ID, hint store.Subject, deleted bool) (iter.Seq[*store.Version], error) {
	view := r.View()
	one, err := byID(view, id, Resolved(view, hint))
	if err != nil {
		return nil, unknownSchema()
	}
	return func(yield func(*store.Version) bool) {
		for v := range view.Uses(one.Subject.Domain, one.ID) {
			if (deleted || !v.Deleted) && r.May(view, store.SchemaRead, v.Subject) == nil && !yield(v) {
				return
			}
		}
	}, nil
}

// ByGUID finds a version that says what the GUID stands for, soft-deleted or not, in the default domain first.
func (r *Session) ByGUID(g schema.GUID) (*store.Version, error) {
	view := r.View()
	for id := range view.Identifiers(g) {
		for v := range view.Uses(id.Domain, id.ID) {
			if r.May(view, store.SchemaRead, v.Subject) == nil {
				return v, nil
			}
		}
	}
	return nil, unknownGUID(g)
}

// Identifiers lists what ids a GUID has, by domain, also those that no version carries any more.
func (r *Session) Identifiers(g schema.GUID) []*store.Identifier {
	view := r.View()
	return slices.Collect(visible(r, view, store.SchemaRead, view.Identifiers(g), func(i *store.Identifier) store.Subject {
		return store.Subject{Domain: i.Domain}
	}))
}

// identify gives a content its id in a domain: the wanted one if any, else the one that it has there, else a new one.
// The record is to be put unless the view holds it already.
func (r *Registry) identify(view *store.View, d store.DomainName, c *store.Content, wanted *store.ID) (*store.Identifier, error) {
	var known *store.Identifier
	for i := range view.Identifiers(c.GUID) {
		switch {
		case i.Domain != d, i.Retired && (r.config.IDs == SequenceIDs || i.Digest != c.Digest):
		case i.Digest != c.Digest:
			return nil, overwrites(i.ID, d)
		case wanted == nil || i.ID == *wanted:
			known = i
		}
	}
	switch {
	case known != nil && !known.Retired:
		return known, nil
	case wanted != nil:
		return claim(view, d, c, *wanted)
	case known != nil:
		return claim(view, d, c, known.ID)
	}
	id, err := r.freeID(view, d, c.GUID)
	if err != nil {
		return nil, err
	}
	return claim(view, d, c, id)
}

// claim is the record that gives a content an id, unless the id stood for another content ever before.
func claim(view *store.View, d store.DomainName, c *store.Content, id store.ID) (*store.Identifier, error) {
	if taken := view.Identifier(d, id); taken != nil && taken.Digest != c.Digest {
		return nil, overwrites(id, d)
	}
	return &store.Identifier{Domain: d, ID: id, Digest: c.Digest, GUID: c.GUID}, nil
}

func (r *Registry) freeID(view *store.View, d store.DomainName, g schema.GUID) (store.ID, error) {
	if r.config.IDs == SequenceIDs {
		max := view.MaxID(d)
		if max == math.MaxInt32 {
			return 0, fault.IDsExhausted.About(store.Subject{Domain: d})
		}
		return max + 1, nil
	}
	id := contentID(g)
	for view.Identifier(d, id) != nil {
		id = nextID(id)
	}
	return id, nil
}

// contentID is the id that a GUID stands for: its first 31 bits, but never 0.
func contentID(g schema.GUID) store.ID {
	return max(1, store.ID(binary.BigEndian.Uint32(g[:4])>>1))
}

// nextID is where to look when an id is another content's. Ids wrap around; a domain holds far fewer than there are.
func nextID(id store.ID) store.ID {
	if id == math.MaxInt32 {
		return 1
	}
	return id + 1
}

func overwrites(id store.ID, d store.DomainName) error {
	return fault.IDTaken.About(store.Subject{Domain: d}).With("id", id)
}
