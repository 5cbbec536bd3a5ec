package rpc_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
)

// TestSettings: what applies, where it comes from, and how it is cleared.
func TestSettings(t *testing.T) {
	w := open(t, rpc.Config{})
	w.enter(t, "billing")
	if a := w.send(t, "PATCH", "/api/v1/domains/tpyo/settings", `{"settings":{"level":"FULL"}}`); a.code != 404 {
		t.Errorf("settings of a domain that nobody has: %d %s", a.code, a.body)
	}
	w.done(t, "PATCH", "settings", `{"settings":{"level":"FORWARD","mode":"READWRITE"}}`)
	w.done(t, "PATCH", "domains/default/settings", `{"settings":{"normalize":true,"judge":"SOUND"}}`)
	w.done(t, "PATCH", "domains/billing/settings", `{"settings":{"level":"FULL","group":"g"}}`)
	w.done(t, "PATCH", "domains/billing/subjects/s/settings", `{"settings":{"policy":"LENIENT","validateFields":false}}`)
	tests := []struct{ path, effective, origins string }{
		{"settings", "level:FORWARD judge:SOUND", "judge:domains/default/settings level:settings mode:settings normalize:domains/default/settings"},
		{"domains/billing/settings", "level:FULL judge:SOUND", "group:domains/billing/settings judge:domains/default/settings level:domains/billing/settings mode:settings normalize:domains/default/settings"},
		{"domains/billing/subjects/s/settings", "level:BACKWARD judge:SOUND", "judge:domains/default/settings mode:settings normalize:domains/default/settings policy:domains/billing/subjects/s/settings validateFields:domains/billing/subjects/s/settings"},
		{"domains/billing/subjects/other/settings", "level:FULL judge:CONFLUENT", "group:domains/billing/settings level:domains/billing/settings mode:settings"},
	}
	for _, test := range tests {
		t.Run(test.path, func(t *testing.T) {
			a := w.done(t, "GET", test.path, "").object(t)
			applies := a["effective"].(map[string]any)
			if got := fmt.Sprintf("level:%s judge:%s", applies["level"], applies["judge"]); got != test.effective {
				t.Errorf("effective = %s, want %s", got, test.effective)
			}
			var from []string
			origins := a["origins"].(map[string]any)
			for _, field := range slices.Sorted(maps.Keys(origins)) {
				from = append(from, fmt.Sprint(field, ":", origins[field]))
			}
			if got := strings.Join(from, " "); got != test.origins {
				t.Errorf("origins = %s, want %s", got, test.origins)
			}
			if strings.Contains(fmt.Sprint(applies), "UNSPECIFIED") {
				t.Errorf("effective = %v", applies)
			}
		})
	}
}

// TestMasks: without a mask the fields that are set are written, with one those that it names, and nothing to do is no
// entry in the log.
func TestMasks(t *testing.T) {
	w := open(t, rpc.Config{})
	position := func() string { return w.get(t, "status").header.Get("Concord-Position") }
	steps := []struct {
		body, level, mode string
		moves             bool
	}{
		{`{"settings":{"level":"FULL","mode":"READWRITE"}}`, "FULL", "READWRITE", true},
		{`{"settings":{"level":"FULL","mode":"READWRITE"}}`, "FULL", "READWRITE", false},
		{`{"settings":{}}`, "FULL", "READWRITE", false},
		{`{}`, "FULL", "READWRITE", false},
		{`{"settings":{"level":"LEVEL_UNSPECIFIED"}}`, "FULL", "READWRITE", false},
		{`{"settings":{"level":"NONE"},"updateMask":"judge"}`, "FULL", "READWRITE", false},
		{`{"settings":{"level":"NONE"},"updateMask":"mode"}`, "FULL", "MODE_UNSPECIFIED", true},
		{`{"settings":{"level":"NONE"},"updateMask":"mode"}`, "FULL", "MODE_UNSPECIFIED", false},
		{`{"settings":{"mode":"READWRITE"},"updateMask":"*"}`, "LEVEL_UNSPECIFIED", "READWRITE", true},
	}
	for _, step := range steps {
		before := position()
		got := w.done(t, "PATCH", "domains/default/settings", step.body).object(t)["settings"].(map[string]any)
		if got["level"] != step.level || got["mode"] != step.mode || (position() != before) != step.moves {
			t.Errorf("%s: %v, moved from %s to %s", step.body, got, before, position())
		}
	}
	for name := range map[string]bool{"level": true, "judge": true, "policy": true, "group": true, "normalize": true, "validateNewSchemas": true,
		"validateFields": true, "validateRules": true, "alias": true, "mode": true, "validate_new_schemas": true} {
		if a := w.send(t, "PATCH", "/api/v1/domains/default/subjects/s/settings", `{"settings":{},"updateMask":"`+name+`"}`); a.code != 200 {
			t.Errorf("mask %s: %d %s", name, a.code, a.body)
		}
	}
	for _, wrong := range []string{`{"settings":{"alias":"x"}}`, `{"settings":{"name":"settings"}}`, `{"settings":{},"updateMask":"etag"}`} {
		if a := w.send(t, "PATCH", "/api/v1/domains/default/settings", wrong); a.code != 400 {
			t.Errorf("%s: %d %s", wrong, a.code, a.body)
		}
	}
	if _, err := w.registry.UpdateSettings(t.Context(), &concordv1.UpdateSettingsRequest{Settings: &concordv1.Settings{Level: 77}}); err == nil {
		t.Error("a level without a name is taken")
	}
}

// TestSettingsOfOtherWords: a scope whose settings only the Confluent API has words for is listed too.
func TestSettingsOfOtherWords(t *testing.T) {
	w := open(t, rpc.Config{})
	_, err := w.store.Update(t.Context(), func(tx *store.Tx) error {
		tx.Put(&store.Config{Scope: store.Subject{Name: "a"}, AliasForDeks: "b"})
		tx.Put(&store.Config{Scope: store.Subject{Name: "nothing"}})
		tx.Log(store.Entry{Changes: []store.EntryChange{{Action: store.SettingsUpdate}}})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	list := w.done(t, "GET", "settings/all", "").object(t)["settings"].([]any)
	if len(list) != 1 || list[0].(map[string]any)["name"] != "domains/default/subjects/a/settings" {
		t.Errorf("settings %v, want those of a", list)
	}
}
