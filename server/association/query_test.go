package association

import (
	"fmt"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

func TestAssociationQuery(t *testing.T) {
	r := open(t, registry.Config{})
	register(t, r, orders, record("a"))
	key := with(weak(orders), func(c *Change) { c.Type = Key })
	elsewhere := create("w", weak(orders))
	elsewhere.Resource.ID, elsewhere.Resource.Namespace = "other:w", "another"
	associateAll(t, r, create("w", weak(orders), key), create("s", strong("a")), elsewhere)
	const (
		k, w, o = "lkc:w key orders WEAK", "lkc:w value orders WEAK", "other:w value orders WEAK"
		s       = "lkc:s value :.lkc:s-value STRONG"
	)
	tests := []struct {
		name string
		q    Query
		want []string
	}{
		{"all", Query{}, []string{s, o, k, w}},
		{"of a name", Query{Name: "w", ResourceType: Topic, Types: []string{Value}}, []string{o, w}},
		{"of a name in a namespace", Query{Name: "w", Namespace: "lkc"}, []string{k, w}},
		{"of a namespace", Query{Namespace: "lkc"}, []string{s, k, w}},
		{"of an id", Query{ID: "lkc:w"}, []string{k, w}},
		{"of a subject", Query{Subject: &orders, Types: []string{Key, Value}}, []string{o, k, w}},
		{"strong", Query{Lifecycle: store.Strong}, []string{s}},
		{"another type", Query{ResourceType: "table"}, nil},
	}
	for _, test := range tests {
		if got, want := spell(r.ties.List(test.q)), strings.Join(test.want, ", "); got != want {
			t.Errorf("%s: got %s, want %s", test.name, got, want)
		}
	}
}

func TestSchemasByAssociation(t *testing.T) {
	r := open(t, registry.Config{})
	register(t, r, orders, record("a"))
	register(t, r, store.Subject{Name: "alone"}, record("a"))
	associateAll(t, r, create("w", with(weak(orders), func(c *Change) { c.Type = Key })), create("s", strong("a")))
	tests := []struct {
		name   string
		filter Filter
		want   string
	}{
		{"all", Filter{}, "[:.lkc:s-value alone orders]"},
		{"topics", Filter{ResourceType: Topic}, "[:.lkc:s-value orders]"},
		{"tables", Filter{ResourceType: "table"}, "[]"},
		{"keys", Filter{Types: []string{Key}}, "[orders]"},
		{"strong", Filter{Lifecycles: []store.Lifecycle{store.Strong}}, "[:.lkc:s-value]"},
		{"none", Filter{Lifecycles: []store.Lifecycle{Unassociated}}, "[alone]"},
		{"none or weak", Filter{Lifecycles: []store.Lifecycle{Unassociated, store.Weak}}, "[alone orders]"},
	}
	for _, test := range tests {
		got := []string{}
		for v := range r.Schemas(registry.SchemaQuery{Prefix: ":*:", Keep: test.filter.Selects}) {
			got = append(got, v.Subject.String())
		}
		if fmt.Sprint(got) != test.want {
			t.Errorf("%s: got %v, want %s", test.name, got, test.want)
		}
	}
}
