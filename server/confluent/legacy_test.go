package confluent_test

import "testing"

// TestLegacyShapes demands of every answer that strict Java clients of release 5 read it: no member that they do not know.
func TestLegacyShapes(t *testing.T) {
	java := []string{"User-Agent: Java/17.0.15", "Accept: text/html, image/gif, image/jpeg, */*; q=0.2"}
	modern := append([]string{"Confluent-Accept-Unknown-Properties: true"}, java...)
	const record = `{"schema":"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"}`
	text := `"{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}"`
	runAll(t, newHandler(t, nil), []exchange{
		{"register", "POST", "/subjects/s/versions", java, record, 200, `{"id":1}`},
		{"register, with more", "POST", "/subjects/s/versions", modern, record, 200, `{"id":1,"version":1,"guid":"…`},
		{"by id", "GET", "/schemas/ids/1", java, "", 200, `{"schema":` + text + `}`},
		{"by id again", "GET", "/schemas/ids/1", java, "", 200, `{"schema":` + text + `}`},
		{"by id, with more", "GET", "/schemas/ids/1", modern, "", 200, `{"subject":"s",…`},
		{"by id, highest", "GET", "/schemas/ids/1?fetchMaxId=true", java, "", 200, `{"schema":` + text + `,"maxId":1}`},
		{"version", "GET", "/subjects/s/versions/latest", java, "", 200, `{"subject":"s","version":1,"id":1,"schema":` + text + `}`},
		{"look up", "POST", "/subjects/s", java, record, 200, `{"subject":"s","version":1,"id":1,"schema":` + text + `}`},
		{"list", "GET", "/schemas", java, "", 200, `[{"subject":"s","version":1,"id":1,"schema":` + text + `}]`},
		{"", "POST", "/subjects/j/versions", modern, `{"schema":"{\"type\":\"string\"}","schemaType":"JSON","metadata":{"properties":{"a":"b"}}}`, 200, `{"id":2,…`},
		{"what is not Avro", "GET", "/schemas/ids/2", java, "", 200, `{"schemaType":"JSON","schema":"{\"type\":\"string\"}","metadata":{"properties":{"a":"b"}}}`},
		{"", "POST", "/subjects/e/versions", modern, `{"schema":"\"int\"","metadata":{},"ruleSet":{}}`, 200, `{"id":3,…`},
		{"empty metadata", "GET", "/schemas/ids/3", java, "", 200, `{"schema":"\"int\""}`},
	})
}
