// Package association holds the use cases about resources, which are topics, and the subjects of their keys and values.
// Errors are those of server/fault.
package association

import "github.com/concord-registry/concord/server/registry"

// Associations are the use cases as one caller has them; the caller's session registers schemas and commits. It is safe
// for concurrent use.
type Associations struct{ *registry.Session }

// Of are the associations of a caller.
func Of(s *registry.Session) *Associations { return &Associations{s} }
