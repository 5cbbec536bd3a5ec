package avro_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/avro"
)

func parse(t testing.TB, text string, dependencies ...schema.Dependency) *avro.Schema {
	t.Helper()
	s, err := avro.Parse(schema.Source{Type: schema.Avro, Text: text, Dependencies: dependencies}, schema.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return s
}

const tagged = `{"type":"record","name":"Order","namespace":"shop","confluent:tags":["core"],"zz":1,"fields":[
	{"name":"card","type":{"type":"record","name":"Card","fields":[{"name":"number","type":"string","confluent:tags":["PII","PCI"]}]}},
	{"name":"again","type":["null","Card"]},
	{"name":"item","type":"ref.Item"}]}`

var item = schema.Dependency{
	Reference: schema.Reference{Name: "ref.Item", Subject: "items", Version: 2},
	Text:      `{"type":"record","name":"ref.Item","fields":[{"name":"sku","type":"string","confluent:tags":["foreign"]}]}`,
}

func entityTags(path, kind string, tags ...string) schema.EntityTags {
	return schema.EntityTags{Entity: schema.Entity{Path: path, Type: kind}, Tags: tags}
}

func TestTags(t *testing.T) {
	got := parse(t, tagged, item).Tags()
	want := []schema.EntityTags{
		entityTags("shop.Order", "sr_record", "core"),
		entityTags("shop.Card.number", "sr_field", "PII", "PCI"),
	}
	if diff := cmp.Diff(got, want); diff != "" {
		t.Errorf("Tags: got - want +\n%s", diff)
	}
}

func TestRetag(t *testing.T) {
	const head = `{"type":"record","name":"R","fields":[{"name":"f","type":"int"`
	tests := []struct {
		name        string
		text        string
		add, remove []schema.EntityTags
		want        string
	}{
		{"a new list stands last", head + `,"zz":1}],"aliases":["S"]}`,
			[]schema.EntityTags{entityTags("R.f", "sr_field", "B", "A"), entityTags("R", "sr_record", "C")}, nil,
			head + `,"zz":1,"confluent:tags":["B","A"]}],"confluent:tags":["C"],"aliases":["S"]}`},
		{"an old list keeps its place", head + `,"confluent:tags":["A"],"zz":1}]}`,
			[]schema.EntityTags{entityTags("R.f", "sr_field", "B", "A")}, nil,
			head + `,"confluent:tags":["A","B"],"zz":1}]}`},
		{"the last tag takes the list with it", head + `,"confluent:tags":["A"]}]}`,
			nil, []schema.EntityTags{entityTags("R.f", "sr_field", "A", "B")}, head + `}]}`},
		{"added, then removed", head + `}]}`,
			[]schema.EntityTags{entityTags("R.f", "sr_field", "A", "B")}, []schema.EntityTags{entityTags("R.f", "sr_field", "A")},
			head + `,"confluent:tags":["B"]}]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := parse(t, test.text)
			got, err := s.Retag(test.add, test.remove)
			if err != nil || got != test.want {
				t.Errorf("Retag = %s, %v, want %s", got, err, test.want)
			}
			if again := parse(t, test.text).Canonical(); s.Canonical() != again {
				t.Errorf("Retag changed the schema itself to %s", s.Canonical())
			}
		})
	}
}

func TestRetagNowhere(t *testing.T) {
	s := parse(t, tagged, item)
	for _, entity := range []schema.EntityTags{
		entityTags("shop.Order.none", "sr_field", "A"),
		entityTags("shop.Order", "sr_field", "A"),
		entityTags("Order", "sr_record", "A"),
		entityTags("ref.Item", "sr_record", "A"),
	} {
		var refused *schema.Error
		if got, err := s.Retag([]schema.EntityTags{entity}, nil); !errors.As(err, &refused) {
			t.Errorf("adding to %+v gave %s, %v, want an error", entity.Entity, got, err)
		}
		if got, err := s.Retag(nil, []schema.EntityTags{entity}); !errors.As(err, &refused) {
			t.Errorf("removing from %+v gave %s, %v, want an error", entity.Entity, got, err)
		}
	}
}
