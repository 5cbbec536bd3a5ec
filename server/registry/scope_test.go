package registry

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// TestEffectiveConfig sets a level at some scopes and asks at a subject (contract §3.10).
func TestEffectiveConfig(t *testing.T) {
	global, everywhere := store.Subject{}, store.Subject{Domain: store.Everywhere}
	billing, invoice := store.Subject{Domain: "billing"}, store.Subject{Domain: "billing", Name: "invoice"}
	tests := []struct {
		name  string
		set   map[store.Subject]store.Config
		ask   store.Subject
		level word.Level
		group string
	}{
		{"nothing", nil, orders, "FORWARD", ""},
		{"global", map[store.Subject]store.Config{global: {Level: "FULL", Group: "g"}}, orders, "FULL", "g"},
		{"global does not reach other domains", map[store.Subject]store.Config{global: {Level: "FULL"}}, invoice, "FORWARD", ""},
		{"domain", map[store.Subject]store.Config{billing: {Level: "NONE"}}, invoice, "NONE", ""},
		{"everywhere", map[store.Subject]store.Config{everywhere: {Level: "NONE"}}, invoice, "NONE", ""},
		{"domain before everywhere", map[store.Subject]store.Config{everywhere: {Level: "NONE"}, billing: {Level: "FULL"}}, invoice, "FULL", ""},
		{"own without level has the server's", map[store.Subject]store.Config{global: {Level: "FULL"}, orders: {Group: "h"}}, orders, "FORWARD", "h"},
		{"own takes the global group", map[store.Subject]store.Config{global: {Group: "g"}, invoice: {Level: "NONE"}}, invoice, "NONE", "g"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := open(t, Config{Level: word.Forward})
			for scope, want := range test.set {
				edit := func(c *store.Config) error { c.Level, c.Group = want.Level, want.Group; return nil }
				if _, err := r.UpdateSettings(context.Background(), UpdateSettings{Scope: scope, Edit: edit}); err != nil {
					t.Fatal(err)
				}
			}
			if got := r.effectiveConfig(r.View(), test.ask); got.Level != test.level || got.Group != test.group {
				t.Errorf("level %s, group %q, want %s, %q", got.Level, got.Group, test.level, test.group)
			}
		})
	}
}

func TestConfigureRefuses(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	tests := []struct {
		name  string
		scope store.Subject
		edit  func(*store.Config)
		want  fault.Reason
	}{
		{"a level nobody knows", orders, func(c *store.Config) { c.Level = "SOME" }, fault.LevelUnknown},
		{"a judge nobody knows", orders, func(c *store.Config) { c.Judge = "solomon" }, fault.JudgeUnknown},
		{"a rule without a type", orders, func(c *store.Config) {
			c.DefaultRuleSet = &schema.RuleSet{DomainRules: []schema.Rule{{Name: "r"}}}
		}, fault.RulesInvalid},
		{"a reserved name", store.Subject{Name: "__GLOBAL"}, func(*store.Config) {}, fault.NameInvalid},
		{"a level nobody knows before a reserved name", store.Subject{Name: "__GLOBAL"}, func(c *store.Config) { c.Level = "SOME" }, fault.LevelUnknown},
	}
	for _, test := range tests {
		_, err := r.UpdateSettings(ctx, UpdateSettings{Scope: test.scope, Edit: func(c *store.Config) error { test.edit(c); return nil }})
		if fault.ReasonOf(err) != test.want || r.View().Len() != 0 {
			t.Errorf("%s: %v, want reason %q and nothing stored", test.name, err, test.want)
		}
	}
	if _, err := r.Config(orders); fault.ReasonOf(err) != fault.SettingsNotSet {
		t.Errorf("config of a subject without one: %v", err)
	}
	if _, err := r.UnsetSettings(ctx, UnsetSettings{Scope: orders}); fault.ReasonOf(err) != fault.SubjectNotFound {
		t.Errorf("removing a config that is not there: %v", err)
	}
}

// TestAlias registers under an alias, which leads one step and not for a whole domain.
func TestAlias(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	alias := store.Subject{Name: "alias"}
	edit := func(c *store.Config) error { c.Alias = "orders"; return nil }
	if _, err := r.UpdateSettings(ctx, UpdateSettings{Scope: alias, Edit: edit}); err != nil {
		t.Fatal(err)
	}
	if done := register(t, r, alias, record("a")); done.Version.Subject != orders {
		t.Errorf("registered under %s, want %s", done.Version.Subject, orders)
	}
}

