package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// holder refers to the record R of a subject.
func holder(of string) RegisterRequest {
	req := avro(orders, `{"type":"record","name":"Holder","fields":[{"name":"r","type":"R"}]}`)
	req.References = []schema.Reference{{Name: "R", Subject: of, Version: -1}}
	return req
}

func group(scope store.Subject, to string) UpdateSettings {
	return UpdateSettings{Scope: scope, Edit: func(c *store.Config) error { c.Group = to; return nil }}
}

// entries are the log of a registry.
func entries(t *testing.T, r *Session) (all []*store.Entry) {
	t.Helper()
	for e, err := range r.config.Store.Log(t.Context(), 1) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// TestSetLandsWhole: registrations, settings, modes, domains and deletions land together or not at all, in one entry that
// names each of them, and what is referred to may stand behind what refers to it.
func TestSetLandsWhole(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	base, other := store.Subject{Name: "base"}, store.Subject{Name: "other"}
	register(t, r, other, record("a"))
	set := []Change{
		holder("base").Change(), // its parent comes later
		avro(base, record("a")).Change(),
		group(base, "g").Change(),
		SetMode{Scope: store.Subject{Domain: "billing"}, Mode: "readonly"}.Change(),
		CreateDomain{store.Domain{Name: "crm", Owner: "group:crm"}}.Change(),
		DeleteSubject{Subject: other}.Change(),
	}
	bad := append(slices.Clone(set), avro(base, record("a", "b")).Change())
	before := r.View().Seq()
	if _, err := r.Commit(ctx, bad...); !fault.Is(err, fault.Incompatible) || !strings.Contains(err.Error(), "domains/default/subjects/base") {
		t.Fatalf("a set with an incompatible schema: %v", err)
	}
	if r.View().Seq() != before {
		t.Fatal("a refused set left something behind")
	}
	landed, err := r.Commit(ctx, set...)
	if err != nil {
		t.Fatal(err)
	}
	view := r.View()
	if landed.Seq != before+1 || view.Seq() != landed.Seq {
		t.Errorf("the set is at %d and the view at %d, want %d", landed.Seq, view.Seq(), before+1)
	}
	if view.Subject(orders).Latest() == nil || view.Config(base).Group != "g" || view.Domain("crm").Owner != "group:crm" || view.Subject(other).Latest() != nil {
		t.Error("a part of the set is missing")
	}
	all := entries(t, r)
	last := all[len(all)-1]
	var got []string
	for _, c := range last.Changes {
		got = append(got, string(c.Action)+" "+c.Resource())
	}
	want := []string{
		"version.register domains/default/subjects/base/versions/1", "version.register domains/default/subjects/orders/versions/1",
		"settings.update domains/default/subjects/base", "mode.update domains/billing", "domain.create domains/crm",
		"subject.delete domains/default/subjects/other",
	}
	if !slices.Equal(inAlphabet(got), inAlphabet(want)) || last.Caller.ID != "user:ada" {
		t.Errorf("the log says %q by %+v, want %q", got, last.Caller, want)
	}
	for _, c := range last.Changes {
		if c.Before == nil && c.After == nil {
			t.Errorf("%s of %s says neither what was nor what is", c.Action, c.Resource())
		}
	}
}

func inAlphabet(list []string) []string {
	slices.Sort(list)
	return list
}

// TestCircle: changes that refer to one another cannot land, and the error names them.
func TestCircle(t *testing.T) {
	r := open(t, Config{})
	a, b := holder("base"), holder("orders")
	b.Subject = store.Subject{Name: "base"}
	_, err := r.Commit(context.Background(), a.Change(), b.Change())
	if fault.ReasonOf(err) != fault.FieldInvalid || !strings.Contains(err.Error(), "domains/default/subjects/base") {
		t.Errorf("a circle = %v", err)
	}
}

// TestRehearsal: every change says for itself what would become of it, and nothing lands.
func TestRehearsal(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	register(t, r, orders, record("a"))
	before := r.View().Seq()
	outcomes, _, err := r.Rehearse(ctx, avro(orders, record("a", "b")).Change(), avro(orders, record("a")).Change(), group(orders, "g").Change())
	if err != nil {
		t.Fatal(err)
	}
	if !fault.Is(outcomes[0].Err, fault.Incompatible) || outcomes[1].Err != nil || outcomes[1].Changed || outcomes[2].Err != nil || !outcomes[2].Changed {
		t.Errorf("outcomes %+v", outcomes)
	}
	if r.View().Seq() != before {
		t.Error("a rehearsal moved the registry")
	}
}

// TestToken: a plan is stale when what it read has changed, and only then.
func TestToken(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	register(t, r, orders, record("a"))
	register(t, r, store.Subject{Name: "base"}, record("a"))
	changes := func() []Change {
		return []Change{group(orders, "g").Change(), avro(store.Subject{Name: "new"}, record("a")).Change()}
	}
	_, token, err := r.Rehearse(ctx, changes()...)
	if err != nil {
		t.Fatal(err)
	}
	register(t, r, store.Subject{Name: "base"}, record())
	if _, err := r.Apply(ctx, Set{Changes: changes()[:1], Token: token}); fault.ReasonOf(err) != fault.PlanStale {
		t.Errorf("the token of another set = %v", err)
	}
	if _, err := r.Apply(ctx, Set{Changes: changes(), Token: token}); err != nil {
		t.Errorf("after a change elsewhere: %v", err)
	}
	if _, err := r.Apply(ctx, Set{Changes: changes(), Token: token}); fault.ReasonOf(err) != fault.PlanStale || !strings.Contains(err.Error(), "orders") {
		t.Errorf("after a change of what was read: %v", err)
	}
}

// TestOnce: what has landed under a name is answered again, and lands no second time.
func TestOnce(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	register(t, r, orders, record("a"))
	once := func(request byte) *Once {
		return &Once{Name: "k", Request: store.Digest{request}, Answer: func(l Landed) ([]byte, error) { return fmt.Append(nil, l.Outcomes[0].Value), nil }}
	}
	set := Set{Changes: []Change{DeleteSubject{Subject: orders}.Change()}, Once: once(1)}
	landed, err := r.Apply(ctx, set)
	if err != nil {
		t.Fatal(err)
	}
	var again *Repeated
	if _, err := r.Apply(ctx, set); !errors.As(err, &again) || again.Seq != landed.Seq || string(again.Answer) != "[1]" {
		t.Errorf("the second time = %+v, %v", again, err)
	}
	set.Once = once(2)
	if _, err := r.Apply(ctx, set); fault.ReasonOf(err) != fault.IdempotencyKeyReused {
		t.Errorf("another request of that name = %v", err)
	}
	eve := r.As(store.Caller{ID: "user:eve"})
	if _, err := eve.Apply(ctx, set); fault.ReasonOf(err) != fault.SubjectDeleted {
		t.Errorf("the same name of another caller = %v", err)
	}
	if all := entries(t, r); all[len(all)-1].Operation != "k" {
		t.Errorf("the log does not name the operation: %+v", all[len(all)-1])
	}
}

// guard allows what is listed, by action and resource.
type guard struct {
	mu    sync.Mutex
	deny  store.Action
	asked []string
}

func (g *guard) May(_ *store.View, c store.Caller, a store.Action, scope store.Subject) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked = append(g.asked, string(a)+" "+scope.Resource())
	if a == g.deny {
		return fault.ActionDenied.With("action", a)
	}
	return nil
}

