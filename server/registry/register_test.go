package registry

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// TestOrderOfChecks gives requests several faults at a time: the code tells which one is found first.
func TestOrderOfChecks(t *testing.T) {
	one := store.ID(1)
	badRules := &schema.RuleSet{DomainRules: []schema.Rule{{Name: "r"}}}
	tests := []struct {
		name string
		mode string
		edit func(*RegisterRequest)
		want fault.Reason
	}{
		{"rules before subject", "", func(q *RegisterRequest) { q.RuleSet, q.Subject.Name = badRules, "__EMPTY" }, fault.RulesInvalid},
		{"subject before text", "", func(q *RegisterRequest) { q.Text, q.Subject.Name = "{", "a\x00" }, fault.NameInvalid},
		{"the nameless subject", "", func(q *RegisterRequest) { q.Subject = store.Subject{} }, fault.NameInvalid},
		{"a subject that looks like a search", "", func(q *RegisterRequest) { q.Subject.Name = ":*:w" }, fault.NameInvalid},
		{"text before mode", ReadOnly, func(q *RegisterRequest) { q.Text = "{" }, fault.SchemaInvalid},
		{"blanks are no text", "", func(q *RegisterRequest) { q.Text, q.Type = " \n\t", schema.Protobuf }, ""},
		{"unknown type", "", func(q *RegisterRequest) { q.Type = "FOO" }, fault.SchemaTypeUnknown},
		{"mode before compatibility", ReadOnly, func(q *RegisterRequest) { q.Text = record("a", "b") }, fault.ModeForbids},
		{"there already before mode", ReadOnly, func(q *RegisterRequest) { q.Text = record("a") }, ""},
		{"id outside of an import", "", func(q *RegisterRequest) { q.Text, q.ID = record("z"), &one }, fault.ModeForbids},
		{"import without id", Import, func(q *RegisterRequest) { q.Text = record("z") }, fault.ModeForbids},
		{"import over another id", Import, func(q *RegisterRequest) { q.Text, q.ID = record("z"), &one }, fault.IDTaken},
		{"compatibility before version", "", func(q *RegisterRequest) { q.Text, q.Version = record("a", "b"), 7 }, fault.SchemaIncompatible},
		{"version", "", func(q *RegisterRequest) { q.Text, q.Version = record(), 7 }, fault.ExpectedVersion},
		{"force skips compatibility only", "", func(q *RegisterRequest) { q.Text, q.Version, q.Force = record("a", "b"), 7, true }, fault.ExpectedVersion},
		{"missing reference", "", func(q *RegisterRequest) {
			q.References = []schema.Reference{{Name: "X", Subject: "none", Version: 1}}
		}, fault.ReferenceNotFound},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r, ctx := open(t, Config{}), context.Background()
			register(t, r, orders, record("a"))
			if err := r.SetMode(ctx, SetMode{Scope: orders, Mode: test.mode, Force: true}); err != nil {
				t.Fatal(err)
			}
			before := r.View().Seq()
			req := avro(orders, record("a"))
			test.edit(&req)
			_, err := r.Register(ctx, req)
			if got := fault.ReasonOf(err); got != test.want {
				t.Errorf("reason %q, want %q: %v", got, test.want, err)
			}
			if r.View().Seq() != before {
				t.Error("a request that made no version moved the registry")
			}
		})
	}
}

// TestDryRunIsRealRun registers a walk of schemas twice, dry and for real, and wants one answer.
func TestDryRunIsRealRun(t *testing.T) {
	for _, ids := range []IDs{ContentIDs, SequenceIDs} {
		r, ctx := open(t, Config{IDs: ids}), context.Background()
		for i, fields := range []string{"a", "a,b", "", "a", "c", "", "b"} {
			for _, version := range []int{0, -1, i} {
				req := avro(store.Subject{Name: fmt.Sprint("s", i%2)}, record(strings.FieldsFunc(fields, func(c rune) bool { return c == ',' })...))
				req.Version = version
				dry, dryErr := Try[Registration](ctx, r, req.Change())
				real, realErr := r.Register(ctx, req)
				if fmt.Sprint(dryErr) != fmt.Sprint(realErr) {
					t.Fatalf("%s step %d: dry run says %v, real run %v", ids, i, dryErr, realErr)
				}
				if got, want := describe(dry), describe(real); got != want {
					t.Errorf("%s step %d: dry run gives %s, real run %s", ids, i, got, want)
				}
			}
		}
	}
}

