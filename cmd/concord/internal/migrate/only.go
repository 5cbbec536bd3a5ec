package migrate

import concord "github.com/concord-registry/concord/clients/go"

// Only is the part of a snapshot that is selected.
func (s *Snapshot) Only(what Selection) *Snapshot {
	if what.All {
		return s
	}
	part := newSnapshot()
	part.Skipped = s.Skipped
	for _, v := range s.Versions {
		if v.Domain == what.Domain {
			part.Versions = append(part.Versions, v)
		}
	}
	for _, scope := range s.Scopes {
		if scope.Name != concord.Everywhere && scope.Name.Domain() == what.Domain {
			part.Scopes = append(part.Scopes, scope)
		}
	}
	return part
}
