package association

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// topic is a resource of namespace lkc.
func topic(name string) store.Resource {
	return store.Resource{ID: "lkc:" + name, Namespace: "lkc", Name: name, Type: Topic}
}

func create(name string, changes ...Change) Request {
	for i := range changes {
		changes[i].Op = cmp.Or(changes[i].Op, Create)
	}
	return Request{Resource: topic(name), Changes: changes}
}

func weak(s store.Subject) Change { return Change{Subject: &s} }

func strong(fields ...string) Change {
	return Change{Schema: &registry.RegisterRequest{Draft: registry.Draft{Type: schema.Avro, Text: record(fields...)}}}
}

func upsert(c Change) Change {
	c.Op = Upsert
	return c
}

func with(c Change, edit func(*Change)) Change {
	edit(&c)
	return c
}

// associateAll carries out requests that must succeed.
func associateAll(t testing.TB, r world, requests ...Request) {
	t.Helper()
	for _, req := range requests {
		if _, err := r.ties.Associate(context.Background(), req); err != nil {
			t.Fatalf("associate %v: %v", req.Resource, err)
		}
	}
}

// spell prints associations as `id type subject lifecycle`.
func spell(list []*store.Association) string {
	var lines []string
	for _, a := range list {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", a.Resource.ID, a.Type, a.Subject, a.Lifecycle))
	}
	return strings.Join(lines, ", ")
}

var own = store.Subject{Domain: "lkc", Name: "t-value"}

