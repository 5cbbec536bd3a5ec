package confluent_test

import "testing"

// The consoles of the field are not run here. These tables are what each of them asks, with its peculiarities, and the
// whole of what it must get .

// The headers of Spring's client, of franz-go, of a page in a browser, and of Java's client since 7.9.
var (
	spring  = []string{"Accept: application/json", "Content-Type: application/json", "User-Agent: ReactorNetty/1.1.0"}
	franz   = []string{"Accept: application/vnd.schemaregistry.v1+json", "Content-Type: application/vnd.schemaregistry.v1+json", "User-Agent: franz-go"}
	browser = []string{"Accept: application/json, text/plain, */*", "Origin: http://ui.example"}
	java    = []string{"Accept: text/html, image/gif, image/jpeg, */*; q=0.2", "Content-Type: application/vnd.schemaregistry.v1+json",
		"User-Agent: Java/17.0.15", "Confluent-Accept-Unknown-Properties: true"}
)

// A record, a next version of it, and one that may not follow; and what is told of them.
const (
	line1      = `{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}`
	line2      = `{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"b\",\"type\":\"int\",\"default\":0}]}`
	lineBroken = `{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"},{\"name\":\"c\",\"type\":\"int\"}]}`

	content1    = `"guid":"16ef3ea6-b8a0-d060-121b-3f8df621cb88","schemaType":"AVRO","schema":"` + line1 + `"`
	content2    = `"guid":"a2046dd5-3842-cca4-4711-aabc6c7b685c","schemaType":"AVRO","schema":"` + line2 + `"`
	registered1 = `{"id":1,"version":1,` + content1 + `}`
	registered2 = `{"id":2,"version":2,` + content2 + `}`
	version1    = `{"subject":"s","version":1,"id":1,` + content1 + `,"ts":0,"deleted":false}`
	version2    = `{"subject":"s","version":2,"id":2,` + content2 + `,"ts":0,"deleted":false}`

	// brokenWhy says in the reference's form, which consoles take apart, why the one may not follow.
	brokenWhy = `{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'at path '/fields/1', L.c: the new schema reads the field, ` +
		`the old schema does not write it, and it has no default', additionalInfo:'c'}`
	brokenOld  = `{oldSchema: '` + line2 + `'}`
	brokenHow  = `{validateFields: 'false', compatibility: 'BACKWARD'}`
	brokenList = `{"is_compatible":false,"messages":["` + brokenWhy + `","{oldSchemaVersion: 2}","` + brokenOld + `","` + brokenHow + `"]}`
	broken409  = `{"error_code":40901,"message":"Schema being registered is incompatible with an earlier schema for subject \"s\", details: [` +
		brokenWhy + `, {oldSchemaVersion: 2}, ` + brokenOld + `, ` + brokenHow + `]"}`
	unparsed = `{"error_code":42201,"message":"Invalid schema of type AVRO, details: 1:2: this is not JSON: expected the name of a member in double quotes"}`

	// unknownSubject and noLevel are the errors that consoles tell apart by their codes.
	unknownSubject = `{"error_code":40401,"message":"Subject 'n' not found."}`
	noLevel        = `{"error_code":40408,"message":"Subject 's' does not have subject-level compatibility configured"}`
)

// post is the body that registers a text.
func post(text string) string { return `{"schema":"` + text + `"}` }

func TestKafbat(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"nothing yet", "GET", "/subjects?deleted=false", spring, "", 200, `[]`},
		{"registers", "POST", "/subjects/s/versions", spring, `{"schema":"` + line1 + `","schemaType":"AVRO","references":null}`, 200, registered1},
		{"registers the next", "POST", "/subjects/s/versions", spring, `{"schema":"` + line2 + `","schemaType":"AVRO"}`, 200, registered2},
		{"is refused", "POST", "/subjects/s/versions", spring, `{"schema":"` + lineBroken + `","schemaType":"AVRO"}`, 409, broken409},
		{"sends no schema", "POST", "/subjects/s/versions", spring, `{"schema":"{","schemaType":"AVRO"}`, 422, unparsed},
		{"lists", "GET", "/subjects?deleted=false", spring, "", 200, `["s"]`},
		{"lists versions", "GET", "/subjects/s/versions?deleted=false", spring, "", 200, `[1,2]`},
		{"shows the latest", "GET", "/subjects/s/versions/latest?deleted=false", spring, "", 200, version2},
		{"shows a version", "GET", "/subjects/s/versions/1?deleted=false", spring, "", 200, version1},
		{"shows what is not there", "GET", "/subjects/n/versions/latest?deleted=false", spring, "", 404, unknownSubject},
		{"asks for the level of all", "GET", "/config", spring, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"asks for a level", "GET", "/config/s?defaultToGlobal=true", spring, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"asks for a level of its own", "GET", "/config/s", spring, "", 404, noLevel},
		{"checks", "POST", "/compatibility/subjects/s/versions/latest?verbose=true", spring, post(lineBroken), 200, brokenList},
		{"sets the level of all", "PUT", "/config", spring, `{"compatibility":"FORWARD"}`, 200, `{"compatibility":"FORWARD"}`},
		{"sets a level", "PUT", "/config/s", spring, `{"compatibility":"FULL"}`, 200, `{"compatibility":"FULL"}`},
		{"clears a level", "DELETE", "/config/s", spring, "", 200, `{"compatibilityLevel":"FULL"}`},
		{"clears the level of all", "DELETE", "/config", spring, "", 200, `{"compatibilityLevel":"FORWARD"}`},
		{"deletes a version", "DELETE", "/subjects/s/versions/1?permanent=false", spring, "", 200, `1`},
		{"deletes the latest", "DELETE", "/subjects/s/versions/latest?permanent=false", spring, "", 200, `2`},
		{"deletes what is gone", "DELETE", "/subjects/n?permanent=false", spring, "", 404, unknownSubject},
	})
}

