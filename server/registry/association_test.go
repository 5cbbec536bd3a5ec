package registry

import (
	"fmt"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/store"
)

func TestAssociationQuery(t *testing.T) {
	r := open(t, Config{})
	register(t, r, orders, record("a"))
	key := with(weak(orders), func(c *AssociationChange) { c.Type = Key })
	elsewhere := create("w", weak(orders))
	elsewhere.Resource.ID, elsewhere.Resource.Namespace = "other:w", "another"
	associateAll(t, r, create("w", weak(orders), key), create("s", strong("a")), elsewhere)
	const (
		k, w, o = "lkc:w key orders WEAK", "lkc:w value orders WEAK", "other:w value orders WEAK"
		s       = "lkc:s value :.lkc:s-value STRONG"
	)
	tests := []struct {
		name string
		q    AssociationQuery
		want []string
	}{
		{"all", AssociationQuery{}, []string{s, o, k, w}},
		{"of a name", AssociationQuery{Name: "w", ResourceType: Topic, Types: []string{Value}}, []string{o, w}},
		{"of a name in a namespace", AssociationQuery{Name: "w", Namespace: "lkc"}, []string{k, w}},
		{"of a namespace", AssociationQuery{Namespace: "lkc"}, []string{s, k, w}},
		{"of an id", AssociationQuery{ID: "lkc:w"}, []string{k, w}},
		{"of a subject", AssociationQuery{Subject: &orders, Types: []string{Key, Value}}, []string{o, k, w}},
		{"strong", AssociationQuery{Lifecycle: store.Strong}, []string{s}},
		{"another type", AssociationQuery{ResourceType: "table"}, nil},
	}
	for _, test := range tests {
		if got, want := spell(r.Associations(test.q)), strings.Join(test.want, ", "); got != want {
			t.Errorf("%s: got %s, want %s", test.name, got, want)
		}
	}
}

func TestSchemasByAssociation(t *testing.T) {
	r := open(t, Config{})
	register(t, r, orders, record("a"))
	register(t, r, store.Subject{Name: "alone"}, record("a"))
	associateAll(t, r, create("w", with(weak(orders), func(c *AssociationChange) { c.Type = Key })), create("s", strong("a")))
	tests := []struct {
		name   string
		filter AssociationFilter
		want   string
	}{
		{"all", AssociationFilter{}, "[:.lkc:s-value alone orders]"},
		{"topics", AssociationFilter{ResourceType: Topic}, "[:.lkc:s-value orders]"},
		{"tables", AssociationFilter{ResourceType: "table"}, "[]"},
		{"keys", AssociationFilter{Types: []string{Key}}, "[orders]"},
		{"strong", AssociationFilter{Lifecycles: []store.Lifecycle{store.Strong}}, "[:.lkc:s-value]"},
		{"none", AssociationFilter{Lifecycles: []store.Lifecycle{Unassociated}}, "[alone]"},
		{"none or weak", AssociationFilter{Lifecycles: []store.Lifecycle{Unassociated, store.Weak}}, "[alone orders]"},
	}
	for _, test := range tests {
		got := []string{}
		for v := range r.Schemas(SchemaQuery{Prefix: ":*:", Associations: test.filter}) {
			got = append(got, v.Subject.String())
		}
		if fmt.Sprint(got) != test.want {
			t.Errorf("%s: got %v, want %s", test.name, got, test.want)
		}
	}
}
