package migrate

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// recordsOf reads lines, each a key and a value with a tab between them; no value is a tombstone.
func recordsOf(lines string) (records []record) {
	for i, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		key, value, found := strings.Cut(strings.TrimSpace(line), "\t")
		r := record{offset: int64(i), time: time.UnixMilli(int64(1000 + i)), key: []byte(key)}
		if found {
			r.value = []byte(value)
		}
		records = append(records, r)
	}
	return records
}

// replayed is the state that lines make.
func replayed(lines string) *schemaLog {
	l := newSchemaLog()
	for _, r := range recordsOf(lines) {
		l.apply(r)
	}
	return l
}

// told is a snapshot in short lines.
func told(s *Snapshot) (lines []string) {
	for _, v := range s.Versions {
		lines = append(lines, fmt.Sprintf("%s id %d %s %s", name(v), v.ID, v.Schema.Type, state(v)))
	}
	for _, scope := range s.Scopes {
		config, _ := json.Marshal(scope.Config)
		if plain := string(config); !lastResort(scope.Name) || scope.Mode != "" || plain != `{"compatibility":"BACKWARD"}` {
			lines = append(lines, strings.TrimSpace(fmt.Sprintf("%s %s %s", scopeName(scope.Name), config, scope.Mode)))
		}
	}
	for _, a := range s.Associations {
		lines = append(lines, fmt.Sprintf("%s: %s %s by %s", associationName(a), a.Lifecycle, a.Subject, a.ResourceID))
	}
	for _, skipped := range s.Skipped {
		lines = append(lines, skipped.String())
	}
	return lines
}

// The records that tests are made of, as releases write them.
const (
	keyA1  = `{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}`
	keyA2  = `{"keytype":"SCHEMA","subject":"a","version":2,"magic":1}`
	keyB1  = `{"keytype":"SCHEMA","subject":":.c:b","version":1,"magic":1}`
	a1     = keyA1 + "\t" + `{"subject":"a","version":1,"id":1,"schemaType":"AVRO","schema":"\"int\"","deleted":false}` + "\n"
	a2     = keyA2 + "\t" + `{"subject":"a","version":2,"id":2,"schemaType":"JSON","schema":"{}","deleted":false}` + "\n"
	a2gone = keyA2 + "\t" + `{"subject":"a","version":2,"id":2,"schemaType":"JSON","schema":"{}","deleted":true}` + "\n"
	b1     = keyB1 + "\t" + `{"subject":":.c:b","version":1,"id":1,"schema":"\"long\"","deleted":true}` + "\n"
)

const tied = `{"keytype":"ASSOC","tenant":"default","resourceName":"t","resourceNamespace":"n","resourceType":"topic","associationType":"key","subject":":.:a","magic":0}` +
	"\t" + `{"subject":":.:a","guid":"x","tenant":"default","resourceName":"t","resourceNamespace":"n","resourceId":"9","resourceType":"topic","associationType":"key","lifecycle":"WEAK","frozen":false}` + "\n"

func ending(kind, subject, value string) string {
	return fmt.Sprintf(`{"keytype":%q,"subject":%q,"magic":0}`, kind, subject) + "\t" + value + "\n"
}

