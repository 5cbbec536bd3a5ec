package contract

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/schema"
)

// TestTidyMetadata: lists are sorted and have nothing twice; none stays none and an empty list stays empty.
func TestTidyMetadata(t *testing.T) {
	tests := []struct {
		name      string
		got, want *schema.Metadata
	}{
		{"none", nil, nil},
		{"empty", &schema.Metadata{}, &schema.Metadata{}},
		{"tags", &schema.Metadata{Tags: map[string][]string{"a": {"PII", "GDPR", "PII"}}}, &schema.Metadata{Tags: map[string][]string{"a": {"GDPR", "PII"}}}},
		{"a path without tags", &schema.Metadata{Tags: map[string][]string{"a": {}}}, &schema.Metadata{Tags: map[string][]string{"a": {}}}},
		{"sensitive", &schema.Metadata{Sensitive: []string{"b", "a"}}, &schema.Metadata{Sensitive: []string{"a", "b"}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, TidyMetadata(test.got)); diff != "" {
				t.Errorf("TidyMetadata (-want +got):\n%s", diff)
			}
		})
	}
}
