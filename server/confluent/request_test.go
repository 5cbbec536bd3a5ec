package confluent

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/confluent/problem"
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

func TestMalformedBodies(t *testing.T) {
	tests := []struct {
		name, body string
		code       int
		message    string
	}{
		{"empty", "", 422, "the request has no body; send a JSON object"},
		{"blank", " \n", 422, "the request has no body; send a JSON object"},
		{"null", "null", 422, "the request has no body; send a JSON object"},
		{"array", "[]", 400, "the body is a JSON array; send an object"},
		{"string", `"x"`, 400, "the body is a JSON string; send an object"},
		{"number", `1`, 400, "the body is a JSON number; send an object"},
		{"unfinished", `{`, 400, "the body is not JSON: 1:2: expected the name of a member in double quotes"},
		{"unfinished string", `{"schema":"x`, 400, "the body is not JSON: 1:13: the string does not end"},
		{"single quotes", `{'schema':'x'}`, 400, "the body is not JSON: 1:2: expected the name of a member in double quotes"},
		{"something behind", `{"schema":"x"} trailing`, 400, "the body is not JSON: 1:16: unexpected text after the value"},
		{"no UTF-8", "{\"schema\":\"\xff\"}", 400, "the body is not UTF-8; send JSON in UTF-8, whatever charset the Content-Type names"},
		{"half of UTF-16", "\xfe\xff\x00{\x00}\x00", 400, "the body is not UTF-8; send JSON in UTF-8, whatever charset the Content-Type names"},
		{"a single byte", "\xff", 400, "the body is not UTF-8; send JSON in UTF-8, whatever charset the Content-Type names"},
		{"too deep", `{"x":` + strings.Repeat("[", 5000), 400, "the body is not JSON: 1:70: values are nested more than 64 deep"},
		{"schema is an object", `{"schema":{}}`, 400, "the body has an object at 1:11 where a string is expected"},
		{"schema is an array", `{"schema":["a"]}`, 400, "the body has an array at 1:11 where a string is expected"},
		{"references are a string", `{"references":"x"}`, 400, "the body has a string at 1:15 where an array is expected"},
		{"references are an object", `{"references":{}}`, 400, "the body has an object at 1:15 where an array is expected"},
		{"version of a reference", `{"references":[{"name":"a","version":"x"}]}`, 400, "the body has a string at 1:38 where a number of at most 32 bits is expected"},
		{"metadata is an array", `{"metadata":[]}`, 400, "the body has an array at 1:13 where an object is expected"},
		{"properties are an array", `{"metadata":{"properties":[]}}`, 400, "the body has an array at 1:27 where an object is expected"},
		{"tags of a path are a string", `{"metadata":{"tags":{"a":"x"}}}`, 400, "the body has a string at 1:26 where an array is expected"},
		{"rule set is a number", `{"ruleSet":1}`, 400, "the body has a number at 1:12 where an object is expected"},
		{"unknown kind of rule", `{"ruleSet":{"domainRules":[{"kind":"X"}]}}`, 400, "the body has a string at 1:36 where one of TRANSFORM, CONDITION is expected"},
		{"tags are a number", `{"schemaTagsToAdd":1}`, 400, "the body has a number at 1:20 where an array is expected"},
		{"id is a word", `{"id":"x"}`, 400, "the body has a string at 1:7 where a number of at most 32 bits is expected"},
		{"id is true", `{"id":true}`, 400, "the body has a boolean at 1:7 where a number of at most 32 bits is expected"},
		{"id is too large", `{"id":3000000000}`, 400, "the body has a number at 1:7 where a number of at most 32 bits is expected"},
		{"id is huge", `{"id":1e999}`, 400, "the body has a number at 1:7 where a number of at most 32 bits is expected"},
		{"flag is a word", `{"propagateSchemaTags":"yes"}`, 400, "the body has a string at 1:24 where true or false is expected"},
		{"flag is a fraction", `{"propagateSchemaTags":1.0}`, 400, "the body has a number at 1:24 where true or false is expected"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := decoded(test.body)
			known, ok := err.(problem.Problem)
			if !ok || known.Code != test.code || known.Message != test.message {
				t.Errorf("got %#v, want %d %s", err, test.code, test.message)
			}
		})
	}
}
