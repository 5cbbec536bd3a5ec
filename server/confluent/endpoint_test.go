package confluent_test

import (
	"testing"
)

// The texts that the stories register: "string" and "int", whose GUIDs the contract gives, and records.
const (
	stringGUID = "095d71cf-1255-6b9d-5e33-0ad575b3df5d"
	intGUID    = "ef524ea1-b91e-7317-3d93-8ade36c1db32"

	postString = `{"schema":"\"string\""}`
	postInt    = `{"schema":"{\"type\":\"int\"}"}`

	stringTail = `"guid":"` + stringGUID + `","schemaType":"AVRO","schema":"\"string\""`
)

func TestSubjectEndpoints(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"nothing yet", "GET", "/subjects", nil, "", 200, `[]`},
		{"register", "POST", "/subjects/a/versions", nil, postString, 200, `{"id":1,"version":1,` + stringTail + `}`},
		{"register again", "POST", "/subjects/a/versions", nil, postString, 200, `{"id":1,"version":1,` + stringTail + `}`},
		{"the same under another subject", "POST", "/subjects/b%2Fc/versions?normalize=false", nil, postString, 200, `{"id":1,"version":1,` + stringTail + `}`},
		{"in a context by path", "POST", "/contexts/.x/subjects/a/versions", nil, postString, 200, `{"id":1,"version":1,` + stringTail + `}`},
		{"in a context by name", "POST", "/subjects/:.y:a/versions", nil, postString, 200, `{"id":1,"version":1,` + stringTail + `}`},
		{"incompatible", "POST", "/subjects/a/versions", nil, postInt, 409, `{"error_code":40901,"message":"Schema being registered is incompatible with an earlier schema for subject \"a\", details: [{errorType:'TYPE_MISMATCH', …`},
		{"by force", "POST", "/subjects/a/versions?force=True", nil, postInt, 200, `{"id":2,"version":2,…`},
		{"unparsable", "POST", "/subjects/a/versions", nil, `{"schema":"{"}`, 422, `{"error_code":42201,…`},
		{"unknown type", "POST", "/subjects/a/versions", nil, `{"schema":"x","schemaType":"XML"}`, 422, `{"error_code":42201,…`},
		{"no such reference", "POST", "/subjects/a/versions", nil, `{"schema":"\"R\"","references":[null]}`, 422, `{"error_code":42201,…`},
		{"illegal subject", "POST", "/subjects/__EMPTY/versions", nil, postString, 422, `{"error_code":42208,…`},
		{"an id out of mode", "POST", "/subjects/n/versions", nil, `{"schema":"\"long\"","id":0}`, 422, `{"error_code":42205,…`},

		{"all contexts", "GET", "/subjects/", nil, "", 200, `[":.x:a",":.y:a","a","b/c"]`},
		{"default context", "GET", "/subjects?subjectPrefix=", nil, "", 200, `["a","b/c"]`},
		{"one context", "GET", "/contexts/x/subjects", nil, "", 200, `[":.x:a"]`},
		{"one context by prefix", "GET", "/subjects?subjectPrefix=:.y:a", nil, "", 200, `[":.y:a"]`},
		{"a prefix in any context", "GET", "/subjects?subjectPrefix=:*:b", nil, "", 200, `["b/c"]`},
		{"a page", "GET", "/subjects?offset=1&limit=2", nil, "", 200, `[":.y:a","a"]`},
		{"a page behind the end", "GET", "/subjects?offset=50", nil, "", 200, `[]`},
		{"a page without numbers", "GET", "/subjects?offset=&limit=%20", nil, "", 200, `[":.x:a",":.y:a","a","b/c"]`},
		{"no limit", "GET", "/subjects?offset=-1&limit=-1", nil, "", 200, `[":.x:a",":.y:a","a","b/c"]`},

		{"look up", "POST", "/subjects/a?normalize=False&deleted=False", nil, postString, 200, `{"subject":"a","version":1,"id":1,` + stringTail + `}`},
		{"look up another", "POST", "/subjects/a", nil, `{"schema":"\"long\""}`, 404, `{"error_code":40403,"message":"Schema not found"}`},
		{"look up nothing", "POST", "/subjects/a", nil, `{}`, 404, `{"error_code":40403,"message":"Schema not found"}`},
		{"look up in an unknown subject", "POST", "/subjects/n", nil, postString, 404, `{"error_code":40401,"message":"Subject 'n' not found."}`},

		{"versions", "GET", "/subjects/a/versions", nil, "", 200, `[1,2]`},
		{"versions of an unknown subject", "GET", "/subjects/n/versions", nil, "", 404, `{"error_code":40401,"message":"Subject 'n' not found."}`},
		{"metadata", "GET", "/subjects/a/metadata?key=a&value=b", nil, "", 404, `{"error_code":40403,…`},

		{"delete for good at once", "DELETE", "/subjects/a?permanent=true", nil, "", 404, `{"error_code":40405,"message":"Subject 'a' was not deleted first before being permanently deleted"}`},
		{"delete", "DELETE", "/subjects/a", nil, "", 200, `[1,2]`},
		{"delete twice", "DELETE", "/subjects/a", nil, "", 404, `{"error_code":40404,"message":"Subject 'a' was soft deleted…`},
		{"only deleted", "GET", "/subjects?deletedOnly=true", nil, "", 200, `["a"]`},
		{"versions of a deleted subject", "GET", "/subjects/a/versions?deletedAsNegative=true&deleted=true", nil, "", 200, `[-1,-2]`},
		{"versions of a deleted subject that does not count", "GET", "/subjects/a/versions?deletedAsNegative=true", nil, "", 404, `{"error_code":40401,…`},
		{"delete for good", "DELETE", "/subjects/a?permanent=True", nil, "", 200, `[1,2]`},
		{"delete what is gone", "DELETE", "/subjects/a", nil, "", 404, `{"error_code":40401,…`},
	})
}