// describe is everything in a registration but the time.
func describe(g Registration) string {
	if g.Version == nil {
		return "nothing"
	}
	v := g.Version
	return fmt.Sprint(v.Subject, v.Number, v.ID, v.Digest, v.Seq, v.Deleted, v.Content().Text, g.Created, g.Exact, g.Seq, g.Verdict.Findings, g.Decision)
}

// TestCheckIsRegister wants the compatibility check to foresee what registering says, group and reserved names included.
func TestCheckIsRegister(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	set := func(c *store.Config) error {
		yes := true
		c.Group, c.ValidateFields, c.Level = "major", &yes, "FULL_TRANSITIVE"
		return nil
	}
	if _, err := r.UpdateSettings(ctx, UpdateSettings{Scope: orders, Edit: set}); err != nil {
		t.Fatal(err)
	}
	first := avro(orders, record("a"))
	first.Metadata = &schema.Metadata{Properties: map[string]string{"major": "1", reservedProperty: "old, older"}}
	if _, err := r.Register(ctx, first); err != nil {
		t.Fatal(err)
	}
	group := func(major, reserved string) *schema.Metadata {
		return &schema.Metadata{Properties: map[string]string{"major": major, reservedProperty: reserved}}
	}
	tests := []struct {
		name     string
		text     string
		metadata *schema.Metadata
		want     bool
	}{
		{"inherited group", record("a", "b"), nil, false},
		{"same group", record("a", "b"), group("1", "old,older"), false},
		{"another group", record("a", "b"), group("2", "old,older"), true},
		{"reserved name given up", record("a"), group("2", "old"), false},
		{"reserved name used", record("old"), group("2", "old,older"), false},
	}
	for _, test := range tests {
		draft := Draft{Type: schema.Avro, Text: test.text, Metadata: test.metadata}
		verdict, err := r.Check(ctx, CheckRequest{Subject: orders, Draft: draft})
		if err != nil || verdict.Compatible() != test.want {
			t.Errorf("%s: check says %v, %v, want %v", test.name, verdict.Compatible(), err, test.want)
		}
		_, err = Try[Registration](ctx, r, RegisterRequest{Subject: orders, Draft: draft}.Change())
		if got := err == nil; got != test.want {
			t.Errorf("%s: registering says %v, want %v", test.name, err, test.want)
		}
		var refusal *Refusal
		if !test.want && (!errors.As(err, &refusal) || len(refusal.Findings)+len(refusal.Reserved) == 0 || !fault.Is(err, fault.Incompatible)) {
			t.Errorf("%s: the refusal says nothing: %v", test.name, err)
		}
	}
}

