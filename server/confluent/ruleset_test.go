package confluent_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestRuleSetChecks sends rule sets to each endpoint that takes one (contract §6.2).
func TestRuleSetChecks(t *testing.T) {
	const badRuleSet = `{"error_code":42210,…`
	long := strings.Repeat("n", 256)
	tests := []struct {
		name    string
		ruleSet string
		want    string // empty: taken
	}{
		{"nothing", `{}`, ""},
		{"empty lists", `{"migrationRules":[],"domainRules":[],"encodingRules":[],"enableAt":"ALL"}`, ""},
		{"unknown members, unknown types, no expression", `{"x":1,"domainRules":[{"name":"r","type":"NEW","y":{}}]}`, ""},
		{"an expression that no client could run", `{"domainRules":[{"name":"r","type":"CEL","expr":"(("}]}`, ""},
		{"letters beyond ASCII in a name", `{"domainRules":[{"name":"é_1-","type":"T"}]}`, ""},
		{"the longest name", `{"domainRules":[{"name":"` + long + `","type":"T"}]}`, ""},
		{"a longer name", `{"domainRules":[{"name":"` + long + `n","type":"T"}]}`, badRuleSet},
		{"no name", `{"domainRules":[{"type":"T"}]}`, `{"error_code":42210,"message":"Invalid rule set: rule name \"\" must have …`},
		{"a null for a rule", `{"domainRules":[null]}`, badRuleSet},
		{"a name that starts with a digit", `{"encodingRules":[{"name":"1r","type":"T"}]}`, badRuleSet},
		{"a name that starts with a dash", `{"migrationRules":[{"name":"-r","type":"T","mode":"UPDOWN"}]}`, badRuleSet},
		{"a space in a name", `{"domainRules":[{"name":"o r","type":"T"}]}`, badRuleSet},
		{"a line end after a name", `{"domainRules":[{"name":"r\n","type":"T"}]}`, badRuleSet},
		{"no type", `{"domainRules":[{"name":"r"}]}`, `{"error_code":42210,"message":"Invalid rule set: rule r has no type"}`},
		{"an unknown kind", `{"domainRules":[{"name":"r","type":"T","kind":"transform"}]}`, `{"error_code":400,…`},
		{"an unknown mode", `{"domainRules":[{"name":"r","type":"T","mode":"READWRITE"}]}`, `{"error_code":400,…`},
		{"an unknown enableAt", `{"enableAt":"SOMETIMES"}`, `{"error_code":400,…`},
		{"two of a name in one list", `{"domainRules":[{"name":"r","type":"T"},{"name":"r","type":"T"}]}`, `{"error_code":42210,"message":"Invalid rule set: two rules are called r"}`},
		{"two of a name in two lists", `{"migrationRules":[{"name":"r","type":"T","mode":"UPGRADE"}],"encodingRules":[{"name":"r","type":"T"}]}`, badRuleSet},
		{"names that differ in case", `{"domainRules":[{"name":"r","type":"T"},{"name":"R","type":"T"}]}`, ""},
		{"every mode of migrations", `{"migrationRules":[{"name":"a","type":"T","mode":"UPGRADE"},{"name":"b","type":"T","mode":"DOWNGRADE"},{"name":"c","type":"T","mode":"UPDOWN"}]}`, ""},
		{"every mode of a domain", `{"domainRules":[{"name":"a","type":"T","mode":"WRITE"},{"name":"b","type":"T","mode":"READ"},{"name":"c","type":"T","mode":"WRITEREAD"}]}`, ""},
		{"every mode of encoding", `{"encodingRules":[{"name":"a","type":"T","mode":"WRITE"},{"name":"b","type":"T","mode":"READ"},{"name":"c","type":"T","mode":"WRITEREAD"}]}`, ""},
		{"a migration that writes", `{"migrationRules":[{"name":"r","type":"T","mode":"WRITE"}]}`, badRuleSet},
		{"a migration that leaves out its mode", `{"migrationRules":[{"name":"r","type":"T"}]}`, `{"error_code":42210,"message":"Invalid rule set: rule r has mode \"WRITEREAD\"; its list takes UPGRADE, DOWNGRADE, UPDOWN"}`},
		{"a domain rule that upgrades", `{"domainRules":[{"name":"r","type":"T","mode":"UPGRADE"}]}`, badRuleSet},
		{"an encoding rule that downgrades", `{"encodingRules":[{"name":"r","type":"T","mode":"DOWNGRADE"}]}`, badRuleSet},
		{"two actions for two modes", `{"domainRules":[{"name":"r","type":"T","mode":"WRITEREAD","onFailure":"ERROR,NONE","onSuccess":"NONE,NONE"}]}`, ""},
		{"two actions for both ways", `{"migrationRules":[{"name":"r","type":"T","mode":"UPDOWN","onFailure":"ERROR,NONE"}]}`, ""},
		{"two actions on success of one mode", `{"domainRules":[{"name":"r","type":"T","mode":"READ","onSuccess":"NONE,NONE"}]}`, badRuleSet},
		{"two actions on failure of one mode", `{"domainRules":[{"name":"r","type":"T","mode":"WRITE","onFailure":"ERROR,NONE"}]}`, badRuleSet},
		{"two actions for one way", `{"migrationRules":[{"name":"r","type":"T","mode":"UPGRADE","onFailure":"ERROR,NONE"}]}`, badRuleSet},
		{"a disabled rule is checked too", `{"domainRules":[{"name":"r","disabled":true}]}`, badRuleSet},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			h := newHandler(t, nil)
			exchange{"", "POST", "/subjects/t/versions", nil, postString, 200, "…"}.run(t, h)
			for _, e := range []exchange{
				{method: "POST", path: "/subjects/s/versions", body: `{"schema":"\"long\"","ruleSet":` + test.ruleSet + `}`},
				{method: "POST", path: "/subjects/t/versions/1/tags", body: `{"ruleSet":` + test.ruleSet + `}`},
				{method: "POST", path: "/subjects/t/versions/1/tags", body: `{"rulesToMerge":` + test.ruleSet + `}`},
				{method: "PUT", path: "/config/s", body: `{"defaultRuleSet":` + test.ruleSet + `}`},
				{method: "PUT", path: "/config/s", body: `{"overrideRuleSet":` + test.ruleSet + `}`},
			} {
				e.status, e.want = 200, "…"
				if test.want != "" {
					e.status, e.want = 422, test.want
				}
				if strings.HasPrefix(test.want, `{"error_code":400,`) {
					e.status = 400
				}
				e.run(t, h)
			}
		})
	}
}