func TestVersionEndpoints(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"", "PUT", "/config/s", nil, `{"compatibility":"none"}`, 200, `{"compatibility":"NONE"}`},
		{"", "POST", "/subjects/s/versions", nil, postString, 200, `{"id":1,…`},
		{"", "POST", "/subjects/s/versions", nil, postInt, 200, `{"id":2,…`},
		{"", "POST", "/subjects/r/versions", nil, `{"schema":"{\"type\":\"record\",\"name\":\"n.R\",\"fields\":[]}"}`, 200, `{"id":3,…`},
		{"", "POST", "/subjects/u/versions", nil, `{"schema":"{\"type\":\"array\",\"items\":\"n.R\"}","references":[{"name":"n.R","subject":"r","version":-1}]}`, 200, `{"id":4,…`},

		{"a version", "GET", "/subjects/s/versions/1", nil, "", 200, `{"subject":"s","version":1,"id":1,` + stringTail + `,"ts":0,"deleted":false}`},
		{"the latest", "GET", "/subjects/s/versions/LATEST/", nil, "", 200, `{"subject":"s","version":2,"id":2,"guid":"` + intGUID + `","schemaType":"AVRO","schema":"\"int\"","ts":0,"deleted":false}`},
		{"the latest by number", "GET", "/subjects/s/versions/-1", nil, "", 200, `{"subject":"s","version":2,…`},
		{"with references", "GET", "/subjects/u/versions/1", nil, "", 200, `{"subject":"u","version":1,"id":4,"guid":"d5d94376-0dd1-c6a9-40fe-e7b9c41623e1","schemaType":"AVRO","references":[{"name":"n.R","subject":"r","version":1}],"schema":"…`},
		{"an unknown version", "GET", "/subjects/s/versions/9", nil, "", 404, `{"error_code":40402,"message":"Version 9 not found."}`},
		{"a version of nothing", "GET", "/subjects/n/versions/1", nil, "", 404, `{"error_code":40401,"message":"Subject 'n' not found."}`},
		{"no version", "GET", "/subjects/s/versions/first", nil, "", 422, `{"error_code":42202,…`},
		{"text", "GET", "/subjects/s/versions/1/schema", nil, "", 200, `"string"`},
		{"text of the latest", "GET", "/subjects/s/versions/latest/schema", nil, "", 200, `"int"`},
		{"referrers", "GET", "/subjects/r/versions/1/referencedby", nil, "", 200, `[4]`},
		{"no referrers", "GET", "/subjects/s/versions/1/referencedby", nil, "", 200, `[]`},
		{"referrers of nothing", "GET", "/subjects/s/versions/9/referencedby", nil, "", 404, `{"error_code":40402,…`},
		{"a referenced version stays", "DELETE", "/subjects/r/versions/1", nil, "", 422, `{"error_code":42206,"message":"One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=r,version=1}."}`},

		{"delete for good at once", "DELETE", "/subjects/s/versions/1?permanent=true", nil, "", 404, `{"error_code":40407,"message":"Subject 's' Version 1 was not deleted first before being permanently deleted"}`},
		{"delete", "DELETE", "/subjects/s/versions/1", nil, "", 200, `1`},
		{"delete twice", "DELETE", "/subjects/s/versions/1", nil, "", 404, `{"error_code":40406,"message":"Subject 's' Version 1 was soft deleted…`},
		{"hidden", "GET", "/subjects/s/versions/1", nil, "", 404, `{"error_code":40402,…`},
		{"shown", "GET", "/subjects/s/versions/1?deleted=True", nil, "", 200, `{"subject":"s","version":1,"id":1,` + stringTail + `,"ts":0,"deleted":true}`},
		{"delete for good", "DELETE", "/subjects/s/versions/1?permanent=true", nil, "", 200, `1`},
		{"delete the latest", "DELETE", "/subjects/s/versions/latest", nil, "", 200, `2`},

		{"tags", "POST", "/subjects/r/versions/1/tags", nil, `{"tagsToAdd":[{"schemaEntity":{"entityPath":"n.R","entityType":"sr_record"},"tags":["PII"]}]}`, 200, `{"id":5,"version":2,…`},
		{"find tags", "GET", "/subjects/r/versions/2?findTags=*", nil, "", 200, `{"subject":"r","version":2,"id":5,…`},
		{"tags of nothing", "POST", "/subjects/n/versions/1/tags", nil, `{}`, 404, `{"error_code":40401,…`},
		{"two ways to say rules", "POST", "/subjects/r/versions/1/tags", nil, `{"ruleSet":{},"rulesToRemove":["a"]}`, 422, `{"error_code":42210,…`},
	})
}