// TestAssociate gives one request to a registry where orders and others are subjects, topic w is tied to orders and
// topic s has its own subject.
func TestAssociate(t *testing.T) {
	others, nobody := store.Subject{Name: "others"}, store.Subject{Name: "nobody"}
	ofS := store.Subject{Domain: "lkc", Name: "s-value"}
	longName := strings.Repeat("n", 257)
	renamed := func(edit func(*store.Resource)) Request {
		req := create("t", weak(orders))
		edit(&req.Resource)
		return req
	}
	tests := []struct {
		name string
		req  Request
		// want is what the resource has afterwards, or nothing beside the reason of the refusal.
		want   string
		reason fault.Reason
	}{
		{"weak", create("t", weak(orders)), "lkc:t value orders WEAK", ""},
		{"key and value", create("t", with(weak(orders), func(c *Change) { c.Type = Key }), weak(others)), "lkc:t key orders WEAK, lkc:t value others WEAK", ""},
		{"not frozen is weak", create("t", with(weak(orders), func(c *Change) { c.Frozen = new(false) })), "lkc:t value orders WEAK", ""},
		{"strong", create("t", strong("a")), "lkc:t value :.lkc:t-value STRONG", ""},
		{"strong by its name", create("t", with(strong("a"), func(c *Change) { c.Subject, c.Lifecycle, c.Frozen = &own, store.Strong, new(true) })), "lkc:t value :.lkc:t-value STRONG", ""},
		{"the same again", create("w", weak(orders)), "lkc:w value orders WEAK", ""},
		{"the same strong one again", create("s", strong("a")), "lkc:s value :.lkc:s-value STRONG", ""},
		{"a topic with dots", renamed(func(r *store.Resource) { r.Name = "shop.orders.v1" }), "lkc:t value orders WEAK", ""},
		{"a namespace that is a dash", renamed(func(r *store.Resource) { r.Namespace = "-" }), "lkc:t value orders WEAK", ""},
		{"upsert of a new one", create("t", upsert(weak(orders))), "lkc:t value orders WEAK", ""},
		{"upsert to another subject", create("w", upsert(weak(others))), "lkc:w value others WEAK", ""},
		{"upsert of the same", create("w", upsert(weak(orders))), "lkc:w value orders WEAK", ""},
		{"upsert that says nothing", create("w", Change{Op: Upsert}), "lkc:w value orders WEAK", ""},
		{"upsert of the same strong one", create("s", upsert(strong("a"))), "lkc:s value :.lkc:s-value STRONG", ""},
		{"delete", create("w", Change{Op: Delete}), "", ""},
		{"delete and create", create("w", Change{Op: Delete}, weak(others)), "lkc:w value others WEAK", ""},

		{"no name", renamed(func(r *store.Resource) { r.Name = "" }), "", fault.AssociationInvalid},
		{"long name", renamed(func(r *store.Resource) { r.Name = longName }), "", fault.AssociationInvalid},
		{"odd name", renamed(func(r *store.Resource) { r.Name = "a/b" }), "", fault.AssociationInvalid},
		{"no namespace", renamed(func(r *store.Resource) { r.Namespace = "" }), "", fault.AssociationInvalid},
		{"a namespace with a dot", renamed(func(r *store.Resource) { r.Namespace = "a.b" }), "", fault.AssociationInvalid},
		{"no id", renamed(func(r *store.Resource) { r.ID = "" }), "", fault.AssociationInvalid},
		{"an id with a zero", renamed(func(r *store.Resource) { r.ID = "a\x00" }), "", fault.AssociationInvalid},
		{"a long id", renamed(func(r *store.Resource) { r.ID = strings.Repeat("i", 1025) }), "", fault.AssociationInvalid},
		{"another type of resource", renamed(func(r *store.Resource) { r.Type = "table" }), "", fault.AssociationInvalid},
		{"no associations", create("t"), "", fault.AssociationInvalid},
		{"more associations than a resource can have", create("t", slices.Repeat([]Change{weak(orders)}, 17)...), "", fault.AssociationInvalid},
		{"as many as a request can have", create("t", slices.Repeat([]Change{weak(orders)}, 16)...), "lkc:t value orders WEAK", ""},
		{"another type of association", create("t", with(weak(orders), func(c *Change) { c.Type = "header" })), "", fault.AssociationInvalid},
		{"weak without a subject", create("t", Change{}), "", fault.AssociationInvalid},
		{"weak with the own subject", create("t", weak(own)), "", fault.AssociationInvalid},
		{"weak with a schema", create("t", with(strong("a"), func(c *Change) { c.Lifecycle = store.Weak })), "", fault.AssociationInvalid},
		{"weak and frozen", create("t", with(weak(orders), func(c *Change) { c.Lifecycle, c.Frozen = store.Weak, new(true) })), "", fault.AssociationInvalid},
		{"strong and not frozen", create("t", with(strong("a"), func(c *Change) { c.Frozen = new(false) })), "", fault.AssociationInvalid},
		{"strong with another subject", create("t", with(strong("a"), func(c *Change) { c.Subject = &orders })), "", fault.AssociationInvalid},
		{"strong without a schema", create("t", Change{Lifecycle: store.Strong}), "", fault.AssociationInvalid},
		{"both lifecycles", create("t", strong("a"), with(weak(orders), func(c *Change) { c.Type = Key })), "", fault.AssociationInvalid},
		{"another name for a known id", Request{Resource: store.Resource{ID: "lkc:w", Namespace: "lkc", Name: "x"}, Changes: []Change{
			with(weak(orders), func(c *Change) { c.Op, c.Type = Create, Key })}}, "", fault.AssociationInvalid},
		{"upsert with a schema", create("t", upsert(strong("a"))), "", fault.AssociationInvalid},
		{"upsert of a strong one", create("t", upsert(Change{Lifecycle: store.Strong})), "", fault.AssociationInvalid},
		{"upsert of a weak one to strong", create("w", upsert(Change{Lifecycle: store.Strong})), "", fault.AssociationInvalid},

		{"another subject", create("w", weak(others)), "", fault.AssociationExists},
		{"another name", Request{Resource: store.Resource{ID: "lkc:w", Namespace: "lkc", Name: "x"}, Changes: create("w", weak(orders)).Changes}, "", fault.AssociationExists},
		{"another id for a known name", Request{Resource: store.Resource{ID: "new", Namespace: "lkc", Name: "w"}, Changes: create("w", weak(others)).Changes}, "", fault.AssociationExists},
		{"another schema", create("s", strong("a", "b")), "", fault.SchemaIncompatible},
		{"another compatible schema", create("s", strong()), "", fault.AssociationExists},
		{"weak on a subject that is owned", create("t", weak(ofS)), "", fault.SubjectOwned},
		{"weak without a version", create("t", weak(nobody)), "", fault.SubjectWithoutVersion},
		{"upsert under another name", Request{Resource: store.Resource{ID: "lkc:w", Namespace: "lkc", Name: "x"}, Changes: []Change{upsert(weak(others))}}, "", fault.AssociationExists},
		{"upsert of another schema", create("s", upsert(strong())), "", fault.AssociationFrozen},
		{"upsert of a frozen one", create("s", upsert(weak(orders))), "", fault.AssociationFrozen},
		{"delete a frozen one", create("s", Change{Op: Delete}), "", fault.AssociationFrozen},
		{"delete none", create("t", Change{Op: Delete}), "", fault.AssociationNotFound},
		{"no schema", create("t", with(strong("a"), func(c *Change) { c.Schema.Text = "{" })), "", fault.SchemaInvalid},
		{"one refused, none made", create("t", weak(orders), with(weak(nobody), func(c *Change) { c.Type = Key })), "", fault.SubjectWithoutVersion},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, ctx := open(t, registry.Config{}), context.Background()
			register(t, r, orders, record("a"))
			register(t, r, others, record("a"))
			associateAll(t, r, create("w", weak(orders)), create("s", strong("a")))
			before, had := r.View().Seq(), spell(r.ties.List(Query{ID: test.req.Resource.ID}))

			_, dry := registry.Try[[]Done](ctx, r.Session, test.req.Change(true))
			if got := r.View().Seq(); got != before {
				t.Fatal("a dry run moved the registry")
			}
			if _, err := r.ties.Associate(ctx, test.req); fault.ReasonOf(err) != test.reason || (err == nil) != (test.reason == "") {
				t.Fatalf("reason %q, want %q: %v", fault.ReasonOf(err), test.reason, err)
			} else if fmt.Sprint(err) != fmt.Sprint(dry) && test.req.Resource.ID != "" {
				t.Errorf("dry: %v; real: %v", dry, err)
			}
			want := test.want
			if test.reason != "" {
				want = had
			}
			if got := spell(r.ties.List(Query{ID: test.req.Resource.ID})); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

// TestAssociateTwice is the law that the same request again changes nothing, not even the position.
func TestAssociateTwice(t *testing.T) {
	for _, c := range []Change{weak(orders), strong("a"), upsert(weak(orders))} {
		r := open(t, registry.Config{})
		register(t, r, orders, record("a"))
		associateAll(t, r, create("t", c))
		before, made := r.View().Seq(), r.ties.List(Query{})
		associateAll(t, r, create("t", c))
		if got := r.ties.List(Query{}); r.View().Seq() != before || !slices.Equal(got, made) {
			t.Errorf("%s again: position %d, want %d; %s, want %s", c.Op, r.View().Seq(), before, spell(got), spell(made))
		}
	}
}

func TestUpsertKeepsIdentity(t *testing.T) {
	r := open(t, registry.Config{})
	register(t, r, orders, record("a"))
	register(t, r, store.Subject{Name: "others"}, record("a"))
	associateAll(t, r, create("t", weak(orders)))
	before := r.View().Association("lkc:t", Topic, Value)
	associateAll(t, r, create("t", upsert(weak(store.Subject{Name: "others"}))))
	after := r.View().Association("lkc:t", Topic, Value)
	if after.GUID != before.GUID || after.Created != before.Created || after.Updated.Before(before.Updated) {
		t.Errorf("before %+v, after %+v", before, after)
	}
}

// TestStrongSubject holds what a strong association demands of its subject.
func TestStrongSubject(t *testing.T) {
	ctx := context.Background()
	tests := []struct {
		name string
		prep func(t *testing.T, r world)
		want fault.Reason
	}{
		{"new", func(*testing.T, world) {}, ""},
		{"there already", func(t *testing.T, r world) { register(t, r, own, record("a")) }, ""},
		{"with another version", func(t *testing.T, r world) { register(t, r, own, record()) }, fault.AssociationInvalid},
		{"referred to", func(t *testing.T, r world) {
			register(t, r, own, record("a"))
			referTo(t, r, own)
		}, fault.Referenced},
		{"referred to, long ago", func(t *testing.T, r world) {
			register(t, r, own, record("b"))
			referTo(t, r, own)
			for _, s := range []store.Subject{{Name: "referrer"}, own} {
				if _, err := r.DeleteSubject(ctx, registry.DeleteSubject{Subject: s, Permanent: false}); err != nil {
					t.Fatal(err)
				}
			}
		}, fault.Referenced},
		{"tied to another resource", func(t *testing.T, r world) {
			register(t, r, own, record("a"))
			associateAll(t, r, create("u", weak(own)))
		}, fault.SubjectAssociated},
		{"read-only", func(t *testing.T, r world) {
			if err := r.SetMode(ctx, registry.SetMode{Scope: own, Mode: registry.ReadOnly, Force: false}); err != nil {
				t.Fatal(err)
			}
		}, fault.ModeForbids},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := open(t, registry.Config{Level: word.None})
			test.prep(t, r)
			done, err := r.ties.Associate(ctx, create("t", strong("a")))
			if got := fault.ReasonOf(err); got != test.want {
				t.Fatalf("reason %q, want %q: %v", got, test.want, err)
			}
			if err == nil && (len(done) != 1 || done[0].Registration.Version.Subject != own) {
				t.Errorf("answer %+v", done)
			}
		})
	}
}

