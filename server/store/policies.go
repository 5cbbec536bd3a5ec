package store

import "time"

// Policies are the policies that were last active, for a start without the repository that they are from. A store holds
// one such record at most; what is in it this package does not know.
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

// PoliciesKey is the key of the one [Policies].
const PoliciesKey Key = kindPolicies + "/"

func (p *Policies) Key() Key { return PoliciesKey }

// Policies are those that were last active, or nil.
func (v *View) Policies() *Policies { return get[*Policies](v, PoliciesKey) }