// TestAccess: every use case asks once, with its own action and the scope that aliases lead to; what is denied is neither
// done nor shown.
func TestAccess(t *testing.T) {
	g := &guard{}
	memory := &storetest.Memory{}
	r, ctx := open(t, Config{Store: memory, Access: g}), context.Background()
	version := register(t, r, orders, record("a")).Version
	alias := store.Subject{Name: "alias"}
	if _, err := r.UpdateSettings(ctx, UpdateSettings{Scope: alias, Edit: func(c *store.Config) error { c.Alias = "orders"; return nil }}); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		want string
		do   func() error
	}{
		{"version.register domains/default/subjects/orders", func() error { _, err := r.Register(ctx, avro(alias, record("a"))); return err }},
		{"version.check domains/default/subjects/orders", func() error {
			_, err := r.Check(ctx, CheckRequest{Subject: alias, Draft: avro(alias, record()).Draft})
			return err
		}},
		{"version.read domains/default/subjects/orders", func() error { _, err := r.Version(alias, Latest, false); return err }},
		{"version.list domains/default/subjects/orders", func() error { _, err := r.Versions(alias, LiveOnly); return err }},
		{"version.lookup domains/default/subjects/orders", func() error {
			_, err := r.LookUp(LookUpRequest{Subject: alias, Draft: avro(alias, record("a")).Draft})
			return err
		}},
		{"version.dependents domains/default/subjects/orders", func() error { _, err := r.Referrers(alias, Latest, false); return err }},
		{"schema.read domains/default/subjects/orders", func() error { _, err := r.ByID(version.ID, store.Subject{}); return err }},
		{"settings.read domains/default/subjects/alias", func() error { _, err := r.Config(alias); return err }},
		{"mode.read domains/default/subjects/orders", func() error { _, err := r.EffectiveMode(orders); return err }},
		{"settings.update domains/default/subjects/orders", func() error { _, err := r.UpdateSettings(ctx, group(orders, "g")); return err }},
		{"mode.update domains/billing", func() error { return r.SetMode(ctx, SetMode{Scope: store.Subject{Domain: "billing"}, Mode: ReadOnly}) }},
		{"subject.delete domains/default/subjects/orders", func() error { _, err := r.DeleteSubject(ctx, DeleteSubject{Subject: alias}); return err }},
		{"subject.undelete domains/default/subjects/orders", func() error { _, err := r.Commit(ctx, UndeleteSubject{alias}.Change()); return err }},
		{"domain.read domains/default", func() error { _, err := r.Domain(""); return err }},
	}
	for _, test := range tests {
		action, _, _ := strings.Cut(test.want, " ")
		g.asked, g.deny = nil, store.Action(action)
		before := r.View().Seq()
		if err := test.do(); fault.ReasonOf(err) != fault.ActionDenied || r.View().Seq() != before {
			t.Errorf("%s is denied: %v, position %d after %d", test.want, err, r.View().Seq(), before)
		}
		g.asked, g.deny = nil, ""
		if err := test.do(); err != nil {
			t.Errorf("%s: %v", test.want, err)
		}
		if len(g.asked) == 0 || g.asked[0] != test.want {
			t.Errorf("asked %q, want %q first", g.asked, test.want)
		}
	}
}

