package confluent

import (
	"testing"

	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/registry"
)

// TestRegisteredLife demands time and deletion for a version that was found by comparison, and for no other.
func TestRegisteredLife(t *testing.T) {
	v := storedVersion(t, 1, "AVRO", `"int"`)
	tests := []struct {
		name string
		done registry.Registration
		want string
	}{
		{"new", registry.Registration{Version: v, Created: true}, ``},
		{"known by its hash", registry.Registration{Version: v, Exact: true}, ``},
		{"known by comparison", registry.Registration{Version: v}, `,"ts":5,"deleted":false`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var shape any
			var err error
			inCall("", func(c *dialect.Call) { shape, err = (&handler{}).registered(c, test.done) })
			want := `{"id":1,"version":1,"guid":"ef524ea1-b91e-7317-3d93-8ade36c1db32","schemaType":"AVRO","schema":"\"int\""` + test.want + `}`
			if got := string(dialect.Encode(shape)); got != want || err != nil {
				t.Errorf("got %s, %v, want %s", got, err, want)
			}
		})
	}
}