func TestSchemaEndpoints(t *testing.T) {
	byString := `"guid":"` + stringGUID + `","schemaType":"AVRO","schema":"\"string\""`
	runAll(t, newHandler(t, nil), []exchange{
		{"", "POST", "/subjects/a/versions", nil, postString, 200, `{"id":1,…`},
		{"", "POST", "/subjects/b/versions", nil, postString, 200, `{"id":1,…`},
		{"", "POST", "/subjects/:.x:c/versions", nil, postInt, 200, `{"id":1,…`},
		{"by id", "GET", "/schemas/ids/1", nil, "", 200, `{"subject":"a","version":1,` + byString + `,"ts":0,"deleted":false}`},
		{"by id once more", "GET", "/schemas/ids/1", nil, "", 200, `{"subject":"a","version":1,` + byString + `,"ts":0,"deleted":false}`},
		{"by id for a subject", "GET", "/schemas/ids/1?fetchMaxId=false&subject=b", nil, "", 200, `{"subject":"b","version":1,` + byString + `,"ts":0,"deleted":false}`},
		{"by id for no subject", "GET", "/schemas/ids/1?subject=", nil, "", 200, `{"subject":"a",…`},
		{"by id with the highest", "GET", "/schemas/ids/1?fetchMaxId=TRUE", nil, "", 200, `{"subject":"a","version":1,` + byString + `,"maxId":1,"ts":0,"deleted":false}`},
		{"by id in a context", "GET", "/contexts/.x/schemas/ids/1", nil, "", 200, `{"subject":":.x:c","version":1,"guid":"` + intGUID + `",…`},
		{"unknown id", "GET", "/schemas/ids/77", nil, "", 404, `{"error_code":40403,"message":"Schema 77 not found"}`},
		{"text by id", "GET", "/schemas/ids/1/schema", nil, "", 200, `"string"`},
		{"text by an unknown id", "GET", "/schemas/ids/77/schema", nil, "", 404, `{"error_code":40403,…`},
		{"subjects", "GET", "/schemas/ids/1/subjects", nil, "", 200, `["a","b"]`},
		{"subjects, a page", "GET", "/schemas/ids/1/subjects?offset=1&limit=1", nil, "", 200, `["b"]`},
		{"subjects of an unknown id", "GET", "/schemas/ids/77/subjects", nil, "", 404, `{"error_code":40403,…`},
		{"versions", "GET", "/schemas/ids/1/versions", nil, "", 200, `[{"subject":"a","version":1},{"subject":"b","version":1}]`},
		{"by GUID", "GET", "/schemas/guids/" + stringGUID, nil, "", 200, `{` + byString + `,"ts":0,"deleted":false}`},
		{"by GUID without dashes", "GET", "/schemas/guids/095d71cf12556b9d5e330ad575b3df5d", nil, "", 200, `{` + byString + `,…`},
		{"by GUID in another context", "GET", "/schemas/guids/" + intGUID, nil, "", 200, `{"guid":"` + intGUID + `",…`},
		{"unknown GUID", "GET", "/schemas/guids/00000000-0000-0000-0000-000000000000", nil, "", 404, `{"error_code":40403,"message":"Schema 00000000-0000-0000-0000-000000000000 not found"}`},
		{"no GUID", "GET", "/schemas/guids/x", nil, "", 404, `{"error_code":40403,"message":"Schema x not found"}`},
		{"ids of a GUID", "GET", "/schemas/guids/" + stringGUID + "/ids", nil, "", 200, `[{"context":".","id":1}]`},
		{"ids of no GUID", "GET", "/schemas/guids/x/ids", nil, "", 200, `[]`},
		{"types", "GET", "/schemas/types", nil, "", 200, `["JSON","PROTOBUF","AVRO"]`},
		{"list", "GET", "/schemas", nil, "", 200, `[{"subject":"a","version":1,"id":1,` + byString + `,"ts":0,"deleted":false},{"subject":"b",…`},
		{"list a context", "GET", "/contexts/.x/schemas?latestOnly=true", nil, "", 200, `[{"subject":":.x:c",…`},
		{"list a page", "GET", "/schemas?limit=1&offset=1", nil, "", 200, `[{"subject":"b","version":1,"id":1,` + byString + `,"ts":0,"deleted":false}]`},
		{"list nothing", "GET", "/schemas?subjectPrefix=n", nil, "", 200, `[]`},
		{"contexts", "GET", "/contexts", nil, "", 200, `[".",".x"]`},
		{"contexts by prefix", "GET", "/contexts?contextPrefix=.x", nil, "", 200, `[".x"]`},
		{"contexts by a prefix with a colon", "GET", "/contexts?contextPrefix=:.x", nil, "", 200, `[]`},
		{"delete a context in use", "DELETE", "/contexts/.x", nil, "", 422, `{"error_code":42211,"message":"The specified context ':.x:' is not empty."}`},
		{"delete an unknown context", "DELETE", "/contexts/:.n:", nil, "", 204, ``},
	})
}

