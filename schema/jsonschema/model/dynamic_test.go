package model

import "testing"

// TestDynamic: a dynamic reference that can lead to one schema only is followed; any other is left undecided.
func TestDynamic(t *testing.T) {
	const (
		draft19 = `"$schema":"https://json-schema.org/draft/2019-09/schema",`
		draft20 = `"$schema":"https://json-schema.org/draft/2020-12/schema",`
	)
	tests := []struct {
		name, text, at string
		undecided      bool
	}{
		{"the root", `{` + draft20 + `"properties":{"a":{"$dynamicRef":"#"}}}`, "", false},
		{"an anchor", `{` + draft20 + `"$defs":{"d":{"$dynamicAnchor":"x","type":"string"}},"properties":{"a":{"$dynamicRef":"#x"}}}`, "/$defs/d", false},
		{"one of two anchors", `{` + draft20 + `"$dynamicAnchor":"x","$defs":{"d":{"$dynamicAnchor":"x"}},"properties":{"a":{"$dynamicRef":"#x"}}}`, "", true},
		{"of another resource", `{` + draft20 + `"$defs":{"d":{"$id":"d.json"}},"properties":{"a":{"$dynamicRef":"#"}}}`, "", true},
		{"recursive", `{` + draft19 + `"$recursiveAnchor":true,"properties":{"a":{"$recursiveRef":"#"}}}`, "", false},
		{"nowhere", `{` + draft20 + `"properties":{"a":{"$dynamicRef":"#x"}}}`, "", true},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			root, err := Load(&Document{Root: parse(t, test.text)}, nil, true)
			if err != nil {
				t.Fatal(err)
			}
			a := root.Object.Property("a")
			if a.Undecided != test.undecided {
				t.Errorf("undecided = %v, want %v", a.Undecided, test.undecided)
			}
			if target := a.Dynamic.Resolve(); !test.undecided && (target == nil || target.At != test.at) {
				t.Errorf("it leads to %+v, want %q", target, test.at)
			}
		})
	}
	for _, text := range []string{`{"maximum":1e9999}`, `{"items":{"$ref":"http://json-schema.org/draft-07/schema#"}}`} {
		root, err := Load(&Document{Root: parse(t, text)}, nil, true)
		if err != nil {
			t.Fatal(err)
		}
		if node := root; !node.Unread && !node.Array.Items.Resolve().Unread {
			t.Errorf("%s is taken to be read", text)
		}
	}
}
