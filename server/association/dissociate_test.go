package association

import (
	"context"
	"testing"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
)

func TestDissociate(t *testing.T) {
	r, ctx := open(t, registry.Config{}), context.Background()
	register(t, r, orders, record("a"))
	key := with(weak(orders), func(c *Change) { c.Type = Key })
	associateAll(t, r, create("w", key, weak(orders)), create("t", strong("a")))
	steps := []struct {
		name string
		req  Removal
		want fault.Reason
		left string
	}{
		{"unknown", Removal{ID: "lkc:n"}, fault.AssociationNotFound, "lkc:t value :.lkc:t-value STRONG, lkc:w key orders WEAK, lkc:w value orders WEAK"},
		{"another type of resource", Removal{ID: "lkc:w", ResourceType: "table"}, fault.AssociationInvalid, "lkc:t value :.lkc:t-value STRONG, lkc:w key orders WEAK, lkc:w value orders WEAK"},
		{"one type", Removal{ID: "lkc:w", Types: []string{Key}}, "", "lkc:t value :.lkc:t-value STRONG, lkc:w value orders WEAK"},
		{"that type again", Removal{ID: "lkc:w", Types: []string{Key}}, fault.AssociationNotFound, "lkc:t value :.lkc:t-value STRONG, lkc:w value orders WEAK"},
		{"all types", Removal{ID: "lkc:w", ResourceType: Topic, Cascade: true}, "", "lkc:t value :.lkc:t-value STRONG"},
		{"frozen", Removal{ID: "lkc:t"}, fault.AssociationFrozen, "lkc:t value :.lkc:t-value STRONG"},
		{"frozen with its subject", Removal{ID: "lkc:t", Cascade: true}, "", ""},
	}
	for _, step := range steps {
		if err := r.ties.Dissociate(ctx, step.req); fault.ReasonOf(err) != step.want || (err == nil) != (step.want == "") {
			t.Errorf("%s: reason %q, want %q: %v", step.name, fault.ReasonOf(err), step.want, err)
		}
		if got := spell(r.ties.List(Query{})); got != step.left {
			t.Errorf("%s: left %s, want %s", step.name, got, step.left)
		}
	}
	if v := r.View().Subject(own); v != nil {
		t.Errorf("%s still has versions %v", own, v.All)
	}
	if v := r.View().Subject(orders).Latest(); v == nil {
		t.Errorf("%s went with its weak associations", orders)
	}
}

func TestAssociatedSubjectsStay(t *testing.T) {
	r, ctx := open(t, registry.Config{Level: word.None}), context.Background()
	register(t, r, orders, record("a"))
	register(t, r, orders, record("b"))
	associateAll(t, r, create("t", weak(orders)))
	if _, err := r.DeleteSubject(ctx, registry.DeleteSubject{Subject: orders, Permanent: false}); fault.ReasonOf(err) != fault.SubjectAssociated {
		t.Errorf("delete the subject: reason %q, want SUBJECT_ASSOCIATED", fault.ReasonOf(err))
	}
	if _, err := r.DeleteVersion(ctx, registry.DeleteVersion{Subject: orders, Version: registry.Selector{Number: 1}, Permanent: false}); err != nil {
		t.Errorf("delete one of two versions: %v", err)
	}
	if _, err := r.DeleteVersion(ctx, registry.DeleteVersion{Subject: orders, Version: registry.Selector{Number: 1}, Permanent: true}); err != nil {
		t.Errorf("delete it for good: %v", err)
	}
	if _, err := r.DeleteVersion(ctx, registry.DeleteVersion{Subject: orders, Version: registry.Latest, Permanent: false}); fault.ReasonOf(err) != fault.LastVersion {
		t.Errorf("delete the last version: reason %q, want LAST_VERSION", fault.ReasonOf(err))
	}
	if err := r.ties.Dissociate(ctx, Removal{ID: "lkc:t"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.DeleteSubject(ctx, registry.DeleteSubject{Subject: orders, Permanent: false}); err != nil {
		t.Errorf("delete the subject without associations: %v", err)
	}
}
