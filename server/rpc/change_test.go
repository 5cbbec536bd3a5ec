package rpc_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store/storetest"
)

// kinds are what becomes of each change, `name kind`.
func kinds(t *testing.T, a answered) []string {
	t.Helper()
	var list []string
	for _, result := range a.object(t)["results"].([]any) {
		r := result.(map[string]any)
		list = append(list, fmt.Sprint(r["name"], " ", r["kind"]))
	}
	return list
}

// set is a change set in which a schema refers to one that comes later, with every kind of change.
const set = `{"changes":[
	{"register":{"domain":"crm","subject":"order","schema":{"text":"{\"type\":\"record\",\"name\":\"Order\",\"fields\":[{\"name\":\"c\",\"type\":\"Customer\"}]}","references":[{"name":"Customer","subject":"customer"}]}}},
	{"register":{"domain":"crm","subject":"customer","schema":{"text":"{\"type\":\"record\",\"name\":\"Customer\",\"fields\":[]}"}}},
	{"settings":{"domain":"crm","settings":{"level":"FULL","mode":"READWRITE"},"updateMask":"level,mode"}},
	{"domain":{"domain":"crm","owner":"ada","allowMissing":true}},
	{"domain":{"domain":"new","allowMissing":true}},
	{"deleteVersion":{"domain":"default","subject":"old","version":"1"}},
	{"undeleteSubject":{"domain":"default","subject":"gone"}},
	{"deleteDomain":{"domain":"empty"}}%s],"planToken":"%s"}`

// TestPlanAndApply plans a set, changes something else, applies it, and applies it again.
func TestPlanAndApply(t *testing.T) {
	w := open(t, rpc.Config{})
	w.done(t, "POST", "domains/default/subjects/old/versions", `{"schema":{"text":"\"int\""}}`)
	w.done(t, "POST", "domains/default/subjects/gone/versions", `{"schema":{"text":"\"int\""}}`)
	w.done(t, "DELETE", "domains/default/subjects/gone", "")
	w.enter(t, "empty")
	before := w.get(t, "status").header.Get("Concord-Position")
	planned := w.done(t, "POST", "changes/plan", strings.Replace(fmt.Sprintf(set, "", ""), `,"planToken":""`, "", 1))
	want := []string{
		"domains/crm/subjects/order/versions/1 ADD", "domains/crm/subjects/customer/versions/1 ADD", "domains/crm/settings CHANGE",
		"domains/crm CHANGE", "domains/new ADD", "domains/default/subjects/old/versions/1 DELETE", "domains/default/subjects/gone CHANGE",
		"domains/empty DELETE",
	}
	if got := kinds(t, planned); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("the plan is\n%v, want\n%v", got, want)
	}
	if after := planned.header.Get("Concord-Position"); after != before {
		t.Errorf("planning moved the registry from %s to %s", before, after)
	}
	token := planned.object(t)["planToken"].(string)
	w.enter(t, "elsewhere")
	applied := w.done(t, "POST", "changes/apply", fmt.Sprintf(set, "", token))
	if got := kinds(t, applied); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("what landed is\n%v, want\n%v", got, want)
	}
	entry := w.done(t, "GET", applied.object(t)["entry"].(string), "").object(t)["entry"].(map[string]any)
	if n := len(entry["changes"].([]any)); n < len(want) {
		t.Errorf("the entry has %d changes: %v", n, entry)
	}
}

// TestPlanStale: a plan is stale when what it read has changed, and says what.
func TestPlanStale(t *testing.T) {
	w := open(t, rpc.Config{})
	const change = `{"changes":[{"register":{"domain":"default","subject":"s","schema":{"text":"\"int\""}}}]%s}`
	token := w.done(t, "POST", "changes/plan", fmt.Sprintf(change, "")).object(t)["planToken"].(string)
	w.done(t, "PATCH", "domains/default/subjects/s/settings", `{"settings":{"level":"FULL"}}`)
	a := w.send(t, "POST", "/api/v1/changes/apply", fmt.Sprintf(change, `,"planToken":"`+token+`"`))
	if a.code != 409 || !strings.Contains(a.body, "PLAN_STALE") || !strings.Contains(a.body, "domains/default/subjects/s") {
		t.Errorf("%d %s", a.code, a.body)
	}
	a = w.send(t, "POST", "/api/v1/changes/apply", fmt.Sprintf(change, `,"planToken":"pl_x"`))
	if a.code != 400 {
		t.Errorf("a token of nobody: %d %s", a.code, a.body)
	}
}

// TestPlanShowsRefusals: a change that would be refused is part of the answer, by verdict or by problem; applying fails.
func TestPlanShowsRefusals(t *testing.T) {
	memory := &storetest.Memory{}
	w := openOn(t, rpc.Config{}, registry.Config{Policy: refusing{2}}, memory, memory)
	const changes = `{"changes":[
		{"register":{"domain":"default","subject":"s","schema":{"text":"\"int\""}}},
		{"register":{"domain":"default","subject":"t","schema":{"text":"\"in"}}},
		{"deleteSubject":{"domain":"default","subject":"nobody"}},
		{"domain":{"domain":"fine","allowMissing":true}}]}`
	a := w.done(t, "POST", "changes/plan", changes).object(t)
	results := a["results"].([]any)
	outcome := func(i int) any { return results[i].(map[string]any)["verdict"].(map[string]any)["outcome"] }
	problem := func(i int) any { return results[i].(map[string]any)["problem"].(map[string]any)["reason"] }
	if a["planToken"] != "" || outcome(0) != "REFUSED" || outcome(1) != "REFUSED" || problem(2) != "SUBJECT_NOT_FOUND" || results[3].(map[string]any)["kind"] != "ADD" {
		t.Errorf("plan = %v", a)
	}
	refused := w.send(t, "POST", "/api/v1/changes/apply", changes)
	if refused.code != 422 || !strings.Contains(refused.body, "POLICY_REFUSED") {
		t.Errorf("apply: %d %s", refused.code, refused.body)
	}
	one := w.done(t, "POST", "changes/plan", `{"changes":[{"deleteSubject":{"domain":"default","subject":"nobody"}}]}`).object(t)
	if one["results"].([]any)[0].(map[string]any)["problem"].(map[string]any)["reason"] != "SUBJECT_NOT_FOUND" {
		t.Errorf("plan of one = %v", one)
	}
	many := `{"changes":[` + strings.Repeat(`{"domain":{"domain":"d","allowMissing":true}},`, 500) + `{"domain":{"domain":"d"}}]}`
	if a := w.send(t, "POST", "/api/v1/changes/plan", many); a.code != 413 || !strings.Contains(a.body, "CHANGE_TOO_LARGE") {
		t.Errorf("501 changes: %d %s", a.code, a.body)
	}
	if a := w.send(t, "POST", "/api/v1/changes/plan", `{"changes":[{}]}`); a.code != 400 || !strings.Contains(a.body, "changes[0]") {
		t.Errorf("an empty change: %d %s", a.code, a.body)
	}
	if a := w.done(t, "POST", "changes/apply", `{"changes":[]}`).object(t); a["entry"] != "" {
		t.Errorf("no changes: %v", a)
	}
}
