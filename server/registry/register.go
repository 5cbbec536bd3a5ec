package registry

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"time"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/contract"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// RegisterRequest asks for a new version of a subject.
type RegisterRequest struct {
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
	// Actor is who asks, for the log and for policy.
	Actor string
	// DryRun goes through everything but the commit. The Registration then shows what would be.
	DryRun bool
}

// Registration is the answer to a [RegisterRequest].
type Registration struct {
	// Version carries content, id and number; in a dry run, those it would get.
	Version *store.Version
	// Created is false when the subject had the schema already.
	Created bool
	// Exact is false for a version that the subject had already and that was found by comparison, not by its hash; only
	// such answers carry time and deletion on the wire (contract §3.4).
	Exact bool
	// Seq is the position at which the version was registered.
	Seq uint64
	// Findings are all compatibility findings, also those that refuse nothing.
	Findings []rule.Finding
	// Decision is the policy's, nil when none was asked: the schema was there already, or no policy is set.
	Decision *policy.Decision
}

// Register registers a schema (contract §3.3, step by step). A subject that has the schema already gives it back
// before mode, compatibility and policy are looked at.
func (r *Registry) Register(ctx context.Context, req RegisterRequest) (Registration, error) {
	var done Registration
	asked := r.newMemory()
	plan := func(tx *store.Tx) (err error) {
		if done, err = r.register(ctx, tx, req, asked); err != nil || !done.Created {
			return err
		}
		tx.Log(entryOf(done, req.Actor))
		return nil
	}
	err := r.Commit(ctx, plan, req.DryRun)
	if err != nil {
		return Registration{}, err
	}
	return done, nil
}

// Commit commits a plan, or in a dry run only makes it. What the first run has parsed, compared and decided is
// remembered, so that running again inside the commit is cheap. A refusal counts only on a view that holds all that was
// committed before the call; when storage cannot tell, on the newest that there is.
func (r *Registry) Commit(ctx context.Context, plan store.Plan, dryRun bool) error {
	run := r.Update
	if dryRun {
		run = r.rehearse
	}
	placed := func(tx *store.Tx) error {
		if err := plan(tx); err != nil {
			return &planError{err, tx.Seq()}
		}
		return nil
	}
	_, err := run(ctx, placed)
	var refused *planError
	if !errors.As(err, &refused) {
		return err
	}
	if newer, syncErr := r.config.Store.Sync(ctx); syncErr == nil && newer.Seq()+1 != refused.seq {
		_, err = run(ctx, placed)
	}
	if errors.As(err, &refused) {
		return refused.err
	}
	return err
}

// planError is the error of a plan that would have had the position seq, to be told from one of the store.
type planError struct {
	err error
	seq uint64
}

func (e *planError) Error() string { return e.err.Error() }
func (e *planError) Unwrap() error { return e.err }

// rehearse runs a plan without committing it, unless the caller has gone already.
func (r *Registry) rehearse(ctx context.Context, plan store.Plan) (uint64, error) {
	if err := gone(ctx); err != nil {
		return 0, err
	}
	return store.NewBatch(r.View()).Add(plan, "rehearsal", time.Now())
}