// TestReferences pins the latest version, protects the target, and refuses a deleted one.
func TestReferences(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	target := store.Subject{Name: "target"}
	register(t, r, target, record("a"))
	req := avro(orders, `{"type":"record","name":"Holder","fields":[{"name":"r","type":"R"}]}`)
	req.References = []schema.Reference{{Name: "R", Subject: "target", Version: -1}}
	done, err := r.Register(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	if got := done.Version.Content().References[0].Version; got != 1 {
		t.Errorf("the reference is stored at version %d, want 1", got)
	}
	if ids, err := r.Referrers(target, Latest, false); err != nil || !slices.Equal(ids, []store.ID{done.Version.ID}) {
		t.Errorf("referrers = %v, %v", ids, err)
	}
	if _, err := r.DeleteSubject(ctx, DeleteSubject{Subject: target, Permanent: false}); fault.ReasonOf(err) != fault.Referenced {
		t.Errorf("deleting the target: %v, want REFERENCED", err)
	}
	written := avro(orders, `{"type":"record","name":"Holder","fields":[{"name":"r","type":`+record("a")+`}]}`)
	if m, err := r.LookUp(LookUpRequest{Subject: orders, Draft: written.Draft}); err != nil || m.Version != done.Version {
		t.Errorf("looking up the schema with its reference written out: %v, %v", m.Version, err)
	}
	if _, err := r.DeleteSubject(ctx, DeleteSubject{Subject: orders, Permanent: false}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.DeleteSubject(ctx, DeleteSubject{Subject: target, Permanent: false}); err != nil {
		t.Errorf("deleting what only soft-deleted schemas refer to: %v", err)
	}
	for _, version := range []int{Latest.Number, 1} {
		req.References[0].Version = version
		if _, err := r.Register(ctx, req); fault.ReasonOf(err) != fault.ReferenceNotFound {
			t.Errorf("referring to version %d, which is deleted: %v, want REFERENCE_NOT_FOUND", version, err)
		}
	}
}

// TestBuryKeepsWhatIsReferredTo brings back a content whose soft-deleted version something refers to.
func TestBuryKeepsWhatIsReferredTo(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	target := store.Subject{Name: "target"}
	register(t, r, target, record("a"))
	user := avro(orders, `{"type":"record","name":"Holder","fields":[{"name":"r","type":"R"}]}`)
	user.References = []schema.Reference{{Name: "R", Subject: "target", Version: 1}}
	if _, err := r.Register(ctx, user); err != nil {
		t.Fatal(err)
	}
	for _, s := range []store.Subject{orders, target} {
		if _, err := r.DeleteSubject(ctx, DeleteSubject{Subject: s, Permanent: false}); err != nil {
			t.Fatal(err)
		}
	}
	register(t, r, target, record("a"))
	if got := numbers(t, r, target, WithDeleted); !slices.Equal(got, []int{1, 2}) {
		t.Errorf("versions %v, want 1, which the deleted schema refers to, and 2", got)
	}
}

// TestConcurrency lets 64 callers register the same and different schemas: one id per content, dense versions.
func TestConcurrency(t *testing.T) {
	for _, how := range []IDs{ContentIDs, SequenceIDs} {
		r := open(t, Config{IDs: how, Level: word.None})
		var callers sync.WaitGroup
		for i := range 64 {
			callers.Go(func() {
				if _, err := r.Register(context.Background(), avro(orders, record(fmt.Sprint("f", i%16)))); err != nil {
					t.Error(err)
				}
			})
		}
		callers.Wait()
		versions, err := r.Versions(orders, WithDeleted)
		if err != nil || len(versions) != 16 {
			t.Fatalf("%s: %d versions, %v, want 16", how, len(versions), err)
		}
		ids := map[store.ID]bool{}
		for i, v := range versions {
			ids[v.ID] = true
			if v.Number != i+1 {
				t.Errorf("%s: version %d at place %d", how, v.Number, i)
			}
		}
		if len(ids) != 16 {
			t.Errorf("%s: %d ids for 16 contents", how, len(ids))
		}
	}
}

// council is a policy that answers the same to all, and counts.
type council struct {
	answer policy.Decision
	asked  int
	last   policy.Request
}

func (c *council) Evaluate(_ context.Context, req policy.Request) policy.Decision {
	c.asked++
	c.last = req
	return c.answer
}

func TestPolicyDecides(t *testing.T) {
	finding := policy.Finding{Rule: "SEM001", Effective: policy.Blocks, Path: "R.a", Message: "a is no string", Fix: "make it one"}
	tests := []struct {
		name    string
		outcome policy.Outcome
		want    fault.Kind
		message string
	}{
		{"rejected", policy.Rejected, fault.Denied, "policies refuse the schema: (SEM001 enforce): R.a: a is no string; fix: make it one"},
		{"failed", policy.Failed, fault.Unavailable, "SEM001"},
	}
	for _, test := range tests {
		c := &council{answer: policy.Decision{Outcome: policy.Accepted}}
		r, ctx := open(t, Config{Policy: c}), context.Background()
		first := register(t, r, orders, record("a"))
		if first.Decision == nil || c.asked != 1 {
			t.Errorf("%s: asked %d times for one registration", test.name, c.asked)
		}
		c.answer = policy.Decision{Outcome: test.outcome, Findings: []policy.Finding{finding}}
		_, err := r.Register(ctx, avro(orders, record()))
		if !fault.Is(err, test.want) || !strings.Contains(err.Error(), test.message) {
			t.Errorf("%s: %v, want %s", test.name, err, test.message)
		}
		if again := register(t, r, orders, record("a")); again.Created || again.Decision != nil {
			t.Errorf("%s: what is there already was decided on again", test.name)
		}
	}
}

// TestPolicyKnowsDomainsByPublicNames: in what policies are asked, the default domain is called the same where the schema
// is to stand and where it refers to, and no other domain is called so.
func TestPolicyKnowsDomainsByPublicNames(t *testing.T) {
	for _, test := range []struct {
		domain store.DomainName
		want   string
	}{{store.DefaultDomain, "default"}, {"default", ".default"}, {"billing", "billing"}} {
		c := &council{answer: policy.Decision{Outcome: policy.Accepted}}
		r := open(t, Config{Policy: c})
		base, user := store.Subject{Domain: test.domain, Name: "base"}, store.Subject{Domain: test.domain, Name: "user"}
		register(t, r, base, record("a"))
		req := avro(user, `{"type":"record","name":"Holder","fields":[{"name":"r","type":"R"}]}`)
		req.References = []schema.Reference{{Name: "R", Subject: "base", Version: 1}}
		if _, err := r.Register(context.Background(), req); err != nil {
			t.Fatal(err)
		}
		if got := c.last.Subject.Domain; got != test.want {
			t.Errorf("%q: the subject's domain is %q, want %q", test.domain, got, test.want)
		}
		if got := c.last.References[0].Domain; got != test.want {
			t.Errorf("%q: the reference's domain is %q, want %q", test.domain, got, test.want)
		}
	}
}

// TestPolicyIsAskedForEachSubject registers one schema twice in a change set.
func TestPolicyIsAskedForEachSubject(t *testing.T) {
	c := &council{answer: policy.Decision{Outcome: policy.Accepted}}
	r := open(t, Config{Policy: c})
	first, second := avro(orders, record("a")), avro(store.Subject{Name: "other"}, record("a"))
	if _, err := r.Commit(context.Background(), first.Change(), second.Change()); err != nil || c.asked != 2 {
		t.Errorf("asked %d times, %v, want once for each subject", c.asked, err)
	}
}

// TestRetiredID gives a content its id back under ContentIDs, and a fresh one under SequenceIDs.
func TestRetiredID(t *testing.T) {
	for _, how := range []IDs{ContentIDs, SequenceIDs} {
		r, ctx := open(t, Config{IDs: how}), context.Background()
		before := register(t, r, orders, record("a")).Version
		for _, permanent := range []bool{false, true} {
			if _, err := r.DeleteSubject(ctx, DeleteSubject{Subject: orders, Permanent: permanent}); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := r.ByGUID(before.Content().GUID); fault.ReasonOf(err) != fault.SchemaNotFound {
			t.Errorf("%s: the content is still there: %v", how, err)
		}
		after := register(t, r, orders, record("a")).Version
		if (after.ID == before.ID) != (how == ContentIDs) {
			t.Errorf("%s: id %d, then %d", how, before.ID, after.ID)
		}
		if got := len(r.Identifiers(before.Content().GUID)); got == 0 {
			t.Errorf("%s: no id is known any more", how)
		}
	}
}

// TestProbing gives two contents whose GUIDs start alike different ids.
func TestProbing(t *testing.T) {
	r := open(t, Config{IDs: ContentIDs})
	c := &store.Content{Digest: store.Digest{1}, GUID: schema.GUID{0, 0, 0, 9}}
	m := r.config.Store.(*storetest.Memory)
	_, err := m.Update(context.Background(), func(tx *store.Tx) error {
		tx.Put(c, &store.Identifier{ID: contentID(c.GUID), Digest: c.Digest, GUID: c.GUID})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	other := &store.Content{Digest: store.Digest{2}, GUID: schema.GUID{0, 0, 0, 9, 1}}
	id, err := r.identify(r.View(), "", other, nil)
	if err != nil || id.ID != contentID(c.GUID)+1 {
		t.Errorf("identify = %v, %v, want the next id", id, err)
	}
	same := &store.Content{Digest: store.Digest{3}, GUID: c.GUID}
	if _, err := r.identify(r.View(), "", same, nil); fault.ReasonOf(err) != fault.IDTaken {
		t.Errorf("another content of the same GUID: %v, want ID_TAKEN", err)
	}
}

func TestGoneCallerRegistersNothing(t *testing.T) {
	r := open(t, Config{})
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Register(ctx, avro(orders, record("a"))); !fault.Is(err, fault.Unavailable) || r.View().Len() != 0 {
		t.Errorf("%v, want an error of kind unavailable and nothing stored", err)
	}
}
