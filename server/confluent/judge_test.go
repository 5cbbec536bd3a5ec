package confluent_test

import "testing"

// TestJudgeEndpoints: the judges of buf refuse what buf refuses, at any level but NONE, and say so of other formats.
func TestJudgeEndpoints(t *testing.T) {
	proto := func(fields string) string {
		return `{"schemaType":"PROTOBUF","schema":"syntax = \"proto3\"; message M { ` + fields + ` }"}`
	}
	runAll(t, newHandler(t, nil), []exchange{
		{"nobody", "PUT", "/config", nil, `{"compatibilityJudge":"nobody"}`, 422, `{"error_code":42203,…`},
		{"set", "PUT", "/config/p", nil, `{"compatibility":"FORWARD","compatibilityJudge":"BUF_WIRE"}`, 200, `{"compatibility":"FORWARD","compatibilityJudge":"buf-wire"}`},
		{"read", "GET", "/config/p", nil, "", 200, `{"compatibilityLevel":"FORWARD","compatibilityJudge":"buf-wire"}`},
		{"first", "POST", "/subjects/p/versions", nil, proto("string s = 1; int32 n = 2;"), 200, `{"id":1,…`},
		{"removed without a reservation", "POST", "/subjects/p/versions", nil, proto("string s = 1;"), 409, `{"error_code":40901,…`},
		{"removed and reserved", "POST", "/subjects/p/versions", nil, proto("reserved 2; string s = 1;"), 200, `{"id":2,…`},
		{"renamed, for bytes alone", "POST", "/subjects/p/versions", nil, proto("reserved 2; string t = 1;"), 200, `{"id":3,…`},
		{"bytes and JSON", "PUT", "/config/p", nil, `{"compatibilityJudge":"buf-wire-json"}`, 200, `{"compatibility":"FORWARD","compatibilityJudge":"buf-wire-json"}`},
		{"renamed, for JSON", "POST", "/subjects/p/versions", nil, proto("reserved 2; string u = 1;"), 409, `{"error_code":40901,…`},
		{"another format", "POST", "/subjects/a/versions", nil, postString, 200, `{"id":4,…`},
		{"a judge without a verdict on it", "PUT", "/config/a", nil, `{"compatibilityJudge":"buf-file"}`, 422,
			`{"error_code":42203,"message":"the compatibility judge buf-file judges PROTOBUF only, and this schema is AVRO; set the judge to confluent or sound"}`},
		{"for a whole context", "PUT", "/contexts/.x/config", nil, `{"compatibility":"FULL","compatibilityJudge":"buf-file"}`, 200, `{"compatibility":"FULL","compatibilityJudge":"buf-file"}`},
		{"and another format in it", "POST", "/contexts/.x/subjects/a/versions", nil, postString, 422, `{"error_code":42203,…`},
		{"which nothing is asked of", "PUT", "/contexts/.x/config", nil, `{"compatibility":"NONE"}`, 200, `{"compatibility":"NONE","compatibilityJudge":"buf-file"}`},
		{"passes", "POST", "/contexts/.x/subjects/a/versions", nil, postString, 200, `{"id":1,…`},
	})
}