// TestListsShowWhatMayBeSeen: what the caller may not see is left out of lists.
func TestListsShowWhatMayBeSeen(t *testing.T) {
	g := &guard{}
	r := open(t, Config{Access: g})
	register(t, r, orders, record("a"))
	g.deny = store.SubjectList
	if got := slices.Collect(r.Subjects(":*:", LiveOnly)); len(got) != 0 {
		t.Errorf("subjects %v", got)
	}
	g.deny = store.DomainList
	if got := r.Domains(); len(got) != 0 {
		t.Errorf("domains %v", got)
	}
}

func TestDomains(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	if _, err := r.Domain("crm"); fault.ReasonOf(err) != fault.DomainNotFound {
		t.Errorf("an unknown domain = %v", err)
	}
	made, err := Do[*store.Domain](ctx, r, CreateDomain{store.Domain{Name: "crm", Owner: "group:crm"}}.Change())
	if err != nil || made.Created.IsZero() {
		t.Fatalf("create = %+v, %v", made, err)
	}
	for _, name := range []store.DomainName{"", ".x", "a/b", "-", store.DomainName(strings.Repeat("x", 64))} {
		if _, err := r.Commit(ctx, CreateDomain{store.Domain{Name: name}}.Change()); fault.ReasonOf(err) != fault.NameInvalid {
			t.Errorf("create %q = %v", name, err)
		}
	}
	if _, err := r.Commit(ctx, CreateDomain{store.Domain{Name: "crm"}}.Change()); fault.ReasonOf(err) != fault.DomainExists {
		t.Errorf("create again = %v", err)
	}
	edit := func(d *store.Domain) error { d.Description = "customers"; return nil }
	stale := DomainETag(made)
	for range 2 { // the second time nothing changes
		if _, err := r.Commit(ctx, UpdateDomain{Name: "crm", Edit: edit}.Change()); err != nil {
			t.Fatal(err)
		}
	}
	if got := r.View().Seq(); got != 2 {
		t.Errorf("position %d, want 2", got)
	}
	if _, err := r.Commit(ctx, UpdateDomain{Name: "crm", Edit: edit, ETag: stale}.Change()); fault.ReasonOf(err) != fault.ETagMismatch {
		t.Errorf("an update of what has changed = %v", err)
	}
	register(t, r, store.Subject{Domain: "crm", Name: "a"}, record("a"))
	if _, err := r.Commit(ctx, DeleteDomain{Name: "crm"}.Change()); fault.ReasonOf(err) != fault.DomainNotEmpty {
		t.Errorf("delete what is not empty = %v", err)
	}
	if _, err := r.Commit(ctx, DeleteDomain{Name: ""}.Change()); fault.ReasonOf(err) != fault.DefaultDomain {
		t.Errorf("delete the default domain = %v", err)
	}
}

