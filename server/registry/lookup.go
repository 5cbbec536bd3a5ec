package registry

import (
	"slices"
	"strconv"

	"github.com/concord-registry/concord/schema"
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
func (r *Registry) LookUp(req LookUpRequest) (Match, error) {
	req.Draft = req.tidy()
	return anywhere(r.View(), req.Subject, func(view *store.View, s store.Subject) (Match, error) {
		return r.lookUp(view, s, req)
	})
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
	how := strictness{normalize: req.Normalize || isSet(config.Normalize), deleted: true}
	o, err := r.offer(view, s, req.Draft, how)
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
	latest := versions.Latest()
	o.content = newContent(completed(req.Draft, config, latest), o.content.Text, o.content.References)
	o.content.Type = o.parsed.Type()
	if m, ok := r.match(view, o, req.Deleted); ok {
		return m, nil
	}
	return Match{}, unknownSchema()
}

// match is the newest version of the offer's subject that says the same: one with the same digest, else one that is
// equal under the looser rules of contract §3.4.
func (r *Registry) match(view *store.View, o *offer, deleted bool) (Match, bool) {
	versions := view.Subject(o.subject)
	if versions == nil {
		return Match{}, false
	}
	for _, v := range slices.Backward(versions.All) {
		if v.Digest == o.content.Digest && (deleted || !v.Deleted) {
			return Match{v, true}, true
		}
	}
	for _, v := range slices.Backward(versions.All) {
		if (deleted || !v.Deleted) && r.says(view, v, o) {
			return Match{v, false}, true
		}
	}
	return Match{}, false
}

// says reports whether a stored version is equal to an offer, but for a `confluent:version` that only one has.
func (r *Registry) says(view *store.View, v *store.Version, o *offer) bool {
	c := v.Content()
	return c.Type == o.content.Type && sameRules(c.RuleSet, o.content.RuleSet) &&
		sameButVersion(v, o.content.Metadata) && r.sameText(view, v, o)
}

// sameText compares texts with the same references. A text without any may have written out what the stored one refers
// to: then the resolved texts count.
func (r *Registry) sameText(view *store.View, v *store.Version, o *offer) bool {
	c := v.Content()
	if slices.Equal(c.References, o.content.References) {
		return c.Text == o.content.Text
	}
	if len(o.content.References) > 0 || len(c.References) == 0 {
		return false
	}
	if c.Text == o.content.Text {
		return true
	}
	stored, err := r.reader.stored(view, v)
	if err != nil {
		return false
	}
	theirs, err := stored.Render(resolved)
	if err != nil {
		return false
	}
	ours, err := o.parsed.Render(resolved)
	return err == nil && ours == theirs
}

// resolved is the name of the format with references written out, which Avro alone has.
const resolved = "resolved"

func sameButVersion(v *store.Version, offered *schema.Metadata) bool {
	stored := v.Content().Metadata
	theirs, has := property(stored, versionProperty)
	ours, asks := property(offered, versionProperty)
	switch {
	case has && !asks:
		offered = withProperty(offered, versionProperty, theirs)
	case asks && !has:
		if ours != strconv.Itoa(v.Number) {
			return false
		}
		stored = withProperty(stored, versionProperty, ours)
	}
	return sameMetadata(stored, offered)
}