// referTo registers a schema that needs s.
func referTo(t *testing.T, r world, s store.Subject) {
	t.Helper()
	if err := tryToRefer(r, s); err != nil {
		t.Fatal(err)
	}
}

func tryToRefer(r world, s store.Subject) error {
	req := avro(store.Subject{Name: "referrer"}, `{"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]}`)
	req.References = []schema.Reference{{Name: "R", Subject: s.String(), Version: 1}}
	_, err := r.Register(context.Background(), req)
	return err
}

func TestOwnedSubjectsCannotBeReferredTo(t *testing.T) {
	r := open(t, registry.Config{})
	associateAll(t, r, create("t", strong("a")))
	if err := tryToRefer(r, own); fault.ReasonOf(err) != fault.ReferenceOwned {
		t.Errorf("reason %q, want REFERENCE_OWNED: %v", fault.ReasonOf(err), err)
	}
	again := avro(own, `{"type":"record","name":"Q","fields":[]}`)
	again.References, again.Force = []schema.Reference{{Name: "R", Subject: own.Name, Version: 1}}, true
	if _, err := r.Register(context.Background(), again); err != nil {
		t.Errorf("its own versions can: %v", err)
	}
}

// TestAssociationsOfReadOnlySubjects finds that what is there can be said again, and nothing else.
func TestAssociationsOfReadOnlySubjects(t *testing.T) {
	r, ctx := open(t, registry.Config{}), context.Background()
	register(t, r, orders, record("a"))
	associateAll(t, r, create("w", weak(orders)))
	if err := r.SetMode(ctx, registry.SetMode{Scope: orders, Mode: registry.ReadOnly, Force: false}); err != nil {
		t.Fatal(err)
	}
	associateAll(t, r, create("w", weak(orders)))
	if _, err := r.ties.Associate(ctx, create("t", weak(orders))); fault.ReasonOf(err) != fault.ModeForbids {
		t.Errorf("associate: reason %q, want MODE_FORBIDS: %v", fault.ReasonOf(err), err)
	}
	if err := r.ties.Dissociate(ctx, Removal{ID: "lkc:w"}); fault.ReasonOf(err) != fault.ModeForbids {
		t.Errorf("dissociate: reason %q, want MODE_FORBIDS: %v", fault.ReasonOf(err), err)
	}
}

