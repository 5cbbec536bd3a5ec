package confluent

import (
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/confluent/dialect"
)

// TestShapes prints what clients compare letter for letter.
func TestShapes(t *testing.T) {
	tests := []struct {
		name string
		give any
		want string
	}{
		{"deleted false is shown", versionShape{Subject: "s", life: life{Deleted: new(false)}}, `{"subject":"s","version":0,"id":0,"deleted":false}`},
		{"empty metadata are shown", stringShape{Schema: "", Metadata: &schema.Metadata{}}, `{"schema":"","metadata":{}}`},
		{"no schema text", versionShape{Subject: "s", Version: 1, ID: 1}, `{"subject":"s","version":1,"id":1}`},
		{"a check without messages", checkShape{Compatible: true}, `{"is_compatible":true}`},
		{"a check with none", checkShape{Messages: &[]string{}}, `{"is_compatible":false,"messages":[]}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := string(dialect.Encode(test.give)); got != test.want {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
}