// TestMetadataDefaults registers under a config that adds metadata, and looks the schema up without them.
func TestMetadataDefaults(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	edit := func(c *store.Config) error {
		c.DefaultMetadata = &schema.Metadata{Properties: map[string]string{"owner": "default", "app": "x"}}
		c.OverrideMetadata = &schema.Metadata{Properties: map[string]string{"app": "y"}}
		return nil
	}
	if _, err := r.UpdateSettings(ctx, UpdateSettings{Scope: orders, Edit: edit}); err != nil {
		t.Fatal(err)
	}
	req := avro(orders, record("a"))
	req.Metadata = &schema.Metadata{Properties: map[string]string{"owner": "me"}}
	done, err := r.Register(ctx, req)
	if err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(done.Version.Content().Metadata.Properties); got != "map[app:y owner:me]" {
		t.Errorf("metadata = %s: the request goes over the default, the override over both", got)
	}
	if m, err := r.LookUp(LookUpRequest{Subject: orders, Draft: avro(orders, record("a")).Draft}); err != nil || m.Version != done.Version {
		t.Errorf("look-up without metadata: %v, %v", m.Version, err)
	}
}

// TestDeleteMatrix is the order of checks of contract §1.3 and contract §1.4.
func TestDeleteMatrix(t *testing.T) {
	r, ctx := open(t, Config{Level: word.None}), context.Background()
	subject := func(permanent bool) fault.Reason {
		_, err := r.DeleteSubject(ctx, DeleteSubject{Subject: orders, Permanent: permanent})
		return fault.ReasonOf(err)
	}
	version := func(n int, permanent bool) fault.Reason {
		_, err := r.DeleteVersion(ctx, DeleteVersion{Subject: orders, Version: Selector{n}, Permanent: permanent})
		return fault.ReasonOf(err)
	}
	mode := func(m string) fault.Reason {
		return fault.ReasonOf(r.SetMode(ctx, SetMode{Scope: orders, Mode: m, Force: true}))
	}
	steps := []struct {
		name      string
		got, want fault.Reason
	}{
		{"unknown subject", subject(false), fault.SubjectNotFound},
		{"version of an unknown subject", version(1, false), fault.SubjectNotFound},
		{"no version", version(0, false), fault.VersionInvalid},
		{"register", func() fault.Reason {
			register(t, r, orders, record("a"))
			register(t, r, orders, record("b"))
			return ""
		}(), ""},
		{"unknown version", version(9, false), fault.VersionNotFound},
		{"permanently while live", subject(true), fault.SubjectNotDeleted},
		{"a version permanently while live", version(1, true), fault.VersionNotDeleted},
		{"read-only", mode(ReadOnly), ""},
		{"read-only before live", version(1, true), fault.ModeForbids},
		{"writable", mode(""), ""},
		{"softly", version(1, false), ""},
		{"softly again", version(1, false), fault.VersionDeleted},
		{"all", subject(false), ""},
		{"all again", subject(false), fault.SubjectDeleted},
		{"for good", subject(true), ""},
		{"unknown again", subject(true), fault.SubjectNotFound},
	}
	for _, step := range steps {
		if step.got != step.want {
			t.Errorf("%s: reason %q, want %q", step.name, step.got, step.want)
		}
	}
}

