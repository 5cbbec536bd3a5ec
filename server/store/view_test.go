package store

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/concord-registry/concord/schema"
)

// put registers a version with a content of its own and the references given.
func put(tx *Tx, s Subject, number int, id ID, references ...schema.Reference) {
	text := fmt.Sprint(s, number)
	c := &Content{Digest: Digest{byte(id)}, GUID: schema.Identify(text, references, nil, nil), Text: text, References: references}
	tx.Put(c, &Identifier{Domain: s.Domain, ID: id, Digest: c.Digest, GUID: c.GUID}, &Version{Subject: s, Number: number, ID: id, Digest: c.Digest})
}

func commit(t *testing.T, v *View, plan Plan) *View {
	t.Helper()
	b := NewBatch(v)
	if _, err := b.Add(plan, "op", time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	// What a replica sees through storage is what the planner saw.
	through, err := v.Apply(b.Changes(), 7)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Collect(names(through)), slices.Collect(names(b.Next)); !slices.Equal(got, want) {
		t.Fatalf("applied view has %v, planned view %v", got, want)
	}
	return through
}

func names(v *View) func(func(string) bool) {
	return func(yield func(string) bool) {
		for s := range v.Subjects("") {
			for _, version := range s.All {
				if !yield(fmt.Sprintf("%s/%d", version.Subject, version.Number)) {
					return
				}
			}
		}
	}
}

func TestViewIndexes(t *testing.T) {
	a, ab, b := Subject{"", "a"}, Subject{"", "ab"}, Subject{"billing", "a"}
	v := commit(t, Empty(), func(tx *Tx) error {
		put(tx, a, 1, 1)
		put(tx, ab, 1, 2, schema.Reference{Name: "x", Subject: "a", Version: 1})
		put(tx, b, 1, 2, schema.Reference{Name: "x", Subject: "a", Version: 1}, schema.Reference{Name: "y", Subject: ":.:a", Version: 1})
		tx.Put(&Domain{Name: "billing"})
		tx.Log(Entry{Changes: []EntryChange{{Action: "test"}}})
		return nil
	})
	if got := slices.Collect(names(v)); !slices.Equal(got, []string{":.billing:a/1", "a/1", "ab/1"}) {
		t.Errorf("subjects = %v", got)
	}
	if got := len(slices.Collect(v.Referrers(a, 1))); got != 2 {
		t.Errorf("a/1 has %d referrers, want ab and, by its qualified name, billing's", got)
	}
	if got := len(slices.Collect(v.Referrers(b, 1))); got != 1 {
		t.Errorf("billing's a/1 has %d referrers, want itself, by the unqualified name", got)
	}
	if got := len(slices.Collect(v.Uses("", 2))); got != 1 {
		t.Errorf("id 2 of the default domain has %d uses, want 1", got)
	}
	if got := [...]ID{v.MaxID(""), v.MaxID("billing"), v.MaxID("web")}; got != [...]ID{2, 2, 0} {
		t.Errorf("highest ids = %v", got)
	}
	if got := v.Domains(); !slices.Equal(got, []DomainName{"", "billing"}) {
		t.Errorf("domains = %v", got)
	}
}

func TestViewNeverChanges(t *testing.T) {
	s := Subject{"", "a"}
	before := commit(t, Empty(), func(tx *Tx) error { put(tx, s, 1, 1); put(tx, s, 2, 2); return nil })
	after := commit(t, before, func(tx *Tx) error {
		tx.Delete(tx.View().Subject(s).Get(1))
		put(tx, s, 3, 3)
		return nil
	})
	if got := len(before.Subject(s).All); got != 2 || before.Seq() != 1 {
		t.Errorf("the older view has %d versions at %d", got, before.Seq())
	}
	if got := after.Subject(s); got.Get(1) != nil || got.Next() != 4 || after.Seq() != 2 {
		t.Errorf("the newer view has %v at %d", slices.Collect(names(after)), after.Seq())
	}
	if len(slices.Collect(after.Uses("", 1))) != 0 {
		t.Error("a deleted version still uses its id")
	}
}

func TestBatchPlansOnWhatCameBefore(t *testing.T) {
	s, b := Subject{"", "a"}, NewBatch(Empty())
	add := func(tx *Tx) error {
		n := tx.View().Subject(s).Next()
		put(tx, s, n, ID(n))
		return nil
	}
	for want := uint64(1); want <= 3; want++ {
		if got, err := b.Add(add, "op", time.Now()); err != nil || got != want {
			t.Fatalf("Add = %d, %v, want %d", got, err, want)
		}
	}
	if _, err := b.Add(func(tx *Tx) error { put(tx, s, 9, 9); return fmt.Errorf("no") }, "op", time.Now()); err == nil {
		t.Fatal("the plan's error is lost")
	}
	if got := b.Next.Subject(s).Next(); got != 4 {
		t.Errorf("next version %d, want 4: a plan that failed changes nothing", got)
	}
	if b.Entries[2].Previous != b.Entries[1].Hash || b.Entries[0].Hash == b.Entries[1].Hash {
		t.Error("the log is not chained")
	}
}

func TestApplyRefusesVersionWithoutContent(t *testing.T) {
	v := &Version{Subject: Subject{"", "a"}, Number: 1}
	if _, err := Empty().Apply([]Change{{v.Key(), v}}, 1); err == nil {
		t.Error("no error")
	}
}

func TestParseSubject(t *testing.T) {
	tests := []struct {
		text string
		in   DomainName
		want Subject
		back string
	}{
		{"a", "", Subject{"", "a"}, "a"},
		{"a", "billing", Subject{"billing", "a"}, ":.billing:a"},
		{":.:a", "billing", Subject{"", "a"}, "a"},
		{":.web:a:b", "", Subject{"web", "a:b"}, ":.web:a:b"},
		{":.web:", "", Subject{"web", ""}, ":.web:"},
		{":.web", "", Subject{"web", ""}, ":.web:"},
	}
	for _, test := range tests {
		if got := ParseSubject(test.text, test.in); got != test.want || got.String() != test.back {
			t.Errorf("ParseSubject(%q, %q) = %#v, prints %q", test.text, test.in, got, got.String())
		}
	}
}

func TestRecordsSurviveStorage(t *testing.T) {
	now := time.Unix(1700000000, 0).UTC()
	yes := true
	for _, want := range []Record{
		&Meta{UUID: "u", Format: 1}, &Head{Seq: 3}, &Domain{Name: "billing"}, &Mode{Scope: Subject{"", "a/b%"}, Name: "IMPORT"},
		&Content{GUID: schema.GUID{1}, Type: schema.Avro, Text: `"int"`, Metadata: &schema.Metadata{}, RuleSet: &schema.RuleSet{}},
		&Version{Subject: Subject{"web", "ü"}, Number: 2, Created: now, Changed: now},
		&Config{Scope: Subject{Domain: Everywhere}, Normalize: &yes, Level: "FULL"}, &Entry{Seq: 4, Time: now},
		&Identifier{Domain: "web", ID: 7},
	} {
		text, err := Encode(want)
		if err != nil {
			t.Fatal(err)
		}
		got, err := Decode(want.Key(), text)
		if err != nil || got.Key() != want.Key() {
			t.Fatalf("%s: %v, %v", want.Key(), got, err)
		}
		if again, _ := Encode(got); string(again) != string(text) {
			t.Errorf("%s: %s became %s", want.Key(), text, again)
		}
	}
}

func BenchmarkApply(b *testing.B) {
	for _, size := range []int{1_000, 100_000} {
		v := Empty()
		batch := NewBatch(v)
		batch.Add(func(tx *Tx) error {
			for i := range size {
				c := &Content{Digest: Digest{1}}
				s := Subject{"", fmt.Sprintf("subject-%d", i)}
				tx.Put(c, &Version{Subject: s, Number: 1, ID: 1, Digest: c.Digest})
			}
			return nil
		}, "op", time.Now())
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for i := range b.N {
				tx := &Tx{view: batch.Next}
				put(tx, Subject{"", fmt.Sprintf("new-%d", i)}, 1, 2)
			}
		})
	}
}
