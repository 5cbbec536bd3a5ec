package confluent

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// storedVersion is a version that a view holds.
func storedVersion(t *testing.T, number int, kind schema.Type, text string) *store.Version {
	t.Helper()
	m := &storetest.Memory{}
	s := store.Subject{Name: "s"}
	_, err := m.Update(context.Background(), func(tx *store.Tx) error {
		c := &store.Content{Type: kind, Text: text, GUID: schema.Identify(text, nil, nil, nil)}
		tx.Put(c, &store.Version{Subject: s, Number: number, ID: 1, Created: time.UnixMilli(5)})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return m.View().Subject(s).Get(number)
}

func finding(version int, d rule.Direction, kind, path, info string) rule.Finding {
	return rule.Finding{
		Code: "Code", Direction: d, Breaks: rule.Wire, Version: version, Message: "the new schema has 100% no idea",
		New: rule.Place{Path: "place"}, Reference: &rule.Difference{Type: kind, Path: path, Info: info},
	}
}

func TestMessages(t *testing.T) {
	const (
		settings = "{validateFields: 'false', compatibility: 'BACKWARD'}"
		sentence = "the new schema has 100% no idea"
	)
	lenient := finding(1, rule.Backward, "X", "#/p", "")
	lenient.Reference.Lenient = true
	note := finding(2, rule.Backward, "X", "#/p", "")
	note.Reference = nil
	different := rule.Finding{Code: compat.DifferentType, Version: 1, Reference: &rule.Difference{}, Message: "no", Breaks: rule.Wire}
	long := strings.Repeat("ä", longest)
	tests := []struct {
		name string
		v    registry.Verdict
		kind schema.Type
		text string
		want []string
	}{
		{"nothing", registry.Verdict{Standard: registry.Standard{Level: word.Backward}}, schema.Avro, "t", []string{}},
		{"Avro", registry.Verdict{Standard: registry.Standard{Level: word.Backward}, Findings: []rule.Finding{finding(1, rule.Backward, "TYPE_MISMATCH", "/fields/0/type", "more")}}, schema.Avro, `"int"`, []string{
			"{errorType:'TYPE_MISMATCH', description:'at path '/fields/0/type', " + sentence + "', additionalInfo:'more'}", "{oldSchemaVersion: 1}", `{oldSchema: '"int"'}`, settings}},
		{"Protobuf", registry.Verdict{Standard: registry.Standard{Level: word.Backward}, Findings: []rule.Finding{finding(1, rule.Backward, "PACKAGE_CHANGED", "#/", "")}}, schema.Protobuf, "t", []string{
			`{errorType:"PACKAGE_CHANGED", description:"at path '#/', ` + sentence + `"}`, "{oldSchemaVersion: 1}", "{oldSchema: 't'}", settings}},
		{"JSON", registry.Verdict{Standard: registry.Standard{Level: word.Backward}, Findings: []rule.Finding{finding(1, rule.Backward, "TYPE_CHANGED", "#/properties/%s'", "")}}, schema.JSON, "t", []string{
			`{errorType:"TYPE_CHANGED", description:"at path '#/properties/%s'', ` + sentence + `'}`, "{oldSchemaVersion: 1}", "{oldSchema: 't'}", settings}},
		{"no path", registry.Verdict{Standard: registry.Standard{Level: word.Backward}, Findings: []rule.Finding{finding(1, rule.Backward, "SCHEMA_ADDED", "", "")}}, schema.JSON, "t", []string{
			`{errorType:"SCHEMA_ADDED", description:"` + sentence + `'}`, "{oldSchemaVersion: 1}", "{oldSchema: 't'}", settings}},
		{"what the reference lets pass", registry.Verdict{Standard: registry.Standard{Level: word.Backward}, Findings: []rule.Finding{note}}, schema.JSON, "t", []string{}},
		{"the newest failing version only", registry.Verdict{Standard: registry.Standard{Level: word.BackwardTransitive}, Findings: []rule.Finding{note, finding(1, rule.Backward, "A", "/", ""), finding(0, rule.Backward, "B", "/", "")}}, schema.Avro, "t", []string{
			"{errorType:'A', description:'at path '/', " + sentence + "', additionalInfo:''}", "{oldSchemaVersion: 1}", "{oldSchema: 't'}", "{validateFields: 'false', compatibility: 'BACKWARD_TRANSITIVE'}"}},
		{"full, both directions", registry.Verdict{Standard: registry.Standard{Level: word.Full}, Findings: []rule.Finding{finding(1, rule.Forward, "A", "", ""), finding(1, rule.Backward, "B", "", "")}}, schema.Protobuf, "t", []string{
			`{errorType:"A", description:"` + sentence + `"}`, `{errorType:"B", description:"` + sentence + `"}`, "{oldSchemaVersion: 1}", "{oldSchema: 't'}", "{validateFields: 'false', compatibility: 'FULL'}"}},
		{"full, forward only", registry.Verdict{Standard: registry.Standard{Level: word.Full}, Findings: []rule.Finding{finding(1, rule.Forward, "A", "", "")}}, schema.Protobuf, "t", []string{
			`{errorType:"A", description:"` + sentence + `"}`, "{validateFields: 'false', compatibility: 'FULL'}"}},
		{"another type", registry.Verdict{Standard: registry.Standard{Level: word.Backward}, Findings: []rule.Finding{different}}, schema.Avro, "t", []string{
			"Incompatible because of different schema type", settings}},
		{"reserved fields", registry.Verdict{Standard: registry.Standard{Level: word.None, Fields: true}, Reserved: []string{"r"}}, schema.Avro, "t", []string{"r", "{validateFields: 'true', compatibility: 'NONE'}"}},
		{"a long schema", registry.Verdict{Standard: registry.Standard{Level: word.Backward}, Findings: []rule.Finding{finding(1, rule.Backward, "A", "", "")}}, schema.Protobuf, "x" + long, []string{
			`{errorType:"A", description:"` + sentence + `"}`, "{oldSchemaVersion: 1}", "{oldSchema: <truncated> 'x" + long[:longest-2] + "...'}", settings}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.v.Against = map[int]*store.Version{1: storedVersion(t, 1, test.kind, test.text)}
			if diff := cmp.Diff(messages(test.v), test.want); diff != "" {
				t.Errorf("got -, want +:\n%s", diff)
			}
		})
	}
}

func TestRefusing(t *testing.T) {
	lenient := finding(1, rule.Backward, "X", "", "")
	lenient.Reference.Lenient = true
	unseen := finding(1, rule.Backward, "X", "", "")
	unseen.Reference = nil
	findings := []rule.Finding{lenient, unseen}
	tests := []struct {
		name   string
		judge  word.Judge
		policy word.Policy
		want   int
	}{
		{"confluent", word.Confluent, "", 1},
		{"confluent, lenient", word.Confluent, word.Lenient, 0},
		{"sound", word.Sound, word.Lenient, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := len(refusing(registry.Verdict{Standard: registry.Standard{Judge: test.judge, Policy: test.policy}, Findings: findings})); got != test.want {
				t.Errorf("%d findings, want %d", got, test.want)
			}
		})
	}
}

// TestToolsFindTheDifference reads messages the way that tools do.
func TestToolsFindTheDifference(t *testing.T) {
	kind := regexp.MustCompile(`errorType\W{1,5}([A-Z][A-Z0-9_]+)`)
	path := regexp.MustCompile(`(?s)(?:\bat|\bpath|\bpath:|property) '((?:#/|/).*?)'(?:[ ).,"]|$)`)
	f := finding(1, rule.Backward, "FIELD_ADDED", "#/a b/ü", "at path '/wrong' ")
	f.Message = "it is at '/wrong', too"
	for _, format := range []schema.Type{schema.Avro, schema.Protobuf, schema.JSON} {
		v := registry.Verdict{Against: map[int]*store.Version{1: storedVersion(t, 1, format, "t")}}
		line := line(v, f)
		if got := kind.FindStringSubmatch(line); got == nil || got[1] != "FIELD_ADDED" {
			t.Errorf("%s: type %q", line, got)
		}
		if got := path.FindStringSubmatch(line); got == nil || got[1] != "#/a b/ü" {
			t.Errorf("%s: path %q", line, got)
		}
	}
}
