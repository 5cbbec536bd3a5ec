package association

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// TestAssociationInvariants does at random what may break associations, and looks after each step whether it did.
func TestAssociationInvariants(t *testing.T) {
	seen := map[store.Lifecycle]int{}
	for seed := range uint64(20) {
		w := &associationWalk{t: t, r: open(t, registry.Config{Level: word.None}), rand: rand.New(rand.NewPCG(seed, 0))}
		for range 150 {
			what, err := w.step()
			w.said = append(w.said, fmt.Sprintf("%s: %v", what, err))
			if fault.Is(err, fault.Internal) {
				t.Errorf("%s: %v", what, err)
			}
			w.check()
			if t.Failed() {
				t.Fatalf("seed %d: %q", seed, w.said)
			}
			for _, a := range w.r.ties.List(Query{}) {
				seen[a.Lifecycle]++
			}
		}
	}
	if seen[store.Strong] < 100 || seen[store.Weak] < 100 {
		t.Errorf("the walks met %v, too few to tell anything", seen)
	}
}

type associationWalk struct {
	t    *testing.T
	r    world
	rand *rand.Rand
	said []string
}

func (w *associationWalk) pick(from ...string) string { return from[w.rand.IntN(len(from))] }

// subject is one that may be shared, or the own one of a topic.
func (w *associationWalk) subject() store.Subject {
	return store.ParseSubject(w.pick("a", "b", ":.lkc:t-value", ":.lkc:u-key"), store.DefaultDomain)
}

func (w *associationWalk) step() (what string, err error) {
	ctx, s, topic := context.Background(), w.subject(), topic(w.pick("t", "u"))
	switch w.rand.IntN(8) {
	case 0:
		_, err = w.r.DeleteSubject(ctx, registry.DeleteSubject{Subject: s, Permanent: w.rand.IntN(2) == 0})
		return "delete " + s.String(), err
	case 1:
		_, err = w.r.DeleteVersion(ctx, registry.DeleteVersion{Subject: s, Version: registry.Latest, Permanent: w.rand.IntN(2) == 0})
		return "delete the latest of " + s.String(), err
	case 2:
		return "refer to " + s.String(), w.refer(s)
	case 3:
		err = w.r.ties.Dissociate(ctx, Removal{ID: topic.ID, Cascade: w.rand.IntN(2) == 0})
		return "dissociate " + topic.ID, err
	case 4, 5:
		_, err = w.r.Register(ctx, avro(s, record(w.pick("x", "y"))))
		return "register " + s.String(), err
	}
	req := Request{Resource: topic, Changes: []Change{w.change(s)}}
	if w.rand.IntN(3) == 0 {
		req.Changes = append(req.Changes, w.change(w.subject()))
	}
	_, err = w.r.ties.Associate(ctx, req)
	return fmt.Sprintf("associate %+v", req), err
}

func (w *associationWalk) change(s store.Subject) Change {
	c := Change{Subject: &s}
	if w.rand.IntN(2) == 0 {
		c = strong(w.pick("x", "y"))
	}
	c.Op = Op(w.pick("CREATE", "UPSERT", "DELETE"))
	c.Type, c.Cascade = w.pick(Key, Value), w.rand.IntN(2) == 0
	return c
}

func (w *associationWalk) refer(s store.Subject) error {
	req := avro(store.Subject{Name: w.pick("q", "r")}, `{"type":"record","name":"Q","fields":[{"name":"r","type":"R"}]}`)
	req.References = []schema.Reference{{Name: "R", Subject: s.String(), Version: registry.Latest.Number}}
	_, err := w.r.Register(context.Background(), req)
	return err
}

// check holds the rules over all associations that there are.
func (w *associationWalk) check() {
	w.t.Helper()
	v := w.r.View()
	lifecycles, names := map[string]store.Lifecycle{}, map[string]bool{}
	for _, a := range w.r.ties.List(Query{}) {
		id, name := a.Resource.ID, a.Resource.Namespace+"/"+a.Resource.Name+"/"+a.Type
		if v.Subject(a.Subject).Latest() == nil {
			w.t.Errorf("%s of %s has no live version", a.Subject, id)
		}
		if l, ok := lifecycles[id]; ok && l != a.Lifecycle {
			w.t.Errorf("%s has both lifecycles", id)
		}
		if names[name] {
			w.t.Errorf("two associations for %s", name)
		}
		lifecycles[id], names[name] = a.Lifecycle, true
		if a.Lifecycle == store.Strong {
			w.checkOwned(a)
		}
	}
}

func (w *associationWalk) checkOwned(a *store.Association) {
	w.t.Helper()
	if others := w.r.ties.List(Query{Subject: &a.Subject}); len(others) != 1 {
		w.t.Errorf("%s is owned, but has the associations %s", a.Subject, spell(others))
	}
	for _, v := range w.r.View().Subject(a.Subject).All {
		for by := range w.r.View().Referrers(v.Subject, v.Number) {
			if by.Subject != a.Subject {
				w.t.Errorf("%s is owned, but %s refers to it", a.Subject, by.Subject)
			}
		}
	}
}
