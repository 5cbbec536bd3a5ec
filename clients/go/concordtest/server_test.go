package concordtest_test

import (
	"errors"
	"slices"
	"testing"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/concordtest"
)

// ended is a testing.TB for examples, which have none: run ends what it was given.
type ended struct {
	testing.TB
	cleanups []func()
}

func (e *ended) Helper() {}

func (e *ended) Cleanup(do func()) { e.cleanups = append(e.cleanups, do) }

func run(test func(testing.TB)) {
	var t ended
	test(&t)
	for _, do := range slices.Backward(t.cleanups) {
		do()
	}
}

func register(t *testing.T, d concord.DomainClient, subject, text string) concord.Registered {
	t.Helper()
	made, err := d.Register(t.Context(), concord.Registration{Subject: subject, Schema: concord.Schema{Text: text}})
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestVersions(t *testing.T) {
	c := concordtest.New(t).Client()
	billing := c.Domain("billing")
	first, second := register(t, billing, "a/b", `"int"`), register(t, billing, "a/b", `"long"`)
	again := register(t, billing, "a/b", `"int"`)
	elsewhere := register(t, c.Domain(""), "s", `"int"`)

	if !first.Created || !second.Created || again.Created || again.Version.Version != 1 || second.Version.Version != 2 {
		t.Errorf("versions %+v, %+v, then %+v", first, second, again)
	}
	if first.Version.ID != elsewhere.Version.ID || first.Version.ID == second.Version.ID {
		t.Errorf("ids %d, %d and elsewhere %d, want one for one content", first.Version.ID, second.Version.ID, elsewhere.Version.ID)
	}
	latest, err := billing.Version(t.Context(), "a/b", concord.Latest)
	if err != nil || latest.Version != 2 || latest.Schema.Text != `"long"` {
		t.Errorf("latest = %+v, %v", latest, err)
	}
	found, err := billing.LookUp(t.Context(), "a/b", concord.Schema{Text: `"int"`})
	if err != nil || found.Version.Version != 1 {
		t.Errorf("LookUp = %+v, %v", found, err)
	}
	byID, err := billing.Schema(t.Context(), second.Version.ID)
	if err != nil || byID.Text != `"long"` {
		t.Errorf("Schema by id = %+v, %v", byID, err)
	}
	byGUID, err := c.Schema(t.Context(), first.Version.GUID)
	if err != nil || byGUID.Text != `"int"` {
		t.Errorf("Schema by GUID = %+v, %v", byGUID, err)
	}
}

func TestCheck(t *testing.T) {
	srv := concordtest.New(t)
	d := srv.Client().Domain("")
	g := concord.Registration{Subject: "s", Schema: concord.Schema{Text: `"int"`}}
	checked, err := d.Check(t.Context(), g)
	if err != nil || checked.Verdict.Outcome != concord.OutcomeAccepted || checked.Version.Version != 1 || !checked.Created {
		t.Errorf("Check = %+v, %v", checked, err)
	}
	srv.Refuse("s", concord.Finding{Source: concord.SourceCompatibility})
	checked, err = d.Check(t.Context(), g)
	if err != nil || checked.Verdict.Outcome != concord.OutcomeRefused || checked.Version != nil {
		t.Errorf("Check of what is refused = %+v, %v", checked, err)
	}
	if _, err := d.Register(t.Context(), g); !errors.Is(err, concord.Reason("SCHEMA_INCOMPATIBLE")) {
		t.Errorf("Register = %v, want a refusal", err)
	}
	srv.Refuse("s")
	register(t, d, "s", `"int"`)
}

func TestLists(t *testing.T) {
	c := concordtest.New(t).Client()
	for _, name := range []string{"b", "a1", "a2"} {
		register(t, c.Domain("x"), name, `"int"`)
	}
	register(t, c.Domain("default"), "z", `"int"`)
	names := func(d concord.DomainClient, options ...concord.ListOptions) (names []string) {
		for s, err := range d.Subjects(t.Context(), options...) {
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, s.Domain+" "+s.Subject)
		}
		return names
	}
	tests := []struct {
		name      string
		got, want []string
	}{
		{"one domain", names(c.Domain("x")), []string{"x a1", "x a2", "x b"}},
		{"a prefix", names(c.Domain("x"), concord.ListOptions{Filter: "subject:a*"}), []string{"x a1", "x a2"}},
		{"every domain", names(c.Domain("-")), []string{"default z", "x a1", "x a2", "x b"}},
	}
	for _, test := range tests {
		if !slices.Equal(test.got, test.want) {
			t.Errorf("%s: %v, want %v", test.name, test.got, test.want)
		}
	}
}

