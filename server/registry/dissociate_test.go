package registry

import (
	"context"
	"testing"

	"github.com/concord-registry/concord/compat/word"
)

func TestDissociate(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	register(t, r, orders, record("a"))
	key := with(weak(orders), func(c *AssociationChange) { c.Type = Key })
	associateAll(t, r, create("w", key, weak(orders)), create("t", strong("a")))
	steps := []struct {
		name string
		req  DissociateRequest
		code int
		left string
	}{
		{"unknown", DissociateRequest{ID: "lkc:n"}, 40410, "lkc:t value :.lkc:t-value STRONG, lkc:w key orders WEAK, lkc:w value orders WEAK"},
		{"another type of resource", DissociateRequest{ID: "lkc:w", ResourceType: "table"}, 42212, "lkc:t value :.lkc:t-value STRONG, lkc:w key orders WEAK, lkc:w value orders WEAK"},
		{"dry", DissociateRequest{ID: "lkc:w", DryRun: true}, 0, "lkc:t value :.lkc:t-value STRONG, lkc:w key orders WEAK, lkc:w value orders WEAK"},
		{"one type", DissociateRequest{ID: "lkc:w", Types: []string{Key}}, 0, "lkc:t value :.lkc:t-value STRONG, lkc:w value orders WEAK"},
		{"that type again", DissociateRequest{ID: "lkc:w", Types: []string{Key}}, 40410, "lkc:t value :.lkc:t-value STRONG, lkc:w value orders WEAK"},
		{"all types", DissociateRequest{ID: "lkc:w", ResourceType: Topic, Cascade: true}, 0, "lkc:t value :.lkc:t-value STRONG"},
		{"frozen", DissociateRequest{ID: "lkc:t"}, 40908, "lkc:t value :.lkc:t-value STRONG"},
		{"frozen with its subject", DissociateRequest{ID: "lkc:t", Cascade: true}, 0, ""},
	}
	for _, step := range steps {
		if err := r.Dissociate(ctx, step.req); code(err) != step.code || (err == nil) != (step.code == 0) {
			t.Errorf("%s: code %d, want %d: %v", step.name, code(err), step.code, err)
		}
		if got := spell(r.Associations(AssociationQuery{})); got != step.left {
			t.Errorf("%s: left %s, want %s", step.name, got, step.left)
		}
	}
	if v := r.View().Subject(own); v != nil {
		t.Errorf("%s still has versions %v", own, numbersOf(v.All))
	}
	if v := r.View().Subject(orders).Latest(); v == nil {
		t.Errorf("%s went with its weak associations", orders)
	}
}

func TestAssociatedSubjectsStay(t *testing.T) {
	r, ctx := open(t, Config{Level: word.None}), context.Background()
	register(t, r, orders, record("a"))
	register(t, r, orders, record("b"))
	associateAll(t, r, create("t", weak(orders)))
	if _, err := r.DeleteSubject(ctx, orders, false, ""); code(err) != 40904 {
		t.Errorf("delete the subject: code %d, want 40904", code(err))
	}
	if _, err := r.DeleteVersion(ctx, orders, Selector{1}, false, ""); err != nil {
		t.Errorf("delete one of two versions: %v", err)
	}
	if _, err := r.DeleteVersion(ctx, orders, Selector{1}, true, ""); err != nil {
		t.Errorf("delete it for good: %v", err)
	}
	if _, err := r.DeleteVersion(ctx, orders, Latest, false, ""); code(err) != 40907 {
		t.Errorf("delete the last version: code %d, want 40907", code(err))
	}
	if err := r.Dissociate(ctx, DissociateRequest{ID: "lkc:t"}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.DeleteSubject(ctx, orders, false, ""); err != nil {
		t.Errorf("delete the subject without associations: %v", err)
	}
}