// TestUndelete brings versions back as they were.
func TestUndelete(t *testing.T) {
	r, ctx := open(t, Config{Level: "NONE"}), context.Background()
	register(t, r, orders, record("a"))
	register(t, r, orders, record("b"))
	if _, err := r.DeleteSubject(ctx, DeleteSubject{Subject: orders}); err != nil {
		t.Fatal(err)
	}
	if v, err := Do[*store.Version](ctx, r, UndeleteVersion{orders, 2}.Change()); err != nil || v.Number != 2 || v.Deleted {
		t.Errorf("undelete a version = %+v, %v", v, err)
	}
	if got, err := Do[[]int](ctx, r, UndeleteSubject{orders}.Change()); err != nil || !slices.Equal(got, []int{1}) {
		t.Errorf("undelete the rest = %v, %v", got, err)
	}
	if got := numbers(t, r, orders, LiveOnly); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("live %v", got)
	}
}

// inPlan is a store whose plans are made once more, hurried, before they land.
type inPlan struct{ *storetest.Memory }

func (s inPlan) Update(ctx context.Context, plan store.Plan) (uint64, error) {
	return s.Memory.Update(ctx, func(tx *store.Tx) error {
		if err := plan(tx); err != nil || tx.Hurried {
			return err
		}
		again := store.NewBatch(s.View())
		_, err := again.Add(plan, "again", tx.Now)
		return err
	})
}

// TestPolicyIsAskedOutside: a plan that is made again while all writers wait asks no policy for what is unchanged, and
// refuses to ask for what is new.
func TestPolicyIsAskedOutside(t *testing.T) {
	c := &council{answer: policy.Decision{Outcome: policy.Accepted}}
	r, ctx := open(t, Config{Store: inPlan{&storetest.Memory{}}, Policy: c}), context.Background()
	if _, err := r.Register(ctx, avro(orders, record("a"))); err != nil || c.asked != 1 {
		t.Errorf("asked %d times, %v, want once", c.asked, err)
	}
	hurried := store.NewBatch(r.View())
	p := &planner{Session: r, set: Set{Changes: []Change{avro(orders, record()).Change()}}, order: []int{0}, asked: r.newMemory()}
	if _, err := hurried.Add(func(tx *store.Tx) error { return p.plan(ctx, tx) }, "x", time.Now()); !errors.Is(err, store.ErrHurried) || c.asked != 1 {
		t.Errorf("a new question in a hurry = %v, asked %d times", err, c.asked)
	}
}
