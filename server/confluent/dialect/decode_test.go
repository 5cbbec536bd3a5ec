package dialect

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/confluent/problem"
)

// read reads a body with members of every kind that there is, and returns what is wrong with it.
func read(body string) error {
	c := &Call{ResponseWriter: httptest.NewRecorder(), Request: httptest.NewRequest("POST", "/", strings.NewReader(body)), config: &Config{MaxBody: DefaultMaxBody}}
	v, err := c.Body()
	if err != nil {
		return err
	}
	d := &Decoder{}
	d.Text(v.Get("schema"))
	List(d, v.Get("references"), d.Reference)
	d.Metadata(v.Get("metadata"))
	d.RuleSet(v.Get("ruleSet"))
	d.Integer(v.Get("id"))
	List(d, v.Get("schemaTagsToAdd"), d.EntityTags)
	d.Flag(v.Get("propagateSchemaTags"))
	return d.Err()
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
			err := read(test.body)
			known, ok := problem.Of(err)
			if !ok || known.Code != test.code || known.Message != test.message {
				t.Errorf("got %#v, want %d %s", err, test.code, test.message)
			}
		})
	}
}