func TestRedpandaConsole(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"registers in a context", "POST", "/subjects/:.c:s/versions?normalize=true", franz, post(line1), 200, registered1},
		{"registers", "POST", "/subjects/s/versions", franz, post(line1), 200, registered1},
		{"registers without metadata after an error", "POST", "/subjects/s/versions", franz, `{"schema":"` + line2 + `","schemaType":"AVRO"}`, 200, registered2},
		{"looks for contexts", "GET", "/contexts", franz, "", 200, `[".",".c"]`},
		{"looks for ACLs", "POST", "/security/acls", franz, `[{}]`, 404, `{"error_code":404,"message":"HTTP 404 Not Found"}`},
		{"asks for types", "GET", "/schemas/types", franz, "", 200, `["JSON","PROTOBUF","AVRO"]`},
		{"lists", "GET", "/subjects", franz, "", 200, `[":.c:s","s"]`},
		{"lists with what is deleted", "GET", "/subjects?deleted=true", franz, "", 200, `[":.c:s","s"]`},
		{"lists a context", "GET", "/subjects?subjectPrefix=%3A.c%3A", franz, "", 200, `[":.c:s"]`},
		{"lists schemas", "GET", "/schemas?latestOnly=true&limit=1&offset=0", franz, "", 200, `[` + version2 + `]`},
		{"the mode of all", "GET", "/mode", franz, "", 200, `{"mode":"READWRITE"}`},
		{"the mode of the default context", "GET", "/mode/:.:", franz, "", 200, `{"mode":"READWRITE"}`},
		{"the mode of a context", "GET", "/mode/:.c:", franz, "", 404, `{"error_code":40409,"message":"Subject ':.c:' does not have subject-level mode configured"}`},
		{"the mode of a subject", "GET", "/mode/s", franz, "", 404, `{"error_code":40409,"message":"Subject 's' does not have subject-level mode configured"}`},
		{"the level of a context", "GET", "/config/:.c:", franz, "", 404, `{"error_code":40408,"message":"Subject ':.c:' does not have subject-level compatibility configured"}`},
		{"the level of a subject", "GET", "/config/s", franz, "", 404, noLevel},
		{"the level of a subject or above", "GET", "/config/s?defaultToGlobal=true", franz, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"versions", "GET", "/subjects/s/versions?deleted=true", franz, "", 200, `[1,2]`},
		{"a version", "GET", "/subjects/s/versions/2?deleted=true", franz, "", 200, version2},
		{"referrers", "GET", "/subjects/s/versions/1/referencedby?deleted=true", franz, "", 200, `[]`},
		{"usages of an id", "GET", "/schemas/ids/1/versions?deleted=true", franz, "", 200, `[{"subject":"s","version":1}]`},
		{"checks", "POST", "/compatibility/subjects/s/versions/latest?verbose=true", franz, post(lineBroken), 200, brokenList},
		{"sets a mode", "PUT", "/mode/s", franz, `{"mode":"READONLY"}`, 200, `{"mode":"READONLY"}`},
		{"clears a mode", "DELETE", "/mode/s", franz, "", 200, `{"mode":"READONLY"}`},
		{"deletes", "DELETE", "/subjects/s", franz, "", 200, `[1,2]`},
		{"lists what is deleted", "GET", "/subjects?deletedOnly=true", franz, "", 200, `["s"]`},
		{"deletes for good", "DELETE", "/subjects/s?permanent=true", franz, "", 200, `[1,2]`},
		{"deletes a context in use", "DELETE", "/contexts/.c", franz, "", 422, `{"error_code":42211,"message":"The specified context ':.c:' is not empty."}`},
	})
}