func TestConfigEndpoints(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"global", "GET", "/config/", nil, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"of a subject without", "GET", "/config/s", nil, "", 404, `{"error_code":40408,"message":"Subject 's' does not have subject-level compatibility configured"}`},
		{"of a subject with fallback", "GET", "/config/s?defaultToGlobal=True", nil, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"set", "PUT", "/config/s", nil, `{"compatibility":"full","normalize":true}`, 200, `{"normalize":true,"compatibility":"FULL"}`},
		{"set no more", "PUT", "/config/s", nil, `{}`, 200, `{"normalize":true,"compatibility":"FULL"}`},
		{"read", "GET", "/config/s", nil, "", 200, `{"normalize":true,"compatibilityLevel":"FULL"}`},
		{"clear the level", "PUT", "/config/s", nil, `{"compatibility":null}`, 200, `{"normalize":true}`},
		{"read without a level", "GET", "/config/s", nil, "", 200, `{"normalize":true,"compatibilityLevel":"BACKWARD"}`},
		{"bad level", "PUT", "/config/s", nil, `{"compatibility":"SIDEWARD"}`, 422, `{"error_code":42203,"message":"Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive"}`},
		{"bad rules", "PUT", "/config/s", nil, `{"overrideRuleSet":{"domainRules":[{"name":"o r","type":"CEL"}]}}`, 422, `{"error_code":42210,…`},
		{"illegal subject", "PUT", "/config/__EMPTY", nil, `{"compatibility":"FULL"}`, 422, `{"error_code":42208,…`},
		{"delete", "DELETE", "/config/s", nil, "", 200, `{"normalize":true,"compatibilityLevel":"BACKWARD"}`},
		{"delete twice", "DELETE", "/config/s", nil, "", 404, `{"error_code":40401,…`},
		{"a whole context", "PUT", "/contexts/.x/config", nil, `{"compatibility":"NONE"}`, 200, `{"compatibility":"NONE"}`},
		{"the same by name", "GET", "/config/:.x:", nil, "", 200, `{"compatibilityLevel":"NONE"}`},
		{"everywhere", "GET", "/config/:.__GLOBAL:", nil, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"delete global", "DELETE", "/config", nil, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"all members", "PUT", "/config/t", nil, `{"alias":"s","aliasForDeks":"d","normalize":false,"validateFields":true,"validateNewSchemas":false,"validateRules":true,"compatibility":"NONE",
			"compatibilityPolicy":"lenient","compatibilityGroup":"g","defaultMetadata":{"properties":{"b":"2","a":"1"}},"overrideMetadata":{},
			"defaultRuleSet":{"domainRules":[{"name":"r","type":"CEL","mode":"WRITE"}]},"overrideRuleSet":{}}`, 200,
			`{"alias":"s","aliasForDeks":"d","normalize":false,"validateFields":true,"validateNewSchemas":false,"validateRules":true,"compatibility":"NONE",` +
				`"compatibilityPolicy":"LENIENT","compatibilityGroup":"g","defaultMetadata":{"properties":{"a":"1","b":"2"}},"overrideMetadata":{},` +
				`"defaultRuleSet":{"domainRules":[{"name":"r","kind":"TRANSFORM","mode":"WRITE","type":"CEL","disabled":false}]},"overrideRuleSet":{}}`},
	})
}

