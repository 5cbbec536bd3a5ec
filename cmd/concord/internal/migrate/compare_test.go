package migrate

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

func TestDifference(t *testing.T) {
	long := strings.Repeat("0123456789", 30)
	for _, test := range []struct{ name, source, target, want string }{
		{"short", "a", "b", "w: x is a in the source, b in the target"},
		{"nothing", "", "b", "w: x is nothing in the source, b in the target"},
		{"at the end", long + "a", long + "b", "w: x is …" + long[:40] + "a in the source, …" + long[:40] + "b in the target"},
		{"at the start", "a" + long, "b" + long, "w: x is a" + long[:159] + "… in the source, b" + long[:159] + "… in the target"},
		{"longer", long, long + "b", "w: x is …" + long[260:] + " in the source, …" + long[260:] + "b in the target"},
		{"far shorter", long, "0", "w: x is " + long[:160] + "… in the source, 0 in the target"},
		{"inside of a letter", strings.Repeat("a", 100) + strings.Repeat("é", 100), strings.Repeat("a", 100) + "è",
			"w: x is …" + strings.Repeat("a", 39) + strings.Repeat("é", 60) + "… in the source, " + strings.Repeat("a", 100) + "è in the target"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := (Difference{"w", "x", test.source, test.target}).String(); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}

func TestCompare(t *testing.T) {
	version := func(edit func(*confluent.Version)) []*confluent.Version {
		v := &confluent.Version{Context: "d", Subject: "s", Version: 1, ID: 7, Schema: confluent.Schema{Type: concord.Avro, Text: `"int"`}}
		edit(v)
		return []*confluent.Version{v}
	}
	as := func(*confluent.Version) {}
	config := func(text string) (c confluent.StoredConfig) {
		if err := json.Unmarshal([]byte(text), &c); err != nil {
			t.Fatal(err)
		}
		return c
	}
	set := func(mode, text string) Snapshot { return Snapshot{Scopes: []Scope{{Mode: mode, Config: config(text)}}} }
	for _, test := range []struct {
		name           string
		source, target Snapshot
		want           []string
	}{
		{"equal", Snapshot{Versions: version(as)}, Snapshot{Versions: version(as)}, nil},
		{"a version is missing", Snapshot{Versions: version(as)}, Snapshot{},
			[]string{":.d:s version 1: the version is live in the source, nothing in the target"}},
		{"a subject of the target alone", Snapshot{}, Snapshot{Versions: version(as)}, nil},
		{"a version of the target alone", Snapshot{Versions: version(as)},
			Snapshot{Versions: append(version(as), version(func(v *confluent.Version) { v.Version = 2 })...)},
			[]string{":.d:s version 2: the version is nothing in the source, live in the target"}},
		{"everything", Snapshot{Versions: version(as)}, Snapshot{Versions: version(func(v *confluent.Version) {
			v.ID, v.Deleted = 8, true
			v.Schema = confluent.Schema{Type: concord.JSON, Text: `{}`, References: []confluent.Reference{{Name: "a", Subject: "b", Version: 1}},
				Metadata: &confluent.Metadata{}, RuleSet: &confluent.RuleSet{}}
		})}, []string{
			":.d:s version 1: the id is 7 in the source, 8 in the target",
			":.d:s version 1: the state is live in the source, soft-deleted in the target",
			":.d:s version 1: the type is AVRO in the source, JSON in the target",
			`:.d:s version 1: the text is "int" in the source, {} in the target`,
			`:.d:s version 1: the list of references is nothing in the source, [{"name":"a","subject":"b","version":1}] in the target`,
			":.d:s version 1: the metadata is nothing in the source, {} in the target",
			":.d:s version 1: the rule set is nothing in the source, {} in the target",
		}},
		{"a GUID", Snapshot{Versions: version(func(v *confluent.Version) { v.GUID = "01000000-0000-0000-0000-000000000000" })},
			Snapshot{Versions: version(func(v *confluent.Version) { v.GUID = "02000000-0000-0000-0000-000000000000" })}, []string{
				":.d:s version 1: the GUID is 01000000-0000-0000-0000-000000000000 in the source, 02000000-0000-0000-0000-000000000000 in the target"}},
		{"a GUID that an old registry does not tell", Snapshot{Versions: version(as)},
			Snapshot{Versions: version(func(v *confluent.Version) { v.GUID = "02000000-0000-0000-0000-000000000000" })}, nil},
		{"a domain", Snapshot{Domains: []Domain{{Name: "a"}, {Name: "b", Owner: "o"}}}, Snapshot{}, []string{
			"domain a: the domain is there in the source, nothing in the target",
			"domain b: the domain is there in the source, nothing in the target"}},
		{"the default domain", Snapshot{Domains: []Domain{{Name: "default", Owner: "o"}}}, Snapshot{},
			[]string{"the default domain: the owner is o in the source, nothing in the target"}},
		{"what is said of a domain", Snapshot{Domains: []Domain{{Name: "a", Owner: "o", Description: "d", Contacts: []concord.Contact{{Kind: "k", Address: "x"}}}}},
			Snapshot{Domains: []Domain{{Name: "a", Description: "e"}}}, []string{
				"domain a: the owner is o in the source, nothing in the target",
				"domain a: the description is d in the source, e in the target",
				`domain a: the list of contacts is [{"kind":"k","address":"x"}] in the source, nothing in the target`}},
		{"a domain of which only the target says something", Snapshot{Domains: []Domain{{Name: "a"}}}, Snapshot{Domains: []Domain{{Name: "a", Owner: "o"}}}, nil},
		{"a mode", set("READONLY", `{}`), Snapshot{},
			[]string{"the default domain: the mode is READONLY in the source, nothing in the target"}},
		{"settings", set("", `{"compatibility":"FULL","a":{"x":1,"y":2}}`), set("", `{"a":{"y":2, "x":1},"b":true}`), []string{
			"the default domain: b is nothing in the source, true in the target",
			`the default domain: compatibility is "FULL" in the source, nothing in the target`}},
		{"a setting that the other registry does not know", set("", `{"normalize":true}`), set("", `{"normalize":true,"compatibilityJudge":"SOUND"}`), nil},
		{"settings of the target alone", set("", `{}`), set("", `{"b":true}`), nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for _, d := range Compare(&test.source, &test.target, false) {
				got = append(got, d.String())
			}
			if diff := cmp.Diff(got, test.want); diff != "" {
				t.Errorf("differences (-got +want):\n%s", diff)
			}
		})
	}
}
