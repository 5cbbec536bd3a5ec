package registry

import (
	"context"
	"slices"
	"testing"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

var orders = store.Subject{Name: "orders"}

// open returns a registry on an empty store that gives ids in sequence, unless c says otherwise.
func open(t testing.TB, c Config) *Session {
	t.Helper()
	if c.Store == nil {
		c.Store = &storetest.Memory{}
	}
	if c.IDs == "" {
		c.IDs = SequenceIDs
	}
	r, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return r.As(store.Caller{ID: "user:ada"})
}

// register registers an Avro text and fails the test if that is refused.
func register(t testing.TB, r *Session, s store.Subject, text string) Registration {
	t.Helper()
	done, err := r.Register(context.Background(), avro(s, text))
	if err != nil {
		t.Fatalf("register %s: %v", s, err)
	}
	return done
}

func avro(s store.Subject, text string) RegisterRequest {
	return RegisterRequest{Subject: s, Draft: Draft{Type: schema.Avro, Text: text}}
}

// record is a record R with int fields of those names.
func record(fields ...string) string {
	text := `{"type":"record","name":"R","fields":[`
	for i, f := range fields {
		if i > 0 {
			text += ","
		}
		text += `{"name":"` + f + `","type":"int"}`
	}
	return text + "]}"
}

func numbers(t *testing.T, r *Session, s store.Subject, which Deletion) []int {
	t.Helper()
	versions, err := r.Versions(s, which)
	if err != nil {
		return nil
	}
	return numbersOf(versions)
}

// TestLifeCycle is the table of contract §3.13.
func TestLifeCycle(t *testing.T) {
	r, ctx := open(t, Config{Level: word.None}), context.Background()
	register(t, r, orders, record("a"))
	b := register(t, r, orders, record("b"))
	steps := []struct {
		name      string
		do        func() error
		live, all []int
	}{
		{"register A, B", func() error { return nil }, []int{1, 2}, []int{1, 2}},
		{"soft-delete 2", func() error {
			_, err := r.DeleteVersion(ctx, DeleteVersion{Subject: orders, Version: Selector{2}, Permanent: false})
			return err
		}, []int{1}, []int{1, 2}},
		{"register B again", func() error {
			if again := register(t, r, orders, record("b")); again.Version.ID != b.Version.ID || !again.Created {
				t.Errorf("B came back with id %d, created %v; want id %d in a new version", again.Version.ID, again.Created, b.Version.ID)
			}
			return nil
		}, []int{1, 3}, []int{1, 3}},
		{"soft-delete 1", func() error {
			_, err := r.DeleteVersion(ctx, DeleteVersion{Subject: orders, Version: Selector{1}, Permanent: false})
			return err
		}, []int{3}, []int{1, 3}},
		{"hard-delete 1", func() error {
			_, err := r.DeleteVersion(ctx, DeleteVersion{Subject: orders, Version: Selector{1}, Permanent: true})
			return err
		}, []int{3}, []int{3}},
		{"soft-delete subject", func() error {
			_, err := r.DeleteSubject(ctx, DeleteSubject{Subject: orders, Permanent: false})
			return err
		}, nil, []int{3}},
		{"hard-delete subject", func() error {
			_, err := r.DeleteSubject(ctx, DeleteSubject{Subject: orders, Permanent: true})
			return err
		}, nil, nil},
		{"start over", func() error { register(t, r, orders, record("a")); return nil }, []int{1}, []int{1}},
	}
	for _, step := range steps {
		if err := step.do(); err != nil {
			t.Fatalf("%s: %v", step.name, err)
		}
		if got := numbers(t, r, orders, LiveOnly); !slices.Equal(got, step.live) {
			t.Errorf("%s: live versions %v, want %v", step.name, got, step.live)
		}
		if got := numbers(t, r, orders, WithDeleted); !slices.Equal(got, step.all) {
			t.Errorf("%s: all versions %v, want %v", step.name, got, step.all)
		}
	}
}

func TestRegisterTwiceGivesOneVersion(t *testing.T) {
	for _, ids := range []IDs{ContentIDs, SequenceIDs} {
		r := open(t, Config{IDs: ids})
		first := register(t, r, orders, record("a"))
		again := register(t, r, orders, " "+record("a"))
		if again.Created || !again.Exact || again.Version != first.Version {
			t.Errorf("%s: the second answer is version %d, created %v", ids, again.Version.Number, again.Created)
		}
		if elsewhere := register(t, r, store.Subject{Name: "other"}, record("a")); elsewhere.Version.ID != first.Version.ID {
			t.Errorf("%s: id %d under another subject, want %d", ids, elsewhere.Version.ID, first.Version.ID)
		}
	}
}
