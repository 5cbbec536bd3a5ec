package keys

import (
	"errors"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/store"
)

// The errors that are about keys. None says what a key is.

func invalidKey(field string) error { return fault.KeyInvalid.With("field", field) }

// kmsFailed says why the service of a key did not help. what is a subject, or the key itself.
func kmsFailed(k *store.Kek, what string, err error) error {
	reason := fault.KMSFailed
	if errors.Is(err, kms.ErrDenied) {
		reason = fault.KMSDenied
	}
	return reason.With("kek", k.Name).With("what", what).Because("%v", err)
}