func TestAKHQ(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"registers", "POST", "/subjects/s/versions?normalize=false", java, post(line1), 200, registered1},
		{"registers the next", "POST", "/subjects/s/versions?normalize=false", java, post(line2), 200, registered2},
		{"lists everything", "GET", "/subjects?subjectPrefix=:*:&deleted=false&deletedOnly=false", java, "", 200, `["s"]`},
		{"lists versions", "GET", "/subjects/s/versions?deleted=false&deletedOnly=false", java, "", 200, `[1,2]`},
		{"shows a version", "GET", "/subjects/s/versions/1?deleted=false", java, "", 200, version1},
		{"shows the latest", "GET", "/subjects/s/versions/latest", java, "", 200, version2},
		{"finds an id", "GET", "/schemas/ids/2?fetchMaxId=false", java, "", 200, `{"subject":"s","version":2,` + content2 + `,"ts":0,"deleted":false}`},
		{"finds who has an id", "GET", "/schemas/ids/2/versions", java, "", 200, `[{"subject":"s","version":2}]`},
		{"looks up", "POST", "/subjects/s?deleted=false", java, post(line1), 200, `{"subject":"s","version":1,"id":1,` + content1 + `}`},
		{"looks for a subject", "GET", "/subjects/n/versions/latest", java, "", 404, unknownSubject},
		{"checks all", "POST", "/compatibility/subjects/s/versions/?normalize=false&verbose=true", java, post(line2), 200, `{"is_compatible":true,"messages":[]}`},
		{"checks the latest", "POST", "/compatibility/subjects/s/versions/latest?normalize=false&verbose=true", java, post(lineBroken), 200, brokenList},
		{"asks for a level", "GET", "/config/s?defaultToGlobal=true", java, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"asks for a level of its own", "GET", "/config/s?defaultToGlobal=false", java, "", 404, noLevel},
		{"sets a level", "PUT", "/config/s", java, `{"compatibility":"NONE"}`, 200, `{"compatibility":"NONE"}`},
		{"deletes a version", "DELETE", "/subjects/s/versions/1?permanent=false", java, "", 200, `1`},
		{"deletes", "DELETE", "/subjects/s?permanent=false", java, "", 200, `[2]`},
	})
}

func TestLenses(t *testing.T) {
	runAll(t, newHandler(t, func(c *Config) { c.Confluent.Origins = []string{"*"} }), []exchange{
		{"asks whether it may", "OPTIONS", "/subjects/s/versions", append(browser, "Access-Control-Request-Method: POST"), "", 204, ``},
		{"registers with a quote behind", "POST", "/subjects/s/versions", browser, post(line1) + `'`, 200, registered1},
		{"registers the next", "POST", "/subjects/s/versions/", browser, post(line2) + `'`, 200, registered2},
		{"lists", "GET", "/subjects/", browser, "", 200, `["s"]`},
		{"lists versions", "GET", "/subjects/s/versions/", browser, "", 200, `[1,2]`},
		{"shows a version", "GET", "/subjects/s/versions/1", browser, "", 200, version1},
		{"a subject with unencoded colons", "GET", "/subjects/:.c:s/versions/", browser, "", 404, `{"error_code":40401,"message":"Subject ':.c:s' not found."}`},
		{"asks for the level", "GET", "/config/", browser, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
		{"asks for a level", "GET", "/config/s", browser, "", 404, noLevel},
		{"checks", "POST", "/compatibility/subjects/s/versions/latest", browser, post(lineBroken) + `'`, 200, `{"is_compatible":false}`},
		{"posts a level", "POST", "/config/", browser, `{"compatibility":"FULL"}`, 405, `{"error_code":405,"message":"HTTP 405 Method Not Allowed"}`},
		{"sets a level", "PUT", "/config/s/", browser, `{"compatibility":"FULL"}`, 200, `{"compatibility":"FULL"}`},
		{"deletes a version", "DELETE", "/subjects/s/versions/1", browser, "", 200, `1`},
		{"deletes", "DELETE", "/subjects/s/", browser, "", 200, `[2]`},
	})
}

// TestKafkaJSAsksFirst is no console, but counts on the same: a level that a subject does not have itself is not told.
func TestKafkaJSAsksFirst(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"new subject", "GET", "/config/s", nil, "", 404, noLevel},
		{"registers", "POST", "/subjects/s/versions", nil, post(line1), 200, registered1},
		{"sets the level", "PUT", "/config/s", nil, `{"compatibility":"BACKWARD"}`, 200, `{"compatibility":"BACKWARD"}`},
		{"asks again", "GET", "/config/s", nil, "", 200, `{"compatibilityLevel":"BACKWARD"}`},
	})
}
