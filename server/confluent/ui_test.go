package confluent

import "testing"

// TestUserInterfaces sends what the user interfaces of the field send (ecosystem §1.4), with their peculiarities.
func TestUserInterfaces(t *testing.T) {
	page := []string{"Origin: http://ui.example", "Accept: application/json, text/plain, */*"}
	h := newHandler(t, func(c *Config) { c.Origins = []string{"*"} })
	runAll(t, h, []exchange{
		{"Kafbat registers", "POST", "/subjects/s/versions", []string{"Content-Type: application/json"}, `{"schema":"\"string\"","schemaType":"AVRO"}`, 200, `{"id":1,"version":1,…`},
		{"Kafbat lists", "GET", "/subjects?deleted=false", []string{"Accept: application/json"}, "", 200, `["s"]`},
		{"Kafbat shows", "GET", "/subjects/s/versions/latest?deleted=false", []string{"Accept: application/json"}, "", 200, `{"subject":"s","version":1,"id":1,` + stringTail + `,"ts":0,"deleted":false}`},
		{"Kafbat asks for the level", "GET", "/config/s?defaultToGlobal=true", []string{"Accept: application/json"}, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"Kafbat checks", "POST", "/compatibility/subjects/s/versions/latest?verbose=true", []string{"Content-Type: application/json"}, postString, 200, `{"is_compatible":true,"messages":[]}`},
		{"Redpanda Console lists", "GET", "/schemas?latestOnly=true&offset=0&limit=1000&subjectPrefix=:*:", nil, "", 200, `[{"subject":"s",…`},
		{"Redpanda Console looks for contexts", "GET", "/contexts", nil, "", 200, `["."]`},
		{"Redpanda Console looks for ACLs", "POST", "/security/acls", nil, `[{}]`, 404, `{"error_code":404,…`},
		{"Redpanda Console asks for modes", "GET", "/mode/:.:", nil, "", 200, `{"mode":"READWRITE"}`},
		{"Redpanda Console asks for usages", "GET", "/subjects/s/versions/1/referencedby?deleted=true", nil, "", 200, `[]`},
		{"Redpanda Console asks for ids", "GET", "/schemas/ids/1/versions?deleted=true", nil, "", 200, `[{"subject":"s","version":1}]`},
		{"lenses lists", "GET", "/subjects/", page, "", 200, `["s"]`},
		{"lenses registers with a quote behind", "POST", "/subjects/s/versions/", page, postString + `'`, 200, `{"id":1,…`},
		{"lenses posts a config", "POST", "/config", page, `{"compatibility":"FULL"}`, 405, `{"error_code":405,…`},
		{"lenses asks first", "OPTIONS", "/subjects/s/versions", append(page, "Access-Control-Request-Method: POST"), "", 204, ``},
		{"AKHQ lists everything", "GET", "/subjects/?deleted=false&deletedOnly=false&subjectPrefix=:*:", nil, "", 200, `["s"]`},
		{"AKHQ deletes", "DELETE", "/subjects/s?permanent=false", nil, "", 200, `[1]`},
		{"Redpanda Console lists what is deleted", "GET", "/subjects?deleted=true", nil, "", 200, `["s"]`},
		{"kafkajs asks before registering", "GET", "/config/n", nil, "", 404, `{"error_code":40408,…`},
	})
}