// TestRuleSetsNameKeks registers rules that encrypt with a key without a name (contract §1.13, last line).
func TestRuleSetsNameKeks(t *testing.T) {
	const (
		raw = `{"schema":"\"string\"","ruleSet":{"domainRules":[{"name":"r","type":"ENCRYPT","params":{"encrypt.kms.key.id":"arn:aws:kms:eu:1:key/k"}}]}}`
		// What clients read back.
		params = `"params":{"encrypt.kek.name":"aws-kms-eu-1-key-k","encrypt.kms.key.id":"arn:aws:kms:eu:1:key/k","encrypt.kms.type":"aws-kms"}`
		rules  = `"ruleSet":{"domainRules":[{"name":"r","kind":"TRANSFORM","mode":"WRITEREAD","type":"ENCRYPT",` + params + `,"disabled":false}]}`
	)
	h := newHandler(t, nil)
	runAll(t, h, []exchange{
		{"register", "POST", "/subjects/s/versions", nil, raw, 200, `{"id":1,"version":1,…`},
		{"the same, filled in", "POST", "/subjects/f/versions", nil, `{"schema":"\"string\"",` + rules + `}`, 200, `{"id":1,"version":1,…`},
		{"register again", "POST", "/subjects/s/versions", nil, raw, 200, `{"id":1,"version":1,…`},
		{"", "PUT", "/mode/s", nil, `{"mode":"READONLY"}`, 200, "…"},
		{"register again what nobody may register any more", "POST", "/subjects/s/versions", nil, raw, 200, `{"id":1,"version":1,…`},
		{"", "PUT", "/mode/s", nil, `{"mode":"READWRITE"}`, 200, "…"},
		{"look up as it was registered", "POST", "/subjects/s", nil, raw, 200, `{"subject":"s","version":1,"id":1,…`},
		{"look up as it is stored", "POST", "/subjects/s", nil, `{"schema":"\"string\"",` + rules + `}`, 200, `{"subject":"s","version":1,…`},
		{"read", "GET", "/schemas/ids/1?subject=s", nil, "", 200, `{"subject":"s","version":1,…`},
		{"by tags", "POST", "/subjects/s/versions/1/tags", nil,
			`{"ruleSet":{"domainRules":[{"name":"q","type":"ENCRYPT","params":{"encrypt.kms.key.id":"a:b","encrypt.kms.type":"local-kms"}}]}}`, 200,
			`{"id":2,"version":2,…`},
		{"a default rule", "PUT", "/config/d", nil, `{"defaultRuleSet":{"domainRules":[{"name":"r","type":"ENCRYPT","params":{"encrypt.kms.key.id":"k"}}]}}`, 200, "…"},
		{"registered with it", "POST", "/subjects/d/versions", nil, postString, 200, `{"id":3,"version":1,…`},
		{"registered with it again", "POST", "/subjects/d/versions", nil, postString, 200, `{"id":3,"version":1,…`},
		{"an import", "PUT", "/mode/i", nil, `{"mode":"IMPORT"}`, 200, "…"},
		{"an import stays as it comes", "POST", "/subjects/i/versions", nil, strings.Replace(raw, "{", `{"id":9,"version":1,`, 1), 200, `{"id":9,"version":1,…`},
	})
	for path, want := range map[string]string{
		"/subjects/s/versions/1": params,
		"/subjects/s/versions/2": `"params":{"encrypt.kek.name":"a-b","encrypt.kms.key.id":"a:b","encrypt.kms.type":"local-kms"}`,
		"/subjects/d/versions/1": `"params":{"encrypt.kek.name":"k","encrypt.kms.key.id":"k"}`,
		"/subjects/i/versions/1": `"params":{"encrypt.kms.key.id":"arn:aws:kms:eu:1:key/k"}`,
	} {
		if got := bodyOf(t, do(t, h, exchange{method: "GET", path: path})); !strings.Contains(got, want) {
			t.Errorf("GET %s: %s, want in it %s", path, got, want)
		}
	}
}

// bodyOf is the body of an answer.
func bodyOf(t *testing.T, response *http.Response) string {
	t.Helper()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}
