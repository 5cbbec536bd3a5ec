package registry

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

var money = store.Subject{Name: "money"}

// refer registers a record of one field that has the type of a reference.
func refer(t *testing.T, r *Session, s store.Subject, name, target string, version int, owner string) {
	t.Helper()
	at := s.Name
	text := fmt.Sprintf(`{"type":"record","name":"%s","fields":[{"name":"a","type":"%s"}]}`, at, name)
	req := avro(s, text)
	req.References = []schema.Reference{{Name: name, Subject: target, Version: version}}
	if owner != "" {
		req.Metadata = &schema.Metadata{Properties: map[string]string{"owner": owner}}
	}
	if _, err := r.Register(context.Background(), req); err != nil {
		t.Fatal(err)
	}
}

// dependentsWorld has money, which bill (in another domain) refers to, ledger through bill, and gone, deleted.
func dependentsWorld(t *testing.T) *Session {
	r := open(t, Config{})
	register(t, r, money, `{"type":"record","name":"Money","fields":[{"name":"cents","type":"int"}]}`)
	bill := store.Subject{Domain: "billing", Name: "Bill"}
	refer(t, r, bill, "Money", ":.:money", 1, "team-billing")
	refer(t, r, store.Subject{Name: "Ledger"}, "Bill", ":.billing:Bill", 1, "")
	refer(t, r, store.Subject{Name: "Gone"}, "Money", "money", 1, "")
	if _, err := r.DeleteSubject(context.Background(), DeleteSubject{Subject: store.Subject{Name: "Gone"}, Permanent: false}); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestDependents(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
	}{
		{"compatible", `{"type":"record","name":"Money","fields":[{"name":"cents","type":"long"}]}`,
			[]string{":.billing:Bill 1 direct=true owner=team-billing compatible", "Ledger 1 direct=false owner= compatible"}},
		{"a field without default", `{"type":"record","name":"Money","fields":[{"name":"cents","type":"int"},{"name":"unit","type":"string"}]}`,
			[]string{":.billing:Bill 1 direct=true owner=team-billing incompatible AvroFieldMissingDefault",
				"Ledger 1 direct=false owner= incompatible AvroFieldMissingDefault"}},
		{"a type that is gone", `{"type":"record","name":"Amount","fields":[]}`,
			[]string{":.billing:Bill 1 direct=true owner=team-billing unreadable", "Ledger 1 direct=false owner= unreadable"}},
	}
	r := dependentsWorld(t)
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := r.View().Seq()
			got, err := r.Dependents(context.Background(), DependentsRequest{Subject: money, Draft: Draft{Text: test.text}})
			if err != nil {
				t.Fatal(err)
			}
			if d := cmp.Diff(test.want, printedDependents(got)); d != "" {
				t.Error(d)
			}
			if got.More || got.Partial || r.View().Seq() != before {
				t.Errorf("more %v, partial %v, moved %v", got.More, got.Partial, r.View().Seq() != before)
			}
			for _, d := range got.List {
				if (d.Effect == EffectUnreadable) != (d.Reason != "") {
					t.Errorf("%s: the reason is %q", d.Effect, d.Reason)
				}
			}
		})
	}
}

func printedDependents(d Dependents) (lines []string) {
	for _, one := range d.List {
		line := fmt.Sprintf("%s %d direct=%v owner=%s %s", one.Version.Subject, one.Version.Number, one.Direct, one.Owner, one.Effect)
		for _, f := range one.Verdict.Findings {
			line += " " + string(f.Code)
		}
		lines = append(lines, line)
	}
	return lines
}

// TestDependentsFollowTheirLevel: what a dependent's own subject does not promise is not broken.
func TestDependentsFollowTheirLevel(t *testing.T) {
	r := dependentsWorld(t)
	bill := store.Subject{Domain: "billing", Name: "Bill"}
	if _, err := r.UpdateSettings(context.Background(), UpdateSettings{Scope: bill, Edit: func(c *store.Config) error { c.Level = word.None; return nil }}); err != nil {
		t.Fatal(err)
	}
	got, err := r.Dependents(context.Background(), DependentsRequest{Subject: money,
		Draft: Draft{Text: `{"type":"record","name":"Money","fields":[{"name":"unit","type":"string"}]}`}})
	if err != nil {
		t.Fatal(err)
	}
	if got.List[0].Effect != EffectCompatible || got.List[0].Verdict.Level != word.None || !got.List[1].Effect.Broken() {
		t.Errorf("got %q", printedDependents(got))
	}
}

// TestDependentsAreBounded: a limit and an end of the context cut the report, and the rest is counted.
func TestDependentsAreBounded(t *testing.T) {
	r := dependentsWorld(t)
	req := DependentsRequest{Subject: money, Draft: Draft{Text: `{"type":"record","name":"Money","fields":[]}`}, Limit: 1}
	got, err := r.Dependents(context.Background(), req)
	if err != nil || len(got.List) != 1 || !got.More {
		t.Errorf("%d listed, more %v, %v", len(got.List), got.More, err)
	}
	ended, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := r.Dependents(ended, req); err == nil {
		t.Error("an ended context gives no error")
	}
}

// TestDependentsOfWhatRefersBack: a draft may refer to its own dependents. Under another name it is a schema, over which
// they are none; under its own it brings the type that it replaces along with them, and is no schema.
func TestDependentsOfWhatRefersBack(t *testing.T) {
	r := dependentsWorld(t)
	back := []schema.Reference{{Name: "Ledger", Subject: "Ledger", Version: 1}}
	ask := func(name string) (Dependents, error) {
		text := fmt.Sprintf(`{"type":"record","name":"%s","fields":[{"name":"l","type":"Ledger"}]}`, name)
		return r.Dependents(context.Background(), DependentsRequest{Subject: money, Draft: Draft{Text: text, References: back}})
	}
	got, err := ask("Wallet")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{":.billing:Bill 1 direct=true owner=team-billing unreadable", "Ledger 1 direct=false owner= unreadable"}
	if d := cmp.Diff(want, printedDependents(got)); d != "" {
		t.Error(d)
	}
	got, err = ask("Money")
	const twice = "1:1: Money is already defined, at Money:1:1"
	if fault.ReasonOf(err) != fault.SchemaInvalid || !strings.Contains(err.Error(), twice) || len(got.List) > 0 {
		t.Errorf("got %q, %v; want none and %s", printedDependents(got), err, twice)
	}
}

// TestDependentsRefuses drafts that are no schemas; a subject that nobody knows has no dependents.
func TestDependentsRefuses(t *testing.T) {
	r := dependentsWorld(t)
	for text, want := range map[string]fault.Reason{"": fault.SchemaEmpty, "{": fault.SchemaInvalid} {
		if _, err := r.Dependents(context.Background(), DependentsRequest{Subject: money, Draft: Draft{Text: text}}); fault.ReasonOf(err) != want {
			t.Errorf("draft %q: %v, want %s", text, err, want)
		}
	}
	got, err := r.Dependents(context.Background(), DependentsRequest{Subject: store.Subject{Name: "new"}, Draft: Draft{Text: `"int"`}})
	if err != nil || len(got.List) != 0 {
		t.Errorf("%v, %v", got, err)
	}
}