func TestModeEndpoints(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"global", "GET", "/mode", nil, "", 200, `{"mode":"READWRITE"}`},
		{"of a subject without", "GET", "/mode/s", nil, "", 404, `{"error_code":40409,"message":"Subject 's' does not have subject-level mode configured"}`},
		{"of a subject with fallback", "GET", "/mode/s?defaultToGlobal=true", nil, "", 200, `{"mode":"READWRITE"}`},
		{"set in small letters", "PUT", "/mode/s?force=False", nil, `{"mode":"readonly"}`, 200, `{"mode":"readonly"}`},
		{"read", "GET", "/mode/s", nil, "", 200, `{"mode":"READONLY"}`},
		{"writes are refused", "POST", "/subjects/s/versions", nil, postString, 422, `{"error_code":42205,…`},
		{"clear", "PUT", "/mode/s", nil, `{"mode":null}`, 200, `{"mode":null}`},
		{"empty", "PUT", "/mode/s", nil, `{"mode":""}`, 422, `{"error_code":42204,"message":"Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."}`},
		{"missing", "PUT", "/mode/s", nil, `{"mod":"READONLY"}`, 422, `{"error_code":42204,…`},
		{"unknown", "PUT", "/mode/s", nil, `{"mode":5}`, 422, `{"error_code":42204,"message":"Invalid mode. Valid values are READWRITE, READONLY, IMPORT and FORWARD."}`},
		{"forward", "PUT", "/mode/s", nil, `{"mode":"FORWARD"}`, 422, `{"error_code":42204,…`},
		{"delete what is not set", "DELETE", "/mode/n", nil, "", 404, `{"error_code":40401,…`},
		{"delete recursively what is not set", "DELETE", "/mode/n?recursive=true", nil, "", 200, `{}`},
		{"set for a context", "PUT", "/contexts/x/mode", nil, `{"mode":"IMPORT"}`, 200, `{"mode":"IMPORT"}`},
		{"delete for a context", "DELETE", "/mode/:.x:", nil, "", 200, `{"mode":"IMPORT"}`},
	})
}

