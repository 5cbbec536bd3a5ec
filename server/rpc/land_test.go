package rpc_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/types/descriptorpb"

	"github.com/concord-registry/concord/server/rpc"
)

// writes has a request for each method that writes, in an order in which all of them change something.
var writes = []struct{ verb, path, body string }{
	{"POST", "domains", `{"domain":"billing"}`},
	{"PATCH", "domains/billing", `{"owner":"ada"}`},
	{"POST", "domains/billing/subjects/invoice/versions", `{"schema":{"text":"\"int\""}}`},
	{"PATCH", "domains/billing/settings", `{"settings":{"level":"FULL"}}`},
	{"DELETE", "domains/billing/subjects/invoice/versions/1", ``},
	{"POST", "domains/billing/subjects/invoice/versions/1/undelete", `{}`},
	{"DELETE", "domains/billing/subjects/invoice", ``},
	{"POST", "domains/billing/subjects/invoice/undelete", `{}`},
	{"POST", "changes/apply", `{"changes":[{"deleteSubject":{"domain":"billing","subject":"invoice"}},{"domain":{"domain":"crm","allowMissing":true}}]}`},
	{"DELETE", "domains/crm", ``},
}

// TestRepetition: what is sent twice under a key changes once and answers alike; another request under the key is refused.
func TestRepetition(t *testing.T) {
	w := open(t, rpc.Config{})
	for i, one := range writes {
		key := strings.Repeat("k", i+1)
		first := w.done(t, one.verb, one.path, one.body, "Idempotency-Key", key)
		again := w.done(t, one.verb, one.path, one.body, "Idempotency-Key", key)
		if first.body != again.body || first.header.Get("Concord-Position") != again.header.Get("Concord-Position") {
			t.Errorf("%s %s:\n%s %v\n%s %v", one.verb, one.path, first.body, first.header, again.body, again.header)
		}
		other := w.send(t, "POST", "/api/v1/domains", `{"domain":"other"}`, "Idempotency-Key", key)
		if other.code != 400 || !strings.Contains(other.body, "IDEMPOTENCY_KEY_REUSED") {
			t.Errorf("another request: %d %s", other.code, other.body)
		}
	}
	a := w.send(t, "POST", "/api/v1/domains", `{"domain":"other"}`, "Idempotency-Key", strings.Repeat("k", 65))
	if a.code != 400 {
		t.Errorf("a long key: %d %s", a.code, a.body)
	}
	for _, m := range everyMethod(t) {
		level := m.Options().(*descriptorpb.MethodOptions).GetIdempotencyLevel()
		if level != descriptorpb.MethodOptions_NO_SIDE_EFFECTS && !inWrites(string(m.Name())) {
			t.Errorf("%s writes and is not tried", m.Name())
		}
	}
}

// inWrites reports whether the table of writes has a method.
func inWrites(name string) bool {
	return strings.Contains("CreateDomain UpdateDomain RegisterVersion UpdateSettings DeleteVersion UndeleteVersion DeleteSubject "+
		"UndeleteSubject ApplyChanges DeleteDomain", name)
}

// TestSecondLoses: of two who change the same thing after they have read it, the second loses.
func TestSecondLoses(t *testing.T) {
	w := open(t, rpc.Config{})
	w.done(t, "POST", "domains", `{"domain":"billing"}`)
	w.done(t, "POST", "domains/default/subjects/s/versions", `{"schema":{"text":"\"int\""}}`)
	etag := func(path, noun string) string {
		return w.done(t, "GET", path, "").object(t)[noun].(map[string]any)["etag"].(string)
	}
	tests := []struct{ name, read, noun, verb, path, first, second string }{
		{"domain", "domains/billing", "domain", "PATCH", "domains/billing", `{"owner":"ada"}`, `{"owner":"bob","etag":"$"}`},
		{"settings", "domains/billing/settings", "own", "PATCH", "domains/billing/settings", `{"settings":{"level":"FULL"}}`, `{"settings":{"level":"NONE"},"etag":"$"}`},
		{"mode", "settings", "own", "PATCH", "settings", `{"settings":{"mode":"READONLY"}}`, `{"settings":{"mode":"READWRITE","etag":"$"}}`},
		{"domain deleted", "domains/billing", "domain", "PATCH", "domains/billing", `{"owner":"cyd"}`, ""},
		{"subject deleted", "domains/default/subjects/s", "subject", "POST", "domains/default/subjects/s/versions", `{"schema":{"text":"\"long\""}}`, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			old := etag(test.read, test.noun)
			w.done(t, test.verb, test.path, test.first)
			var a answered
			if test.second == "" {
				a = w.send(t, "DELETE", "/api/v1/"+test.read+"?etag="+old, "")
			} else {
				a = w.send(t, test.verb, "/api/v1/"+test.path, strings.ReplaceAll(test.second, "$", old))
			}
			if a.code != 409 || !strings.Contains(a.body, "ETAG_MISMATCH") {
				t.Errorf("the second: %d %s", a.code, a.body)
			}
			if test.second == "" {
				a = w.send(t, "DELETE", "/api/v1/"+test.read+"?etag="+etag(test.read, test.noun), "")
			} else {
				a = w.send(t, test.verb, "/api/v1/"+test.path, strings.ReplaceAll(test.second, "$", etag(test.read, test.noun)))
			}
			if a.code != 200 {
				t.Errorf("having read again: %d %s", a.code, a.body)
			}
		})
	}
}
