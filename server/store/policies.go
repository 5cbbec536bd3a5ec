package store

import "time"

// Policies are the policies of one repository that were last active, for a start without it. What is in them this package
// does not know.
type Policies struct {
	// Source names the repository, without secrets.
	Source string `json:"source"`
	// Revision is the repository's, `branch@sha1:commit`; Digest identifies the files.
	Revision string `json:"revision"`
	Digest   string `json:"digest"`
	// Activated is when they became active.
	Activated time.Time `json:"activated"`
	// Archive holds the files.
	Archive []byte `json:"archive"`
}

func (p *Policies) Key() Key { return key(kindPolicies, p.Source) }

// Policies are those of a source that were last active, or nil.
func (v *View) Policies(source string) *Policies {
	return get[*Policies](v, (&Policies{Source: source}).Key())
}