func TestCompatibilityEndpoints(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"unknown subject", "POST", "/compatibility/subjects/n/versions/latest", nil, postString, 200, `{"is_compatible":true}`},
		{"unknown subject, all versions", "POST", "/compatibility/subjects/n/versions/?verbose=true", nil, postString, 200, `{"is_compatible":true,"messages":[]}`},
		{"unknown subject, one version", "POST", "/compatibility/subjects/n/versions/1", nil, postString, 404, `{"error_code":40402,"message":"Version 1 not found."}`},
		{"", "POST", "/subjects/s/versions", nil, postString, 200, `{"id":1,…`},
		{"compatible", "POST", "/compatibility/subjects/s/versions/latest?verbose=True", nil, postString, 200, `{"is_compatible":true,"messages":[]}`},
		{"incompatible", "POST", "/compatibility/subjects/s/versions/1", nil, postInt, 200, `{"is_compatible":false}`},
		{"incompatible, why", "POST", "/compatibility/subjects/s/versions?verbose=true", nil, postInt, 200, `{"is_compatible":false,"messages":["{errorType:'TYPE_MISMATCH', description:'at path '/', …`},
		{"another type", "POST", "/compatibility/subjects/s/versions?verbose=true", nil, `{"schema":"{}","schemaType":"JSON"}`, 200,
			`{"is_compatible":false,"messages":["Incompatible because of different schema type","{validateFields: 'false', compatibility: 'BACKWARD'}"]}`},
		{"bad version", "POST", "/compatibility/subjects/s/versions/abc", nil, `{"schema":"{"}`, 422, `{"error_code":42202,…`},
		{"unparsable", "POST", "/compatibility/subjects/s/versions/latest", nil, `{"schema":"{"}`, 422, `{"error_code":42201,…`},
		{"unparsable, why", "POST", "/compatibility/subjects/s/versions/latest?verbose=true", nil, `{"schema":"{"}`, 200, `{"is_compatible":false,"messages":["…`},
		{"empty", "POST", "/compatibility/subjects/s/versions/latest", nil, `{"schema":""}`, 422, `{"error_code":42201,…`},
		{"no body", "POST", "/compatibility/subjects/s/versions/latest", nil, ``, 422, `{"error_code":422,…`},
	})
}

func TestOtherEndpoints(t *testing.T) {
	h := newHandler(t, func(c *Config) { c.Confluent.ClusterID = "c1" })
	runAll(t, h, []exchange{
		{"root", "GET", "/", nil, "", 200, `{}`},
		{"root, head", "HEAD", "/", nil, "", 200, `{}`},
		{"root, post", "POST", "/", []string{"Content-Type: application/json"}, `{"a":1}`, 200, `{}`},
		{"cluster", "GET", "/v1/metadata/id", nil, "", 200, `{"scope":{"path":[],"clusters":{"kafka-cluster":"c1","schema-registry-cluster":"concord"}}}`},
		{"version", "GET", "/v1/metadata/version", nil, "", 200, `{"version":"1.2.3","commitId":""}`},
		{"deployment", "GET", "/v1/metadata/deployment/", nil, "", 200, `{"attributes":[]}`},
		{"no associations", "GET", "/associations/resources/-/t?resourceType=topic&associationType=value", nil, "", 200, `[]`},
		{"no associations, empty namespace", "GET", "/associations/resources//t", nil, "", 200, `[]`},
		{"no associations of a subject", "GET", "/associations/subjects/s", nil, "", 200, `[]`},
		{"no associations of an id", "GET", "/associations/resources/lkc-1:t", nil, "", 200, `[]`},
		{"no such lifecycle", "GET", "/associations/subjects/s?lifecycle=NO", nil, "", 404, `{"error_code":404,…`},
	})
}
