package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/set"
	"github.com/google/go-cmp/cmp"
)

// avroOnly is a rule about one format, so that a case needs few fixtures.
const avroOnly = `# METADATA
# title: a rule
# organizations: [council]
# custom: {id: R1, severity: low, match: {formats: [avro]}}
package policy.council.r
import rego.v2
`

const (
	goodAvro = `{"type": "record", "name": "R", "fields": [{"name": "good", "type": "string"}]}`
	badAvro  = `{"type": "record", "name": "R", "fields": [{"name": "bad", "type": "string"}]}`
)

func TestSetTest(t *testing.T) {
	fixtures := map[string]string{
		"rules/r/rule.rego":              avroOnly + badName,
		"rules/r/fixtures/good/one.avsc": goodAvro,
		"rules/r/fixtures/bad/one.avsc":  badAvro,
	}
	tests := []struct {
		name   string
		change map[string]string
		want   []string
	}{
		{"works", nil, nil},
		{"no fixtures", map[string]string{"rules/r/fixtures/good/one.avsc": "", "rules/r/fixtures/bad/one.avsc": ""}, []string{
			"rules/r/fixtures/bad: R1 was not seen to fire in avro: add a schema that it must complain about",
			"rules/r/fixtures/good: R1 was not seen to be silent in avro: add a schema that it must accept",
		}},
		{"fires on a good one", map[string]string{"rules/r/fixtures/good/two.avsc": badAvro}, []string{
			"rules/r/fixtures/good/two.avsc: R1 finds something in this good fixture: R.bad: bad is bad",
		}},
		{"silent on a bad one", map[string]string{"rules/r/fixtures/bad/two.avsc": goodAvro}, []string{
			"rules/r/fixtures/bad/two.avsc: R1 finds nothing in this bad fixture",
		}},
		{"not a schema", map[string]string{"rules/r/fixtures/bad/two.avsc": "{", "rules/r/fixtures/bad/notes.txt": "x"}, []string{
			"rules/r/fixtures/bad/notes.txt: a fixture is a schema: .avsc, .proto or .json",
			"rules/r/fixtures/bad/two.avsc: ",
		}},
		{"selectors too narrow", map[string]string{"rules/r/rule.rego": strings.Replace(avroOnly, "formats: [avro]", "formats: [avro], tags: [pii]", 1) + badName}, []string{
			"rules/r/rule.rego: the selector tags leaves out rules/r/fixtures/bad/one.avsc, in which the rule finds R.bad: bad is bad",
		}},
		{"before and after", map[string]string{
			"rules/r/rule.rego":                      avroOnly + changedType,
			"rules/r/fixtures/bad/one.avsc":          "",
			"rules/r/fixtures/bad/retyped/old.avsc":  goodAvro,
			"rules/r/fixtures/bad/retyped/new.avsc":  strings.Replace(goodAvro, `"type": "string"`, `"type": "long"`, 1),
			"rules/r/fixtures/good/retyped/old.avsc": goodAvro,
			"rules/r/fixtures/good/retyped/new.avsc": goodAvro,
		}, nil},
		{"tests in Rego", map[string]string{"rules/r/rule_test.rego": `package policy.council.r_test
import rego.v2
import data.policy.council.r
test_fires if count(r.violation) == 1 with input.schema.fields as [{"name": "bad", "path": "x"}]
test_mistaken if count(r.violation) == 2 with input.schema.fields as [{"name": "bad", "path": "x"}]
`}, []string{"rules/r/rule_test.rego:5: test_mistaken fails"}},
		{"a rule that fails", map[string]string{"rules/r/rule.rego": avroOnly + `
violation contains v if {
	some f in input.schema.fields
	to_number(f.name) > 1
	v := {"path": f.path, "message": "m"}
}`}, []string{
			"rules/r/fixtures/bad: R1 was not seen to fire in avro: add a schema that it must complain about",
			`rules/r/fixtures/bad/one.avsc: R1 could not be evaluated: rules/r/rule.rego:10: to_number: strconv.ParseFloat: parsing "bad": invalid syntax`,
			"rules/r/fixtures/good: R1 was not seen to be silent in avro: add a schema that it must accept",
			`rules/r/fixtures/good/one.avsc: R1 could not be evaluated: rules/r/rule.rego:10: to_number: strconv.ParseFloat: parsing "good": invalid syntax`,
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			files := set.Files{"policy.yaml": []byte(policyYAML)}
			for _, layer := range []map[string]string{fixtures, test.change} {
				for name, text := range layer {
					if files[name] = []byte(text); text == "" {
						delete(files, name)
					}
				}
			}
			program, err := engine.Load("test", files)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for i, c := range program.Test(context.Background(), noon).Complaints {
				text := c.String()
				if i < len(test.want) && strings.HasSuffix(test.want[i], ": ") && strings.HasPrefix(text, test.want[i]) {
					text = test.want[i] // what the format says is its own business
				}
				got = append(got, text)
			}
			if diff := cmp.Diff(got, test.want); diff != "" {
				t.Errorf("got - want +\n%s", diff)
			}
		})
	}
}

const changedType = `
violation contains v if {
	some f in input.schema.fields
	"type" in f.changed
	count(input.diff.changes) > 0
	v := {"path": f.path, "message": "its type has changed"}
}
`

func TestReportCounts(t *testing.T) {
	program, err := engine.Load("test", set.Files{
		"policy.yaml": []byte(policyYAML), "rules/r/rule.rego": []byte(avroOnly + badName),
		"rules/r/fixtures/good/one.avsc": []byte(goodAvro), "rules/r/fixtures/bad/one.avsc": []byte(badAvro),
		"rules/r/rule_test.rego": []byte("package policy.council.r_test\nimport rego.v2\ntest_nothing if true\n"),
	})
	if err != nil {
		t.Fatal(err)
	}
	report := program.Test(context.Background(), noon)
	if report.Err() != nil || report.Passed != 1 || report.Rules[0].Fired["avro"] != 1 || report.Rules[0].Silent["avro"] != 1 {
		t.Errorf("got %+v", report)
	}
}