// entryOf is the log entry of one registration.
func entryOf(done Registration, actor string) store.Entry {
	v := done.Version
	return store.Entry{
		Actor: actor, Action: "register", Subject: &v.Subject, Version: v.Number, ID: v.ID,
		Decision: decisionJSON(done.Decision),
	}
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

// registration is one request on its way through the pipeline.
type registration struct {
	*Registry
	tx       *store.Tx
	req      RegisterRequest
	config   store.Config
	mode     string
	versions *store.Versions
	live     []*store.Version
	asked    *memory
	// missed is the content that no live version equals, zero as long as none was looked for.
	missed store.Digest
}

// register is the pipeline (design §4): it puts the new version into tx, or finds that it is there.
func (r *Registry) register(ctx context.Context, tx *store.Tx, req RegisterRequest, asked *memory) (Registration, error) {
	g, err := r.begin(tx, req, asked)
	if err != nil {
		return Registration{}, err
	}
	if found, ok, err := g.early(); ok || err != nil {
		return found, err
	}
	if err := mayRegister(req.Subject, g.mode, g.req.ID != nil); err != nil {
		return Registration{}, err
	}
	o, err := g.complete()
	if err != nil {
		return Registration{}, err
	}
	if err := mayRefer(tx.View(), o); err != nil {
		return Registration{}, err
	}
	if g.req.Version == 0 && g.req.ID == nil && o.Content.Digest != g.missed {
		if m, ok := g.match(tx.View(), o, false); ok {
			return existing(m), nil
		}
	}
	return g.admit(ctx, o)
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

// begin checks what needs no schema.
func (r *Registry) begin(tx *store.Tx, req RegisterRequest, asked *memory) (*registration, error) {
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
	view := tx.View()
	g := &registration{Registry: r, tx: tx, req: req, asked: asked}
	g.config, g.mode = r.effectiveConfig(view, req.Subject), effectiveMode(view, req.Subject)
	g.versions = view.Subject(req.Subject)
	g.live = g.versions.Live()
	return g, nil
}

// previous is the latest live version, or nil.
func (g *registration) previous() *store.Version { return g.versions.Latest() }

// strictness is how the request's schema is read: an import as it comes, a new one under the checks that are switched on.
func (g *registration) strictness() reading.Strictness {
	if importing(g.mode) {
		return reading.Strictness{Deleted: true}
	}
	validate := g.config.ValidateNewSchemas == nil || *g.config.ValidateNewSchemas
	return reading.Strictness{
		Strict:    validate && g.req.ID == nil,
		Fields:    isSet(g.config.ValidateFields),
		Normalize: g.req.Normalize || isSet(g.config.Normalize),
	}
}

// early finds a live version that says the same, before mode and policy are asked: a producer that starts again must
// not be stopped by a rule that came later.
func (g *registration) early() (Registration, bool, error) {
	if g.req.Text == "" || len(g.req.AddTags)+len(g.req.RemoveTags) > 0 || g.req.PropagateTags {
		return Registration{}, false, nil
	}
	draft := g.req.Draft
	switch {
	case amends(g.config):
		draft = g.completed()
	case !importing(g.mode):
		draft.RuleSet = contract.WithKeks(draft.RuleSet)
	}
	o, err := g.known(draft)
	if err != nil && amends(g.config) {
		return Registration{}, false, nil // there the reference looks at the mode first
	}
	if err != nil {
		return Registration{}, false, err
	}
	m, ok := g.match(g.tx.View(), o, false)
	if !ok {
		g.missed = o.Content.Digest
	}
	if !ok || !g.answers(m.Version) {
		return Registration{}, false, nil
	}
	// One who asks for the next version by -1 is told all about the one that is there.
	m.Exact = m.Exact && g.req.Version >= 0
	return existing(m), true, nil
}

// known reads a draft as leniently as what may be stored already. What passes the strict checks needs to be read no
// second time when it turns out to be new.
func (g *registration) known(d Draft) (*reading.Offer, error) {
	how := g.strictness()
	how.Deleted = true
	if o, err := g.read(d, how); err == nil {
		return o, nil
	}
	how.Strict, how.Fields = false, false
	return g.read(d, how)
}

// answers reports whether an existing version is what the request asks for.
func (g *registration) answers(v *store.Version) bool {
	sameID := g.req.ID == nil || *g.req.ID == v.ID
	switch {
	case g.req.Version == 0:
		return sameID
	case g.req.Version < 0:
		return sameID && v == g.previous()
	}
	return g.req.ID != nil && sameID && g.req.Version == v.Number
}

func existing(m Match) Registration {
	return Registration{Version: m.Version, Exact: m.Exact, Seq: m.Version.Seq}
}

// complete reads the schema with all that registering adds to it.
func (g *registration) complete() (*reading.Offer, error) {
	view, s := g.tx.View(), g.req.Subject
	if importing(g.mode) {
		return g.read(g.req.Draft, g.strictness())
	}
	var err error
	if g.req.Draft, err = inherited(g.req.Draft, g.previous()); err != nil {
		return nil, err
	}
	if g.req.Draft, err = g.retag(view, s, g.req, g.previous()); err != nil {
		return nil, err
	}
	return g.read(g.completed(), g.strictness())
}

func (g *registration) completed() Draft {
	d := completed(g.req.Draft, g.config, g.previous())
	d.Metadata = stamped(d.Metadata, g.versions.Next(), g.req.Version != 0)
	return d
}

// admit asks compatibility and policy, and puts the new version.
func (g *registration) admit(ctx context.Context, o *reading.Offer) (Registration, error) {
	c, err := g.compareNew(o)
	if err != nil {
		return Registration{}, err
	}
	decision, err := g.asked.decide(ctx, g, o, c)
	if err != nil {
		return Registration{}, err
	}
	if !c.compatible() {
		return Registration{}, incompatible(g.req.Subject, c, decision)
	}
	number, err := g.number()
	if err != nil {
		return Registration{}, err
	}
	if err := g.permits(c, decision); err != nil {
		return Registration{}, err
	}
	v, err := g.put(o, number)
	if err != nil {
		return Registration{}, err
	}
	return Registration{Version: v, Created: true, Exact: true, Seq: v.Seq, Findings: c.findings, Decision: decision}, nil
}

// compareNew compares with the subject's live versions, unless the schema is imported or forced in.
func (g *registration) compareNew(o *reading.Offer) (comparison, error) {
	by := verdictOf(g.config)
	if importing(g.mode) || g.req.Force {
		return comparison{verdict: by}, nil
	}
	c, err := g.compare(g.tx.View(), o, g.live, by)
	if err == nil && by.fields {
		c.reserved = checkReserved(o, g.previous())
	}
	return c, err
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
		return 0, fault.ExpectedVersion.About(g.req.Subject).With("version", g.req.Version)
	}
	return g.req.Version, nil
}