func TestReplay(t *testing.T) {
	for _, test := range []struct {
		name, records string
		want          []string
	}{
		{"nothing but noise", `{"keytype":"NOOP","magic":0}` + "\n" + `{"keytype":"CONTEXT","tenant":"default","context":".c","magic":0}` + "\t{}", nil},
		{"versions", a2 + a1 + b1, []string{"a version 1 id 1 AVRO live", "a version 2 id 2 JSON live", ":.c:b version 1 id 1 AVRO soft-deleted"}},
		{"an old release, by magic 0, without a type",
			`{"keytype":"SCHEMA","subject":"a","version":1,"magic":0}` + "\t" + `{"subject":"a","version":1,"id":7,"schema":"\"int\""}`,
			[]string{"a version 1 id 7 AVRO live"}},
		{"the default context by name", strings.ReplaceAll(a1, `"subject":"a"`, `"subject":":.:a"`) + a2,
			[]string{"a version 1 id 1 AVRO live", "a version 2 id 2 JSON live"}},
		{"a record replaces an older one", a2 + a2gone, []string{"a version 2 id 2 JSON soft-deleted"}},
		{"a tombstone", a1 + a2 + keyA2, []string{"a version 1 id 1 AVRO live"}},
		{"a tombstone of nothing", keyA2, nil},
		{"a tombstone, and the version again", a1 + keyA1 + "\n" + a1, []string{"a version 1 id 1 AVRO live"}},
		{"a subject is deleted up to a version", a1 + a2 + ending("DELETE_SUBJECT", "a", `{"subject":"a","version":1}`),
			[]string{"a version 1 id 1 AVRO soft-deleted", "a version 2 id 2 JSON live"}},
		{"up to a version that is far away", a1 + ending("DELETE_SUBJECT", "a", `{"subject":"a","version":2147483647}`),
			[]string{"a version 1 id 1 AVRO soft-deleted"}},
		{"registered again after the deletion", a1 + ending("DELETE_SUBJECT", "a", `{"subject":"a","version":9}`) + a2,
			[]string{"a version 1 id 1 AVRO soft-deleted", "a version 2 id 2 JSON live"}},
		{"a subject is cleared of what is deleted", a1 + a2gone + b1 + ending("CLEAR_SUBJECT", "a", `{"subject":"a"}`),
			[]string{"a version 1 id 1 AVRO live", ":.c:b version 1 id 1 AVRO soft-deleted"}},
		{"a context is cleared", a2gone + b1 + ending("CLEAR_SUBJECT", ":.c:", `{"subject":":.c:"}`),
			[]string{"a version 2 id 2 JSON soft-deleted"}},
		{"everything is cleared", a1 + a2gone + b1 + `{"keytype":"CLEAR_SUBJECT","magic":0}` + "\t{}",
			[]string{"a version 1 id 1 AVRO live"}},
		{"configs", `{"keytype":"CONFIG","subject":null,"magic":0}` + "\t" + `{"compatibilityLevel":"FULL"}` + "\n" +
			`{"keytype":"CONFIG","subject":"a","magic":0}` + "\t" + `{"subject":"a","normalize":true,"alias":null}` + "\n" +
			`{"keytype":"CONFIG","subject":"b","magic":0}` + "\t" + `{"compatibilityLevel":"NONE"}` + "\n" +
			`{"keytype":"CONFIG","subject":"b","magic":0}`,
			[]string{`the default domain {"compatibility":"FULL"}`, `subject a {"compatibility":"BACKWARD","normalize":true}`}},
		{"the global config without a subject", `{"keytype":"CONFIG","magic":0}` + "\t" + `{"compatibilityLevel":"FULL"}`,
			[]string{`the default domain {"compatibility":"FULL"}`}},
		{"modes", `{"keytype":"MODE","magic":0}` + "\t" + `{"mode":"READWRITE"}` + "\n" +
			`{"keytype":"MODE","subject":":.c:","magic":0}` + "\t" + `{"subject":":.c:","mode":"READONLY"}` + "\n" +
			`{"keytype":"MODE","subject":":.__GLOBAL:","magic":0}` + "\t" + `{"mode":"FORWARD"}` + "\n" +
			`{"keytype":"MODE","subject":"a","magic":0}` + "\t" + `{"mode":"IMPORT"}` + "\n" + `{"keytype":"MODE","subject":"a","magic":0}`,
			[]string{`all domains {"compatibility":"BACKWARD"} FORWARD`, "domain c null READONLY"}},
		{"associations", tied + strings.Replace(tied, `"key"`, `"value"`, 2) + strings.Split(strings.Replace(tied, `"key"`, `"value"`, 2), "\t")[0],
			[]string{"association of the keys of topic t in n: WEAK a by 9"}},
		{"an association that is none", `{"keytype":"ASSOC","resourceName":"t","magic":0}` + "\t[]",
			[]string{"the record at offset 0: association of t: json: cannot unmarshal array into Go value of type confluent.Association"}},
		{"junk", "hello\tworld\n" + `{"keytype":"DREAM"}` + "\t{}\n" + `{"keytype":"SCHEMA","subject":"a","version":1,"magic":7}` + "\t{}\n" +
			keyA1 + "\t{\n" + keyA2 + "\t{}\n" + `{"keytype":"SCHEMA","magic":1}` + "\t{}\n" + keyB1 + "\t" + `{"id":1}` + "\n" +
			`[]` + "\t1\n" + `{"keytype":"MODE"}` + "\t[]\n" + `{"keytype":"CONFIG"}` + "\t[]\n" + ending("DELETE_SUBJECT", "a", "[]"), []string{
			"the record at offset 0: its key is not that of a registry: invalid character 'h' looking for beginning of value",
			`the record at offset 1: its key is of the kind "DREAM", which is not known`,
			"the record at offset 2: its key has the magic number 7; 0 and 1 are known",
			"the record at offset 3: a version 1: unexpected end of JSON input",
			"the record at offset 4: a version 2: it has no id",
			`the record at offset 5: its key {"keytype":"SCHEMA","magic":1} does not name a version`,
			"the record at offset 6: :.c:b version 1: it has no schema",
			"the record at offset 7: its key is not that of a registry: json: cannot unmarshal array into Go value of type migrate.recordKey",
			"the record at offset 8: mode of the default domain: json: cannot unmarshal array into Go value of type migrate.modeValue",
			"the record at offset 9: config of the default domain: json: cannot unmarshal array into Go value of type confluent.StoredConfig",
			"the record at offset 10: deletion of a: json: cannot unmarshal array into Go value of type migrate.deleteValue",
		}},
		{"junk that a later record makes up for", keyA1 + "\t{\n" + a1, []string{"a version 1 id 1 AVRO live"}},
		{"junk leaves what was there", a1 + keyA1 + "\t{", []string{"a version 1 id 1 AVRO live",
			"the record at offset 1: a version 1: unexpected end of JSON input"}},
		{"metadata that only the old registry can read", keyA1 + "\t" + `{"id":1,"schema":"{}","metadata":{"properties":{"__enc__":"true"}}}`,
			[]string{"the record at offset 0: a version 1: its metadata are encrypted with a key of the old registry; import from its address instead of from the topic"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(told(replayed(test.records).snapshot("BACKWARD")), test.want); diff != "" {
				t.Errorf("state (-got +want):\n%s", diff)
			}
		})
	}
}

