// Package association holds the use cases about resources, which are topics, and the subjects of their keys and values.
// Errors are those of server/fault.
package association

import "github.com/concord-registry/concord/server/registry"

// Associations is the set of use cases over one registry, which registers their schemas and commits. It is safe for
// concurrent use.
type Associations struct{ registry *registry.Registry }

// New returns the associations of a registry.
func New(r *registry.Registry) *Associations { return &Associations{r} }
