package registry

import (
	"errors"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/store"
)

// The errors of the catalogue that are about keys (contract §1.12). None says what a key is.

func keyNotFound(name string) error {
	return fault.Coded(fault.NotFound, 40470, "Key '%s' not found", name)
}

func keyNotDeleted(name string) error {
	return fault.Coded(fault.NotFound, 40471, "Key '%s' was not deleted first before being permanently deleted", name)
}

func keyDeleted(name string) error {
	return fault.Coded(fault.NotFound, 40472, "Key '%s' must be undeleted first", name)
}

func keyExists(name string) error {
	return fault.Coded(fault.Exists, 40971, "Key '%s' already exists", name)
}

func tooManyKeys(most int) error {
	return fault.Coded(fault.Exists, 40972, "The registry holds %d keys and takes no more; delete permanently those that no data need", most)
}

func invalidKey(field string) error {
	return fault.Coded(fault.Invalid, 42271, "Invalid or missing value for field '%s' of key", field)
}

func keyReferenced(name string) error {
	return fault.Coded(fault.NotPermitted, 42272, "One or more references exist to the key '%s'", name)
}

// kekMoved is for a request that asked a service for a key which was changed in the meantime.
func kekMoved(name string) error {
	return fault.New(fault.Stale, "Key '%s' was changed in the meantime; send the request again", name)
}

// kmsFailed says why the service of a key did not help. what is a subject, or the key itself.
func kmsFailed(k *store.Kek, what string, err error) error {
	if errors.Is(err, kms.ErrDenied) {
		return fault.Coded(fault.Forbidden, 40370, "Could not use the key '%s' for '%s': %v", k.Name, what, err)
	}
	return fault.Coded(fault.Unavailable, 50070, "Could not use the key '%s' for '%s': %v", k.Name, what, err)
}
