package migrate

import (
	"context"
	"errors"
	"maps"
	"slices"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// atOnce is how many requests are under way at the same time.
const atOnce = 8

// readWrite is the mode of a scope where nobody may have set one.
const readWrite = "READWRITE"

// Read reads the registry. Only Concord lists the settings of subjects that nothing else mentions; those of others cannot
// be found unless they are asked for.
func (r Registry) Read(ctx context.Context, what Selection) (*Snapshot, error) {
	domains := []string{what.Domain}
	if what.All {
		var err error
		if domains, err = r.Contexts(ctx); err != nil {
			return nil, explainRegistry(err)
		}
	}
	s := newSnapshot()
	for _, domain := range domains {
		if err := s.readDomain(ctx, r.Client, domain); err != nil {
			return nil, explainRegistry(err)
		}
	}
	for _, read := range []func(context.Context, *confluent.Client) error{s.readKeys, s.readAssociations} {
		if err := read(ctx, r.Client); err != nil {
			return nil, err
		}
	}
	if err := s.readDomains(ctx, r.native); err != nil {
		return nil, err
	}
	s = s.Only(what)
	names, err := r.scopes(ctx, what, domains, s)
	if err != nil {
		return nil, err
	}
	err = s.readScopes(ctx, r.Client, names)
	s.sort()
	return s, err
}

// explainRegistry adds what to do about an answer that no registry gives, at least no recent one.
func explainRegistry(err error) error {
	switch concord.KindOf(err) {
	case concord.NotFound:
		return &SourceError{err, "check the address; releases before 6.1 do not list their schemas: import from their topic with --from kafka://BROKER/_schemas"}
	case concord.Internal:
		return &SourceError{err, "check that the address is that of a registry, and not of a page or a proxy before it"}
	}
	return err
}

// scopes are those that may have settings, in order. Concord lists those that have; others are asked for every subject
// that anything mentions.
func (r Registry) scopes(ctx context.Context, what Selection, domains []string, s *Snapshot) ([]confluent.Scope, error) {
	names, err := r.configured(ctx)
	switch {
	case elsewhere(err):
		names = slices.Concat(s.Mentioned(), what.Also)
	case err != nil:
		return nil, err
	}
	names = slices.DeleteFunc(names, func(name confluent.Scope) bool { return !what.holds(name) })
	for _, domain := range domains {
		names = append(names, confluent.ContextScope(domain))
	}
	if what.All {
		names = append(names, confluent.Everywhere)
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}

// readDomain adds the versions of a domain. What is not listed as live the second time is soft-deleted; in the other
// order, a version that is registered in between would count as deleted.
func (s *Snapshot) readDomain(ctx context.Context, c *confluent.Client, domain string) error {
	all := map[key]*confluent.Version{}
	for v, err := range c.Stored(ctx, domain, confluent.GetOptions{ShowDeleted: true}) {
		if err != nil {
			return err
		}
		v.Deleted = true
		all[keyOf(&v)] = &v
	}
	for v, err := range c.Stored(ctx, domain, confluent.GetOptions{}) {
		if err != nil {
			return err
		}
		v.Deleted = false
		all[keyOf(&v)] = &v
	}
	s.Versions = slices.AppendSeq(s.Versions, maps.Values(all))
	return nil
}

// readScopes adds what is set for the scopes.
func (s *Snapshot) readScopes(ctx context.Context, c *confluent.Client, names []confluent.Scope) error {
	found, err := each(ctx, names, func(ctx context.Context, name confluent.Scope) (Scope, error) { return readScope(ctx, c, name) })
	for _, scope := range found {
		if !scope.empty() {
			s.Scopes = append(s.Scopes, scope)
		}
	}
	return err
}

func readScope(ctx context.Context, c *confluent.Client, name confluent.Scope) (Scope, error) {
	scope := Scope{Name: name}
	mode, err := c.Mode(ctx, name)
	if err != nil && !errors.Is(err, concord.NotFound) {
		return scope, err
	}
	if mode != readWrite || !lastResort(name) { // the answer where none is set
		scope.Mode = mode
	}
	config, err := c.StoredConfig(ctx, name)
	if errors.Is(err, concord.NotFound) {
		return scope, nil // config is then what the body of the error said
	}
	scope.Config = config
	return scope, err
}

// lastResort reports whether a scope has a mode and a config even when nobody set one.
func lastResort(name confluent.Scope) bool { return name == "" || name == confluent.Everywhere }
