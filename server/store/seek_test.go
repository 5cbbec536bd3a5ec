package store_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/concord-registry/concord/server/store"
)

// TestSubjectsAfter goes through the subjects of each domain in steps of every size, and demands what the whole walk gives.
func TestSubjectsAfter(t *testing.T) {
	view := store.Empty()
	content := &store.Content{Digest: store.Digest{1}}
	changes := []store.Change{{Key: content.Key(), Record: content}}
	for _, d := range []store.DomainName{"", "a", "a-b", "z"} {
		for _, name := range []string{"!", "a", "a/b", "b", ":", ":x", ":~", "~", "ab"} {
			v := &store.Version{Subject: store.Subject{Domain: d, Name: name}, Number: 1, Digest: content.Digest}
			changes = append(changes, store.Change{Key: v.Key(), Record: v})
		}
	}
	view, err := view.Apply(changes, 1)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range []store.DomainName{"", "a", "a-b", "z", "none"} {
		for _, prefix := range []string{"", "a", ":", "none"} {
			var want []string
			for v := range view.SubjectsOf(d, prefix) {
				want = append(want, v.Subject.Name)
			}
			if !slices.IsSorted(want) {
				t.Errorf("%q in %q: %q are not in order", prefix, d, want)
			}
			for size := 1; size < 4; size++ {
				t.Run(fmt.Sprint(d, prefix, size), func(t *testing.T) {
					if got := inSteps(view, d, prefix, size); !slices.Equal(got, want) {
						t.Errorf("%q, want %q", got, want)
					}
				})
			}
		}
	}
}

func inSteps(view *store.View, d store.DomainName, prefix string, size int) []string {
	var all []string
	for after := ""; ; {
		var page []string
		for v := range view.SubjectsAfter(d, prefix, after) {
			if page = append(page, v.Subject.Name); len(page) == size {
				break
			}
		}
		if len(page) == 0 {
			return all
		}
		all, after = append(all, page...), page[len(page)-1]
	}
}

// TestScopesAfter goes through all scopes in steps of every size.
func TestScopesAfter(t *testing.T) {
	var changes []store.Change
	var want []store.Subject
	add := func(d store.DomainName, name string, config, mode bool) {
		s := store.Subject{Domain: d, Name: name}
		want = append(want, s)
		if config {
			c := &store.Config{Scope: s}
			changes = append(changes, store.Change{Key: c.Key(), Record: c})
		}
		if mode {
			m := &store.Mode{Scope: s, Name: "READONLY"}
			changes = append(changes, store.Change{Key: m.Key(), Record: m})
		}
	}
	add(store.Everywhere, "", true, true)
	add("", "", false, true)
	add("", "a", true, false)
	add("", "b/c", true, true)
	add("-", "", true, true)
	add("a-b", "x", false, true)
	add("a", "", true, false)
	add("z", "y", true, true)
	view, err := store.Empty().Apply(changes, 1)
	if err != nil {
		t.Fatal(err)
	}
	for size := 1; size < 10; size++ {
		var got []store.Subject
		for after := (*store.Subject)(nil); ; after = &got[len(got)-1] {
			n := 0
			for s := range view.ScopesAfter(after) {
				if got = append(got, s); n+1 == size {
					break
				}
				n++
			}
			if n == 0 && size > 1 || len(got) >= len(want) {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("in steps of %d: %q, want %q", size, got, want)
		}
	}
}
