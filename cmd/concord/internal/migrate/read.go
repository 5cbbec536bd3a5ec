package migrate

import (
	"context"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	concord "github.com/concord-registry/concord/clients/go"
)

// atOnce is how many requests are under way at the same time.
const atOnce = 8

// readWrite is the mode of a scope where nobody may have set one.
const readWrite = "READWRITE"

// Read reads the registry. Settings of subjects that have no versions, not even soft-deleted ones, cannot be found unless
// they are asked for: the API lists none.
func (r Registry) Read(ctx context.Context, what Selection) (*Snapshot, error) {
	c := r.Client
	domains := []string{what.Domain}
	if what.All {
		var err error
		if domains, err = c.Contexts(ctx); err != nil {
			return nil, err
		}
	}
	s := newSnapshot()
	names := map[concord.Scope]bool{}
	if what.All {
		names[concord.Everywhere] = true
	}
	for _, domain := range domains {
		if err := s.readDomain(ctx, c.In(domain)); err != nil {
			return nil, err
		}
		names[concord.DomainScope(domain)] = true
	}
	for _, v := range s.Versions {
		names[concord.SubjectScope(v.Domain, v.Subject)] = true
	}
	for _, scope := range what.Also {
		names[scope.Name] = true
	}
	err := s.readScopes(ctx, c, slices.Collect(maps.Keys(names)))
	s.sort()
	return s, err
}

// readDomain adds the versions of a domain. What is not listed as live the second time is soft-deleted; in the other
// order, a version that is registered in between would count as deleted.
func (s *Snapshot) readDomain(ctx context.Context, c *concord.Client) error {
	all := map[key]*concord.Version{}
	for v, err := range c.Stored(ctx, concord.WithDeleted) {
		if err != nil {
			return err
		}
		v.Deleted = true
		all[keyOf(v)] = v
	}
	for v, err := range c.Stored(ctx, concord.LiveOnly) {
		if err != nil {
			return err
		}
		v.Deleted = false
		all[keyOf(v)] = v
	}
	s.Versions = slices.AppendSeq(s.Versions, maps.Values(all))
	return nil
}

// readScopes adds what is set for the scopes.
func (s *Snapshot) readScopes(ctx context.Context, c *concord.Client, names []concord.Scope) error {
	found := make([]Scope, len(names))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for i, name := range names {
		group.Go(func() (err error) {
			found[i], err = readScope(ctx, c, name)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	for _, scope := range found {
		if scope.Mode != "" || len(scope.Config) > 0 {
			s.Scopes = append(s.Scopes, scope)
		}
	}
	return nil
}

func readScope(ctx context.Context, c *concord.Client, name concord.Scope) (Scope, error) {
	mode, err := c.Mode(ctx, name)
	if err != nil && concord.KindOf(err) != concord.NotFound {
		return Scope{}, err
	}
	if mode == readWrite && lastResort(name) {
		mode = "" // the answer where none is set
	}
	config, err := c.StoredConfig(ctx, name)
	if err != nil && concord.KindOf(err) != concord.NotFound {
		return Scope{}, err
	}
	if err != nil {
		config = nil // the body told an error
	}
	return Scope{name, mode, config}, nil
}

// lastResort reports whether a scope has a mode and a config even when nobody set one.
func lastResort(name concord.Scope) bool { return name == "" || name == concord.Everywhere }
