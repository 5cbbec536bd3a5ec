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
	// KMS wraps keys under shared KEKs; without a driver such keys are refused.
	KMS kms.Services
	// Max bounds the KEKs and DEKs together; [DefaultMax] when zero.
	Max int
}

// Keys are the use cases as one caller has them; the caller's session commits, and knows the subjects. It is safe for
// concurrent use.
type Keys struct {
	*registry.Session
	config Config
}

// Of are the keys of a caller.
func (c Config) Of(s *registry.Session) *Keys {
	if c.Max == 0 {
		c.Max = DefaultMax
	}
	return &Keys{s, c}
}