// TestAssociationImport ties what was imported before, which outside of an import is refused.
func TestAssociationImport(t *testing.T) {
	r, ctx := open(t, registry.Config{}), context.Background()
	if err := r.SetMode(ctx, registry.SetMode{Scope: own.Whole(), Mode: registry.Import, Force: false}); err != nil {
		t.Fatal(err)
	}
	id := store.ID(7)
	req := avro(own, record("a"))
	req.ID = &id
	if _, err := r.Register(ctx, req); err != nil {
		t.Fatal(err)
	}
	associateAll(t, r, create("t", upsert(Change{Lifecycle: store.Strong})))
	if _, err := r.ties.Associate(ctx, create("u", upsert(Change{Lifecycle: store.Strong}))); fault.ReasonOf(err) != fault.SubjectWithoutVersion {
		t.Errorf("a subject that was not imported: reason %q, want SUBJECT_WITHOUT_VERSION: %v", fault.ReasonOf(err), err)
	}
	withSchema := strong("b")
	withSchema.Type, withSchema.Schema.ID = Key, new(store.ID(8))
	associateAll(t, r, create("t", upsert(withSchema)))
	if got, want := spell(r.ties.List(Query{})), "lkc:t key :.lkc:t-key STRONG, lkc:t value :.lkc:t-value STRONG"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestAssociationLog(t *testing.T) {
	r, ctx := open(t, registry.Config{}), context.Background()
	register(t, r, orders, record("a"))
	key := with(strong("k"), func(c *Change) { c.Type = Key })
	associateAll(t, r, create("w", weak(orders)), create("t", strong("a")), create("u", key, strong("a")))
	if err := r.ties.Dissociate(ctx, Removal{ID: "lkc:u", Cascade: true}); err != nil {
		t.Fatal(err)
	}
	var got []string
	for e, err := range r.log.Log(ctx, 2) {
		if err != nil {
			t.Fatal(err)
		}
		var changes []string
		for _, c := range e.Changes {
			changes = append(changes, fmt.Sprint(c.Action, " ", c.Resource()))
		}
		got = append(got, strings.Join(changes, ", "))
	}
	want := []string{
		"association.create domains/default/subjects/orders",
		"version.register domains/lkc/subjects/t-value/versions/1, association.create domains/lkc/subjects/t-value",
		"version.register domains/lkc/subjects/u-key/versions/1, association.create domains/lkc/subjects/u-key, " +
			"version.register domains/lkc/subjects/u-value/versions/1, association.create domains/lkc/subjects/u-value",
		"association.delete domains/lkc/subjects/u-key, association.delete domains/lkc/subjects/u-value",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestAssociationRace lets creators want the same topic with different subjects, and the same subject for different
// topics: one wins, the others get a conflict, and nothing is half done.
func TestAssociationRace(t *testing.T) {
	r := open(t, registry.Config{})
	const creators = 8
	for i := range creators {
		register(t, r, store.Subject{Name: fmt.Sprint("s", i)}, record("a"))
	}
	errs := make([]error, 2*creators)
	var racing sync.WaitGroup
	for i := range creators {
		racing.Go(func() {
			_, errs[i] = r.ties.Associate(context.Background(), create("t", weak(store.Subject{Name: fmt.Sprint("s", i)})))
		})
		racing.Go(func() {
			_, errs[creators+i] = r.ties.Associate(context.Background(), create("own", strong(fmt.Sprint("f", i))))
		})
	}
	racing.Wait()
	for _, group := range [][]error{errs[:creators], errs[creators:]} {
		won := 0
		for _, err := range group {
			switch c := fault.ReasonOf(err); {
			case err == nil:
				won++
			case c != fault.AssociationExists && c != fault.SchemaIncompatible:
				t.Errorf("a loser got %v", err)
			}
		}
		if won != 1 {
			t.Errorf("%d creators won, want 1: %v", won, errors.Join(group...))
		}
	}
	if got := len(r.ties.List(Query{})); got != 2 {
		t.Errorf("%d associations, want 2", got)
	}
}
