package store

import (
	"iter"
	"slices"
	"testing"
)

func tied(id, namespace, name, kind string, s Subject) *Association {
	return &Association{Resource: Resource{id, namespace, name, "topic"}, Type: kind, Subject: s, Lifecycle: Weak}
}

func TestAssociationIndexes(t *testing.T) {
	a, ab := Subject{"", "a"}, Subject{"", "ab"}
	first, second := tied("c1:t", "c1", "t", "value", a), tied("c2:t", "c2", "t", "value", a)
	key, longer := tied("c1:t", "c1", "t", "key", ab), tied("c1:tt", "c1", "tt", "value", ab)
	v := commit(t, Empty(), func(tx *Tx) error {
		tx.Put(first, second, key, longer)
		return nil
	})
	tests := []struct {
		name string
		got  iter.Seq[*Association]
		want []*Association
	}{
		{"of a subject", v.AssociationsOf(a), []*Association{first, second}},
		{"of a subject without", v.AssociationsOf(Subject{"billing", "a"}), nil},
		{"of a resource", v.AssociationsOfResource("c1:t"), []*Association{key, first}},
		{"of a name", v.AssociationsNamed("", "t"), []*Association{key, first, second}},
		{"of a name in a namespace", v.AssociationsNamed("c2", "t"), []*Association{second}},
		{"of a namespace", v.AssociationsNamed("c1", ""), []*Association{key, first, longer}},
		{"of part of a namespace", v.AssociationsNamed("c", ""), nil},
		{"all", v.AssociationsNamed("", ""), []*Association{key, first, second, longer}},
	}
	for _, test := range tests {
		if got := slices.Collect(test.got); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.name, got, test.want)
		}
	}
	if got := v.Association("c1:t", "topic", "key"); got != key {
		t.Errorf("the key of c1:t has %v, want %v", got, key)
	}
}

func TestAssociationsMoveAndGo(t *testing.T) {
	a, b := Subject{"", "a"}, Subject{"", "b"}
	before := commit(t, Empty(), func(tx *Tx) error { tx.Put(tied("c:t", "c", "t", "value", a)); return nil })
	moved := commit(t, before, func(tx *Tx) error { tx.Put(tied("c:t", "c", "t", "value", b)); return nil })
	gone := commit(t, moved, func(tx *Tx) error { tx.Delete(tied("c:t", "c", "t", "value", b)); return nil })
	count := func(v *View) [4]int {
		n := func(s iter.Seq[*Association]) int { return len(slices.Collect(s)) }
		return [...]int{n(v.AssociationsOf(a)), n(v.AssociationsOf(b)), n(v.AssociationsNamed("c", "t")), n(v.AssociationsNamed("c", ""))}
	}
	if got, want := count(before), [...]int{1, 0, 1, 1}; got != want {
		t.Errorf("before: %v, want %v", got, want)
	}
	if got, want := count(moved), [...]int{0, 1, 1, 1}; got != want {
		t.Errorf("moved to another subject: %v, want %v", got, want)
	}
	if got := count(gone); got != [4]int{} {
		t.Errorf("deleted: %v, want none", got)
	}
}

func TestAssociationSurvivesStorage(t *testing.T) {
	want := tied("c1:t\u00fc/%", "c1", "t", "value", Subject{"c1", "t-value"})
	text, err := Encode(want)
	if err != nil {
		t.Fatal(err)
	}
	got, err := Decode(want.Key(), text)
	if err != nil {
		t.Fatal(err)
	}
	if got := got.(*Association); *got != *want {
		t.Errorf("got %v, want %v", got, want)
	}
}
