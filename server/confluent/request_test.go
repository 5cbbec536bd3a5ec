package confluent

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// decoded reads a body as a request that offers a schema.
func decoded(body string) (r registry.RegisterRequest, err error) {
	inCall(body, func(c *dialect.Call) { r, err = schemaRequest(c) })
	return r, err
}

func TestSchemaRequest(t *testing.T) {
	rule := schema.Rule{Name: "r", Type: "CEL"}
	full := rule
	full.Doc, full.Kind, full.Mode, full.Tags, full.Params = "d", "CONDITION", "WRITE", []string{"b", "a"}, map[string]string{"p": "1"}
	full.Expr, full.OnSuccess, full.OnFailure, full.Disabled = "e", "NONE", "ERROR", true
	tests := []struct {
		name, body string
		want       registry.RegisterRequest
	}{
		{"nothing", `{}`, registry.RegisterRequest{}},
		{"nulls", `{"schema":null,"schemaType":null,"references":null,"metadata":null,"ruleSet":null,"id":null,"version":null}`, registry.RegisterRequest{}},
		{"an empty type is none that is known", `{"schemaType":""}`, registry.RegisterRequest{Draft: registry.Draft{Type: `""`}}},
		{"unknown members", `{"schema":"s","subject":"x","more":{"a":[1]}}`, registry.RegisterRequest{Draft: registry.Draft{Text: "s"}}},
		{"repeated member", `{"schema":"a","schema":"b"}`, registry.RegisterRequest{Draft: registry.Draft{Text: "b"}}},
		{"scalars as strings", `{"schema":1.50,"schemaType":true}`, registry.RegisterRequest{Draft: registry.Draft{Text: "1.50", Type: "true"}}},
		{"byte-order mark and quote", "\ufeff {\"schema\":\"s\"}' \n", registry.RegisterRequest{Draft: registry.Draft{Text: "s"}}},
		{"absent ids of old clients", `{"id":-1,"version":-1}`, registry.RegisterRequest{Version: -1}},
		{"far below zero", `{"id":-5,"version":-2}`, registry.RegisterRequest{Version: -1}},
		{"id zero is an id", `{"id":0}`, registry.RegisterRequest{ID: new(store.ID(0))}},
		{"numbers in strings", `{"id":" 7 ","version":"1"}`, registry.RegisterRequest{ID: new(store.ID(7)), Version: 1}},
		{"empty numbers", `{"id":"","version":"null"}`, registry.RegisterRequest{}},
		{"UTF-16 with a mark", "\xfe\xff\x00{\x00\"\x00i\x00d\x00\"\x00:\x007\x00}", registry.RegisterRequest{ID: new(store.ID(7))}},
		{"UTF-16 of little ends with a mark", "\xff\xfe{\x00\"\x00i\x00d\x00\"\x00:\x007\x00}\x00", registry.RegisterRequest{ID: new(store.ID(7))}},
		{"UTF-16 without a mark", "\x00{\x00\"\x00i\x00d\x00\"\x00:\x007\x00}", registry.RegisterRequest{ID: new(store.ID(7))}},
		{"UTF-16 of little ends", "{\x00\"\x00s\x00c\x00h\x00e\x00m\x00a\x00\"\x00:\x00\"\x00\xe9\x00\"\x00}\x00", registry.RegisterRequest{Draft: registry.Draft{Text: "é"}}},
		{"flags in words", `{"propagateSchemaTags":"null"}`, registry.RegisterRequest{}},
		{"fraction", `{"id":1.9}`, registry.RegisterRequest{ID: new(store.ID(1))}},
		{"exponent", `{"id":1e2}`, registry.RegisterRequest{ID: new(store.ID(100))}},
		{"references", `{"references":[{"name":"n","subject":"s","version":"3","x":1},{},null]}`, registry.RegisterRequest{Draft: registry.Draft{
			References: []schema.Reference{{Name: "n", Subject: "s", Version: 3}, {}, {}}}}},
		{"empty metadata", `{"metadata":{"other":1},"ruleSet":{}}`, registry.RegisterRequest{Draft: registry.Draft{Metadata: &schema.Metadata{}, RuleSet: &schema.RuleSet{}}}},
		{"a path without tags", `{"metadata":{"tags":{"a.b":[]}}}`, registry.RegisterRequest{Draft: registry.Draft{Metadata: &schema.Metadata{
			Tags: map[string][]string{"a.b": {}}}}}},
		{"metadata", `{"metadata":{"tags":{"a.b":["z","y","z"]},"properties":{"p":1,"q":null},"sensitive":["t","s"]}}`, registry.RegisterRequest{Draft: registry.Draft{Metadata: &schema.Metadata{
			Tags: map[string][]string{"a.b": {"z", "y", "z"}}, Properties: map[string]string{"p": "1"}, Sensitive: []string{"t", "s"}}}}},
		{"rules", `{"ruleSet":{"domainRules":[{"name":"r","type":"CEL"}],"enableAt":"CLIENT","migrationRules":[{"name":"r","doc":"d","kind":"CONDITION","mode":"WRITE",
			"type":"CEL","tags":["b","a"],"params":{"p":"1"},"expr":"e","onSuccess":"NONE","onFailure":"ERROR","disabled":"true"}]}}`, registry.RegisterRequest{Draft: registry.Draft{RuleSet: &schema.RuleSet{
			MigrationRules: []schema.Rule{full}, DomainRules: []schema.Rule{rule}, EnableAt: "CLIENT"}}}},
		{"tags", `{"schemaTagsToAdd":[{"schemaEntity":{"entityPath":"R.f","entityType":"sr_field"},"tags":["A"]}],"schemaTagsToRemove":[{}],"propagateSchemaTags":true}`, registry.RegisterRequest{
			AddTags:    []schema.EntityTags{{Entity: schema.Entity{Path: "R.f", Type: "sr_field"}, Tags: []string{"A"}}},
			RemoveTags: []schema.EntityTags{{}}, PropagateTags: true}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := decoded(test.body)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, test.want); diff != "" {
				t.Errorf("got -, want +:\n%s", diff)
			}
		})
	}
}