// TestReplayedVersion reads all that a record says.
func TestReplayedVersion(t *testing.T) {
	text := `{"subject":"a","version":1,"id":3,"md5":"CV1xzxJVa51eMwrVdbPfXQ==","guid":"095d71cf-1255-6b9d-5e33-0ad575b3df5d",` +
		`"schemaType":"PROTOBUF","references":[{"name":"n.proto","subject":"r","version":2}],` +
		`"metadata":{"tags":{"M.f":["PII"]},"properties":{"p":"q"},"sensitive":["p"]},` +
		`"ruleSet":{"domainRules":[{"name":"r","kind":"CONDITION","mode":"WRITE","type":"CEL","expr":"true","disabled":false}]},` +
		`"schema":"syntax = \"proto3\";","deleted":false}`
	want := &confluent.Version{
		Subject: "a", Version: 1, ID: 3, GUID: "095d71cf-1255-6b9d-5e33-0ad575b3df5d", CreateTime: time.UnixMilli(1000),
		Schema: confluent.Schema{
			Type: concord.Protobuf, Text: `syntax = "proto3";`, References: []confluent.Reference{{Name: "n.proto", Subject: "r", Version: 2}},
			Metadata: &confluent.Metadata{Tags: map[string][]string{"M.f": {"PII"}}, Properties: map[string]string{"p": "q"}, Sensitive: []string{"p"}},
			RuleSet:  &confluent.RuleSet{DomainRules: []confluent.DataRule{{Name: "r", Kind: "CONDITION", Mode: "WRITE", Type: "CEL", Expr: "true"}}},
		},
	}
	s := replayed(keyA1 + "\t" + text).snapshot("FULL")
	if len(s.Versions) != 1 || len(s.Skipped) != 0 {
		t.Fatalf("%v, %v, want one version", s.Versions, s.Skipped)
	}
	if diff := cmp.Diff(s.Versions[0], want); diff != "" {
		t.Errorf("version (-got +want):\n%s", diff)
	}
	if level := string(s.byScope()[""].Config["compatibility"]); level != `"FULL"` {
		t.Errorf("level %s where none is stored, want that of the registry's start", level)
	}
}

// TestSnapshotStays gives a snapshot that later records do not change.
func TestSnapshotStays(t *testing.T) {
	l := replayed(a1)
	s := l.snapshot("BACKWARD")
	l.apply(record{offset: 2, key: []byte(`{"keytype":"DELETE_SUBJECT","subject":"a","magic":0}`), value: []byte(`{"version":1}`)})
	if s.Versions[0].Deleted || !l.snapshot("BACKWARD").Versions[0].Deleted {
		t.Error("the deletion is in the snapshot from before it, or not in the one after it")
	}
}
