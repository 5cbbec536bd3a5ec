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
	// A JSON schema is looked up with its references followed: one that leads nowhere is no schema.
	how := strictness{strict: req.Type == schema.JSON, normalize: req.Normalize || isSet(config.Normalize), deleted: true}
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
	req.Type = o.content.Type
	o.content = newContent(completed(req.Draft, config, versions.Latest()), o.content.Text, o.content.References)
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
// to: then the resolved texts count. Avro texts may differ in the order of properties and aliases.
func (r *Registry) sameText(view *store.View, v *store.Version, o *offer) bool {
	c := v.Content()
	writtenOut := len(o.content.References) == 0 && len(c.References) > 0
	if !writtenOut && !slices.Equal(c.References, o.content.References) {
		return false
	}
	switch {
	case c.Text == o.content.Text:
		return true
	case writtenOut:
		return r.sameForm(view, v, o.parsed, func(p schema.Parsed) (string, error) { return p.Render(resolved) })
	case c.Type == schema.Avro:
		return r.sameOrder(view, v, o)
	}
	return false
}

// unordered is a parsed schema that knows another one whose text is in another order as the same: Avro's.
type unordered interface {
	Equal(schema.Parsed) bool
}

// sameOrder compares an offered text with a stored one, whatever the order of what has none.
func (r *Registry) sameOrder(view *store.View, v *store.Version, o *offer) bool {
	stored, err := r.reader.stored(view, v)
	if err != nil {
		return false
	}
	source, err := r.reader.close(view, o.subject.Domain, o.content.Type, o.content.Text, o.content.References)
	if err != nil {
		return false
	}
	offered, err := r.reader.read(source, false, false)
	if err != nil {
		return false
	}
	theirs, ok := stored.(unordered)
	return ok && theirs.Equal(offered)
}

// sameForm compares a form of a stored schema with that of another one; what has no such form is not the same.
func (r *Registry) sameForm(view *store.View, v *store.Version, other schema.Parsed, form func(schema.Parsed) (string, error)) bool {
	stored, err := r.reader.stored(view, v)
	if err != nil {
		return false
	}
	theirs, err := form(stored)
	if err != nil {
		return false
	}
	ours, err := form(other)
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
