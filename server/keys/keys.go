// Package keys holds the use cases about keys: key encryption keys, which lie in key management services, and the data
// encryption keys that are wrapped with them. What leaves the package shows no credentials of a service. Errors are those
// of server/fault.
package keys

import (
	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/registry"
)

// Config says what the keys stand on.
type Config struct {
	// Registry is required: it commits, and knows the subjects.
	Registry *registry.Registry
	// KMS wraps keys under shared KEKs; without a driver such keys are refused.
	KMS kms.Services
	// Max bounds the KEKs and DEKs together; [DefaultMax] when zero.
	Max int
}

// Keys is the set of use cases over one registry. It is safe for concurrent use.
type Keys struct{ config Config }

// New returns the keys of a registry.
func New(c Config) *Keys {
	if c.Max == 0 {
		c.Max = DefaultMax
	}
	return &Keys{c}
}
