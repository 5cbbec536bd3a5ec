package registry

import (
	"slices"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// LookUpRequest asks for the version of a subject that says what the draft says.
type LookUpRequest struct {
	Subject store.Subject
	Draft
	// Deleted also finds soft-deleted versions.
	Deleted bool
}

// Match is a version found by content.
type Match struct {
	Version *store.Version
	// Exact is set when the hash agreed; such answers carry neither time nor deletion on the wire (contract §3.4).
	Exact bool
}

// LookUp finds a version by content (contract §3.4). A subject of the default domain is looked for in every other
// domain when it does not match.
func (r *Session) LookUp(req LookUpRequest) (Match, error) {
	req.Draft = req.Tidy()
	view := r.View()
	m, err := anywhere(view, Resolved(view, req.Subject), func(view *store.View, s store.Subject) (Match, error) {
		return r.lookUp(view, s, req)
	})
	if err != nil {
		return Match{}, err
	}
	return shown(r, view, store.VersionLookUp, m.Version.Subject, m)
}

func (r *Registry) lookUp(view *store.View, s store.Subject, req LookUpRequest) (Match, error) {
	versions := view.Subject(s)
	known := versions != nil && (req.Deleted || versions.Latest() != nil)
	if req.Text == "" && known {
		return Match{}, unknownSchema()
	}
	if req.Text == "" {
		return Match{}, unknownSubject(s)
	}
	config := r.effectiveConfig(view, s)
	// A JSON schema is looked up with its references followed: one that leads nowhere is no schema.
	how := reading.Strictness{Strict: req.Type == schema.JSON, Normalize: req.Normalize || isSet(config.Normalize), Deleted: true}
	o, err := r.reader.Offer(view, s, req.Draft, how)
	if err != nil {
		return Match{}, err
	}
	if !known {
		return Match{}, unknownSubject(s)
	}
	if m, ok := r.match(view, o, req.Deleted); ok {
		return m, nil
	}
	// The same with what registering it would have added.
	whole := completed(req.Draft, config, versions.Latest())
	o = o.WithContract(whole.Metadata, whole.RuleSet)
	if m, ok := r.match(view, o, req.Deleted); ok {
		return m, nil
	}
	return Match{}, unknownSchema()
}

// match is the newest version of the offer's subject that says the same: one with the same digest, else one that is
// equal under the looser rules of contract §3.4.
func (r *Registry) match(view *store.View, o *reading.Offer, deleted bool) (Match, bool) {
	versions := view.Subject(o.Subject)
	if versions == nil {
		return Match{}, false
	}
	for _, v := range slices.Backward(versions.All) {
		if v.Digest == o.Content.Digest && (deleted || !v.Deleted) {
			return Match{v, true}, true
		}
	}
	l := r.reader.Likeness(view, o)
	for _, v := range slices.Backward(versions.All) {
		if (deleted || !v.Deleted) && l.Says(v) {
			return Match{v, false}, true
		}
	}
	return Match{}, false
}
