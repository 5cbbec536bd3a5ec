package registry

import (
	"context"
	"encoding/json"
	"math"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// RegisterRequest asks for a new version of a subject.
type RegisterRequest struct {
	// Subject may be an alias.
	Subject store.Subject
	Draft
	// Version 0 means the next, -1 the next with `confluent:version` stamped, N compare-and-set (contract §3.3).
	Version int
	// ID is nil to have one given; set only in the modes IMPORT and FORWARD.
	ID *store.ID
	// Created is when the version was registered elsewhere. It counts in the modes IMPORT and FORWARD only; the zero time,
	// and one that is still to come, mean now.
	Created time.Time
	// Force skips the compatibility check.
	Force bool
	// AddTags and RemoveTags edit the inline tags first; PropagateTags copies those of the previous version.
	AddTags, RemoveTags []schema.EntityTags
	PropagateTags       bool
}

// Registration is the answer to a [RegisterRequest].
type Registration struct {
	// Version carries content, id and number; in a rehearsal, those it would get.
	Version *store.Version
	// Created is false when the subject had the schema already.
	Created bool
	// Exact is false for a version that the subject had already and that was found by comparison, not by its hash; only
	// such answers carry time and deletion on the wire (contract §3.4).
	Exact bool
	// Seq is the position at which the version was registered.
	Seq uint64
	// Verdict is what compatibility says; its findings refuse nothing. It has none when the schema was there already.
	Verdict Verdict
	// Decision is the policy's, nil when none was asked: the schema was there already, or no policy is set.
	Decision *policy.Decision
}

// Change is the request as a change; it gives a [Registration].
func (req RegisterRequest) Change() Change {
	plan := func(ctx context.Context, p *Plan) (any, error) {
		req := req
		req.Subject = p.Scope
		return p.register(ctx, req)
	}
	return Change{Action: store.VersionRegister, Scope: req.Subject, Aliased: true, Needs: req.needs(), Plan: plan}
}

// needs are the subjects that the draft refers to.
func (req RegisterRequest) needs() []store.Subject {
	var needs []store.Subject
	for _, ref := range req.References {
		needs = append(needs, store.ParseSubject(ref.Subject, req.Subject.Domain))
	}
	return needs
}

// Register registers a schema (contract §3.3, step by step). A subject that has the schema already gives it back
// before mode, compatibility and policy are looked at.
func (r *Session) Register(ctx context.Context, req RegisterRequest) (Registration, error) {
	return Do[Registration](ctx, r, req.Change())
}

// Register registers a schema as a part of another change. The caller must be allowed to do that too.
func (p *Plan) Register(ctx context.Context, req RegisterRequest) (Registration, error) {
	if err := p.May(p.View(), store.VersionRegister, req.Subject); err != nil {
		return Registration{}, err
	}
	part := &Plan{Session: p.Session, Tx: p.Tx, Scope: req.Subject, action: store.VersionRegister, asked: p.asked}
	done, err := part.register(ctx, req)
	p.told = append(p.told, part.told...)
	return done, err
}

// registration is one request on its way through the pipeline.
type registration struct {
	*Plan
	req      RegisterRequest
	settings store.Config
	mode     string
	versions *store.Versions
	// missed is the content that no live version equals, zero as long as none was looked for.
	missed store.Digest
}

// register is the one pipeline: it puts the new version into the transaction, or finds that it is there.
func (p *Plan) register(ctx context.Context, req RegisterRequest) (Registration, error) {
	g, err := p.begin(req)
	if err != nil {
		return Registration{}, err
	}
	// Before mode and policy are asked: a producer that starts again must not be stopped by a rule that came later.
	if found, err := g.present(); found != nil || err != nil {
		return g.registered(found), err
	}
	if err := mayRegister(g.req.Subject, g.mode, g.req.ID != nil); err != nil {
		return Registration{}, err
	}
	if err := g.become(); err != nil {
		return Registration{}, err
	}
	o, err := g.complete()
	if err != nil {
		return Registration{}, err
	}
	if err := mayRefer(p.View(), o); err != nil {
		return Registration{}, err
	}
	if g.req.Version == 0 && g.req.ID == nil && o.Content.Digest != g.missed {
		// What registering adds may have made it one that is there.
		if m, ok := g.match(p.View(), o, false); ok {
			return g.registered(&m), nil
		}
	}
	a, err := g.admit(ctx, o)
	if err != nil {
		return Registration{}, err
	}
	v, err := g.put(o, a)
	if err != nil {
		return Registration{}, err
	}
	return Registration{Version: v, Created: true, Exact: true, Seq: v.Seq, Verdict: a.verdict, Decision: a.decision}, nil
}

// begin checks what needs no schema.
func (p *Plan) begin(req RegisterRequest) (*registration, error) {
	req.Draft = req.Tidy()
	if req.ID != nil && *req.ID < 0 {
		req.ID = nil
	}
	if len(req.AddTags)+len(req.RemoveTags) > 0 && req.Version == 0 {
		req.Version = -1
	}
	if err := checkRules(req.RuleSet); err != nil {
		return nil, err
	}
	if err := CheckSubject(req.Subject); err != nil {
		return nil, err
	}
	view := p.View()
	return &registration{
		Plan: p, req: req,
		settings: p.effectiveConfig(view, req.Subject), mode: effectiveMode(view, req.Subject), versions: view.Subject(req.Subject),
	}, nil
}

// mayRefer refuses references to a subject that belongs to one resource: it goes with the resource, whoever else needs it.
func mayRefer(view *store.View, o *reading.Offer) error {
	for _, ref := range o.Content.References {
		s := store.ParseSubject(ref.Subject, o.Subject.Domain)
		if s != o.Subject && view.Belongs(s) {
			return fault.ReferenceOwned.About(s)
		}
	}
	return nil
}

// become says which action the request is, now that the mode is known.
func (g *registration) become() error {
	switch {
	case importing(g.mode):
		return g.Becomes(store.VersionImport)
	case g.req.Force:
		return g.Becomes(store.VersionForce)
	}
	return nil
}

// previous is the latest live version, or nil.
func (g *registration) previous() *store.Version { return g.versions.Latest() }

// strictness is how the request's schema is read: an import as it comes, a new one under the checks that are switched on.
func (g *registration) strictness() reading.Strictness {
	if importing(g.mode) {
		return reading.Strictness{Deleted: true}
	}
	validate := g.settings.ValidateNewSchemas == nil || *g.settings.ValidateNewSchemas
	return reading.Strictness{
		Strict:    validate && g.req.ID == nil,
		Fields:    isSet(g.settings.ValidateFields),
		Normalize: g.req.Normalize || isSet(g.settings.Normalize),
	}
}

// present is the live version that says the same and is what the request asks for, or nil. The draft is read as leniently
// as what may be stored already; what passes the strict checks needs to be read no second time when it turns out to be new.
func (g *registration) present() (*Match, error) {
	if g.req.Text == "" || len(g.req.AddTags)+len(g.req.RemoveTags) > 0 || g.req.PropagateTags {
		return nil, nil
	}
	draft := g.req.Draft
	switch {
	case amends(g.settings):
		draft = g.completed()
	case !importing(g.mode):
		draft.RuleSet = contract.WithKeks(draft.RuleSet)
	}
	how := g.strictness()
	how.Deleted = true
	o, err := g.read(draft, how)
	if err != nil {
		how.Strict, how.Fields = false, false
		o, err = g.read(draft, how)
	}
	switch {
	case err != nil && amends(g.settings):
		return nil, nil // there the reference looks at the mode first
	case err != nil:
		return nil, err
	}
	m, ok := g.match(g.View(), o, false)
	if !ok {
		g.missed = o.Content.Digest
	}
	if !ok || !g.asksFor(m.Version) {
		return nil, nil
	}
	if g.req.Version < 0 {
		m.Exact = false // a request for the next version is told all about the one that is there
	}
	return &m, nil
}

// asksFor reports whether a version that is there is what the request asks for.
func (g *registration) asksFor(v *store.Version) bool {
	sameID := g.req.ID == nil || *g.req.ID == v.ID
	switch {
	case g.req.Version == 0:
		return sameID
	case g.req.Version < 0:
		return sameID && v == g.previous()
	}
	return g.req.ID != nil && sameID && g.req.Version == v.Number
}

// registered is the answer that a version was there; nothing for none.
func (g *registration) registered(m *Match) Registration {
	if m == nil {
		return Registration{}
	}
	held := Verdict{Subject: g.req.Subject, Standard: standardOf(g.settings)}
	return Registration{Version: m.Version, Exact: m.Exact, Seq: m.Version.Seq, Verdict: held}
}

// complete reads the schema with all that registering adds to it.
func (g *registration) complete() (*reading.Offer, error) {
	if importing(g.mode) {
		return g.read(g.req.Draft, g.strictness())
	}
	var err error
	if g.req.Draft, err = inherited(g.req.Draft, g.previous()); err != nil {
		return nil, err
	}
	if g.req.Draft, err = g.retag(g.View(), g.req.Subject, g.req, g.previous()); err != nil {
		return nil, err
	}
	return g.read(g.completed(), g.strictness())
}

// completed is the draft with what the settings and the previous version add to it.
func (g *registration) completed() Draft {
	d := completed(g.req.Draft, g.settings, g.previous())
	d.Metadata = stamped(d.Metadata, g.versions.Next(), g.req.Version != 0)
	return d
}

// number is the number of the new version: the next one, which the request may insist on, or any in an import.
func (g *registration) number() (int, error) {
	next := g.versions.Next()
	switch {
	case next > math.MaxInt32 && (g.req.Version <= 0 || !importing(g.mode)):
		return 0, fault.VersionsExhausted.About(g.req.Subject)
	case g.req.Version <= 0, g.req.Version == next:
		return next, nil
	case !importing(g.mode):
		return 0, fault.ExpectedVersion.About(g.req.Subject)
	}
	return g.req.Version, nil
}

func decisionJSON(d *policy.Decision) []byte {
	if d == nil {
		return nil
	}
	text, err := json.Marshal(d)
	if err != nil {
		panic(err) // a decision holds nothing that JSON cannot
	}
	return text
}
