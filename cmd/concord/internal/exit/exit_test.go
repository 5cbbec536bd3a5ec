package exit

import (
	"testing"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/server/fault"
)

// TestOf holds that every kind of failure has a status, and the ones that people rely on.
func TestOf(t *testing.T) {
	for _, kind := range fault.Kinds() {
		if _, ok := ofKind[kind]; !ok {
			t.Errorf("%v has no exit status", kind)
		}
	}
	tests := []struct {
		reason concord.Reason
		kind   concord.Kind
		want   Status
	}{
		{"SUBJECT_NOT_FOUND", concord.NotFound, Failed},
		{"MODE_FORBIDS", concord.Conflict, Failed},
		{"NAME_INVALID", concord.Invalid, Usage},
		{"REQUEST_TOO_LARGE", concord.TooLarge, Usage},
		{"SCHEMA_INVALID", concord.Refused, Refused},
		{"SCHEMA_INCOMPATIBLE", concord.Refused, Refused},
		{"REVIEW_REQUIRED", concord.Refused, Refused},
		{"CREDENTIALS_WRONG", concord.Unauthenticated, Forbidden},
		{"ACTION_DENIED", concord.Denied, Forbidden},
		{"ETAG_MISMATCH", concord.Stale, Stale},
		{"LOG_TRUNCATED", concord.Stale, Stale},
		{"STORAGE_AWAY", concord.Unavailable, Failed},
		{"OF_TOMORROW", concord.Refused, Refused},
		{"OF_TOMORROW", "OF_TOMORROW", Failed},
		{"", concord.Denied, Forbidden},
	}
	for _, c := range tests {
		if got := Of(&concord.Error{Reason: c.reason, Kind: c.kind}); got != c.want {
			t.Errorf("Of(%s, %s) = %d, want %d", c.reason, c.kind, got, c.want)
		}
	}
}