func TestDeletion(t *testing.T) {
	c := concordtest.New(t).Client().Domain("")
	register(t, c, "s", `"int"`)
	register(t, c, "s", `"long"`)
	if _, err := c.DeleteVersion(t.Context(), "s", 2, concord.DeleteOptions{Permanent: true}); !errors.Is(err, concord.Reason("VERSION_NOT_DELETED")) {
		t.Errorf("removing a live version: %v", err)
	}
	if got, err := c.DeleteVersion(t.Context(), "s", 2); err != nil || got.Version != 2 {
		t.Errorf("DeleteVersion = %+v, %v", got, err)
	}
	if _, err := c.Version(t.Context(), "s", 2); !errors.Is(err, concord.Reason("VERSION_NOT_FOUND")) {
		t.Errorf("Version that is deleted: %v", err)
	}
	if v, err := c.Version(t.Context(), "s", 2, concord.GetOptions{ShowDeleted: true}); err != nil || v.DeleteTime.IsZero() {
		t.Errorf("Version shown = %+v, %v", v, err)
	}
	if v, err := c.UndeleteVersion(t.Context(), "s", 2); err != nil || !v.DeleteTime.IsZero() {
		t.Errorf("UndeleteVersion = %+v, %v", v, err)
	}
	if got, err := c.DeleteSubject(t.Context(), "s"); err != nil || !slices.Equal(got.Versions, []int{1, 2}) {
		t.Errorf("DeleteSubject = %+v, %v", got, err)
	}
	if _, err := c.Subject(t.Context(), "s"); !errors.Is(err, concord.NotFound) {
		t.Errorf("Subject that is deleted: %v", err)
	}
	if got, err := c.DeleteSubject(t.Context(), "s", concord.DeleteOptions{Permanent: true}); err != nil || !slices.Equal(got.Versions, []int{1, 2}) {
		t.Errorf("DeleteSubject for good = %+v, %v", got, err)
	}
	if made := register(t, c, "s", `"long"`); made.Version.Version != 1 {
		t.Errorf("version %d after all were removed, want 1", made.Version.Version)
	}
}

func TestSettings(t *testing.T) {
	c := concordtest.New(t).Client()
	d := c.Domain("billing")
	if _, err := c.UpdateSettings(t.Context(), concord.Settings{Level: concord.None}); err != nil {
		t.Fatal(err)
	}
	own, err := d.UpdateSettings(t.Context(), "s", concord.Settings{Mode: concord.ModeReadOnly, Group: "g"})
	if err != nil || own.Mode != concord.ModeReadOnly || own.Group != "g" {
		t.Errorf("UpdateSettings = %+v, %v", own, err)
	}
	own, err = d.UpdateSettings(t.Context(), "s", concord.Settings{}, concord.Fields("group"))
	if err != nil || own.Group != "" || own.Mode != concord.ModeReadOnly {
		t.Errorf("settings after one was cleared = %+v, %v", own, err)
	}
	got, err := d.Settings(t.Context(), "s")
	if err != nil || got.Effective.Level != concord.None || got.Origins["level"] != "settings" || got.Own.Level != "" {
		t.Errorf("Settings = %+v, %v", got, err)
	}
	if _, err := d.UpdateSettings(t.Context(), "s", concord.Settings{}, concord.Fields("nosuch")); !errors.Is(err, concord.Invalid) {
		t.Errorf("an unknown field: %v", err)
	}
}

func TestWriteTwice(t *testing.T) {
	c := concordtest.New(t).Client().Domain("")
	ctx := concord.WithIdempotencyKey(t.Context(), "k")
	for range 2 {
		made, err := c.Register(ctx, concord.Registration{Subject: "s", Schema: concord.Schema{Text: `"int"`}})
		if err != nil || !made.Created {
			t.Errorf("Register = %+v, %v, want the same answer each time", made, err)
		}
	}
	if at := c.Client().Position(); at != "1.1" {
		t.Errorf("position %s after one write, want 1.1", at)
	}
}

func TestUnknownMethod(t *testing.T) {
	_, err := concordtest.New(t).Client().Call(t.Context(), "GET", "/api/v1/nosuch", nil)
	if !errors.Is(err, concord.Reason("METHOD_UNKNOWN")) {
		t.Errorf("Call = %v", err)
	}
}