// TestModes covers inheritance, and what entering IMPORT does.
func TestModes(t *testing.T) {
	r, ctx := open(t, Config{}), context.Background()
	invoice := store.Subject{Domain: "billing", Name: "invoice"}
	set := func(s store.Subject, mode string) fault.Reason {
		return fault.ReasonOf(r.SetMode(ctx, SetMode{Scope: s, Mode: mode, Force: false}))
	}
	if got := set(orders, "SOMETIMES"); got != fault.ModeUnknown {
		t.Errorf("an unknown mode: reason %q", got)
	}
	if got := set(orders, Forward); got != fault.ModeMisplaced {
		t.Errorf("FORWARD at a subject: reason %q", got)
	}
	set(store.Subject{}, ReadOnly)
	if got := effectiveMode(r.View(), orders); got != ReadOnly {
		t.Errorf("mode of orders = %s", got)
	}
	if got := effectiveMode(r.View(), invoice); got != ReadWrite {
		t.Errorf("mode of billing's invoice = %s: the global mode does not reach other domains", got)
	}
	set(store.Subject{}, "")
	register(t, r, orders, record("a"))
	if got := set(orders, Import); got != fault.NotEmpty {
		t.Errorf("IMPORT over a live subject: reason %q", got)
	}
	r.DeleteSubject(ctx, DeleteSubject{Subject: orders, Permanent: false})
	if _, err := r.UpdateSettings(ctx, UpdateSettings{Scope: orders, Edit: func(c *store.Config) error { c.Level = "NONE"; return nil }}); err != nil {
		t.Fatal(err)
	}
	if got := set(orders, Import); got != "" || r.View().Subject(orders) != nil {
		t.Errorf("IMPORT over a deleted subject: reason %q; its versions must be gone", got)
	}
	if c, err := r.Config(orders); err != nil || c.Level != "NONE" {
		t.Errorf("IMPORT over a deleted subject: its config is %q, %v; it must stay", c.Level, err)
	}
	if _, err := r.Register(ctx, RegisterRequest{Subject: orders, Draft: Draft{Text: record("a")}, ID: new(store.ID(9))}); err != nil {
		t.Fatal(err)
	}
	if got := set(orders, Import); got != "" || r.View().Subject(orders) == nil {
		t.Errorf("IMPORT once more, over what was imported: reason %q; its versions must stay", got)
	}
	if old, err := r.UnsetMode(ctx, UnsetMode{Scope: store.Subject{}, Recursive: true}); err != nil || old != "" || effectiveMode(r.View(), orders) != ReadWrite {
		t.Errorf("removing all modes: %q, %v, orders is %s", old, err, effectiveMode(r.View(), orders))
	}
}

// TestDomainsHaveNoAlias: an alias that is set for a whole domain leads no id of the domain astray.
func TestDomainsHaveNoAlias(t *testing.T) {
	r := open(t, Config{})
	whole := store.Subject{Domain: "billing"}
	if _, err := r.UpdateSettings(context.Background(), UpdateSettings{Scope: whole, Edit: func(c *store.Config) error { c.Alias = "orders"; return nil }}); err != nil {
		t.Fatal(err)
	}
	if got := Resolved(r.View(), whole); got != whole {
		t.Errorf("Alias(%s) = %s", whole, got)
	}
}

// TestSubjectsByPrefix covers the syntax of contract §1.3.
func TestSubjectsByPrefix(t *testing.T) {
	r := open(t, Config{})
	for _, name := range []string{"a", "ab", ":.web:a", ":.web:b", ":.webs:a"} {
		register(t, r, store.ParseSubject(name, ""), record("x"))
	}
	tests := []struct {
		prefix string
		want   []string
	}{
		{"", []string{"a", "ab"}},
		{"ab", []string{"ab"}},
		{":*:", []string{":.web:a", ":.web:b", ":.webs:a", "a", "ab"}},
		{":*:a", []string{":.web:a", ":.webs:a", "a", "ab"}},
		{":.web:", []string{":.web:a", ":.web:b"}},
		{":.web:b", []string{":.web:b"}},
		{"z", nil},
	}
	for _, test := range tests {
		var got []string
		for s := range r.Subjects(test.prefix, LiveOnly) {
			got = append(got, s.String())
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("Subjects(%q) = %v, want %v", test.prefix, got, test.want)
		}
	}
}

// TestPrefixesAreShortCuts: walking to what a prefix selects gives what looking at every subject gives, in the same order,
// also for names that sort around those of other domains, which start with ":.".
func TestPrefixesAreShortCuts(t *testing.T) {
	r := open(t, Config{})
	for _, name := range []string{"-a", "0a", "a", "ab", ":-a", ":x", ":a", "~a", ":.web:a", ":.web:-a", ":.web-2:a", ":.web-2::a", ":.we:0a", ":.Web:ab"} {
		register(t, r, store.ParseSubject(name, ""), record("x"))
	}
	for _, prefix := range []string{"", "a", "ab", "-", "0", ":", ":-", ":a", "~", "nothing"} {
		for _, in := range []string{"", ":*:", ":.web:", ":.web-2:", ":.none:"} {
			p := parsePrefix(in + prefix)
			var want []store.Subject
			for versions := range r.View().Subjects("") {
				if p.selects(versions.Subject) {
					want = append(want, versions.Subject)
				}
			}
			if got := slices.Collect(r.Subjects(in+prefix, LiveOnly)); !slices.Equal(got, want) {
				t.Errorf("Subjects(%q) = %v, want %v", in+prefix, got, want)
			}
			for range r.Subjects(in+prefix, LiveOnly) {
				break // the walk must bear that
			}
		}
	}
}
