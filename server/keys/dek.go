package keys

import (
	"context"
	"encoding/base64"
	"net/url"
	"slices"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// DekRequest creates a version of a data encryption key.
type DekRequest struct {
	// DekList says whose key it is; its Subject may be an alias.
	store.DekList
	Version int
	// Encrypted is the key as the caller had it wrapped, in base64. It may be empty under a shared KEK only: the registry
	// then makes the key.
	Encrypted string
	Deleted   bool
	// Rewrap wraps the key that there is anew: the registry does if the KEK is shared, else Encrypted is the new wrapping.
	Rewrap bool
}

// DataKey is a data encryption key in an answer.
type DataKey struct {
	*store.Dek
	// Material is the key in the clear, in base64, if the KEK is shared. It belongs into the answer and nowhere else.
	Material string
}

// CreateDek creates a version of a key. Where it says the same as one that is there but for the deletion, that one is
// deleted or restored.
func (r *Keys) CreateDek(ctx context.Context, req DekRequest) (DataKey, error) {
	if err := req.check(); err != nil {
		return DataKey{}, err
	}
	view := r.View()
	req.Subject = dekSubject(view, req.Subject)
	kek, err := req.kek(view)
	if err != nil {
		return DataKey{}, err
	}
	if err := r.May(view, store.DekCreate, req.Subject); err != nil {
		return DataKey{}, err // before a service is asked for somebody who may not
	}
	c := &dekCreation{Keys: r, req: req, kek: kek, seen: view.Dek(req.DekList, req.Version)}
	if !req.Rewrap && c.clashes(c.seen, req.Deleted) {
		return DataKey{}, fault.DekExists.About(req.Subject) // before a service is asked for nothing
	}
	if err := c.seal(ctx); err != nil {
		return DataKey{}, err
	}
	return registry.Do[DataKey](ctx, r.Session, registry.Change{Action: store.DekCreate, Scope: req.Subject, Secret: true, Plan: c.plan})
}

// dekCreation is one request on its way.
type dekCreation struct {
	*Keys
	req  DekRequest
	kek  *store.Kek
	seen *store.Dek // nil if there was none
	// sealed is what the service has made of the request.
	sealed DataKey
}

// seal asks the service for what the plan needs, for a plan may not wait.
func (c *dekCreation) seal(ctx context.Context) (err error) {
	name, encrypted := c.req.Subject.String(), c.req.Encrypted
	if encrypted == "" && c.seen != nil && c.kek.Shared {
		encrypted = c.seen.Encrypted
	}
	var plain []byte
	switch {
	case !c.kek.Shared && encrypted == "":
		return invalidKey("encryptedKeyMaterial")
	case !c.kek.Shared, c.importing():
	case encrypted == "":
		if plain, err = kms.Generate(string(c.req.Algorithm)); err != nil {
			return invalidKey("algorithm")
		}
		encrypted, err = c.wrap(ctx, c.kek, name, plain)
	default:
		if plain, err = c.unwrap(ctx, c.kek, name, encrypted); err == nil && c.rewraps() {
			encrypted, err = c.wrap(ctx, c.kek, name, plain)
		}
	}
	dek := &store.Dek{DekList: c.req.DekList, Version: c.req.Version, Encrypted: encrypted, Deleted: c.req.Deleted}
	c.sealed = DataKey{dek, base64.StdEncoding.EncodeToString(plain)}
	return err
}

// importing reports whether a wrapped key is taken as it comes, although the registry could look into it.
func (c *dekCreation) importing() bool {
	return c.req.Encrypted != "" && registry.Importing(c.View(), c.req.Subject)
}

func (c *dekCreation) rewraps() bool {
	return c.req.Rewrap && c.seen != nil && c.kek.Shared == (c.req.Encrypted == "")
}

// clashes reports whether a key that is there is what the request would create.
func (c *dekCreation) clashes(old *store.Dek, deleted bool) bool {
	return old != nil && !c.rewraps() && old.Deleted == deleted
}

// kek is the KEK under which the key is to be made. A key that is made deleted may have a deleted one.
func (req *DekRequest) kek(v *store.View) (*store.Kek, error) {
	if req.Deleted {
		return kekIn(v, req.Kek, true)
	}
	return liveKek(v, req.Kek)
}

func (c *dekCreation) plan(_ context.Context, p *registry.Plan) (any, error) {
	kek, err := c.req.kek(p.View())
	if err != nil {
		return nil, err
	}
	old, wanted := p.View().Dek(c.req.DekList, c.req.Version), *c.sealed.Dek
	switch {
	case !sameKek(kek, c.kek), c.rewraps() && old != c.seen, dekSubject(p.View(), c.req.Subject) != c.req.Subject:
		return nil, fault.KekChanged.With("kek", kek.Name)
	case c.clashes(old, wanted.Deleted), old != nil && !c.rewraps() && old.Encrypted != wanted.Encrypted:
		return nil, fault.DekExists.About(c.req.Subject)
	}
	if err := c.roomFor(p.View(), old != nil); err != nil {
		return nil, err
	}
	wanted.Changed = p.Tx.Now
	putDek(p, old, &wanted)
	return DataKey{&wanted, c.sealed.Material}, nil
}

// putDek writes a version of a key, or removes it if next is nil. old is nil for a new one.
func putDek(p *registry.Plan, old, next *store.Dek) {
	one, told := next, store.EntryChange{}
	if old != nil {
		one, told.Before = old, toldDek(old)
	}
	if next == nil {
		p.Tx.Delete(old)
	} else {
		p.Tx.Put(next)
		told.After = toldDek(next)
	}
	told.Scope, told.Item = one.Subject, kekItem(one.Kek)+"/deks/"+url.PathEscape(one.Subject.String())
	p.Log(told)
}

// toldDek is what the log says of a key: nothing of the key itself, not even wrapped.
func toldDek(d *store.Dek) []byte {
	return store.Told(map[string]any{"algorithm": d.Algorithm, "version": d.Version, "deleted": d.Deleted})
}

// liveKek is the KEK under which keys can be made and restored.
func liveKek(v *store.View, name string) (*store.Kek, error) {
	k, err := kekIn(v, name, true)
	if err == nil && k.Deleted {
		err = fault.KekDeleted.With("kek", name)
	}
	return k, err
}

// dekSubject is the subject whose keys serve s: its config's alias for them, else its alias, else s itself.
func dekSubject(v *store.View, s store.Subject) store.Subject {
	if c := v.Config(s); c != nil && c.AliasForDeks != "" {
		return store.ParseSubject(c.AliasForDeks, s.Domain)
	}
	return registry.Resolved(v, s)
}

// Dek is a version of a key, or its latest; soft-deleted ones count only if deleted is set.
func (r *Keys) Dek(ctx context.Context, l store.DekList, which registry.Selector, deleted bool) (DataKey, error) {
	if err := checkDekList(l); err != nil {
		return DataKey{}, err
	}
	view := r.View()
	l.Subject = dekSubject(view, l.Subject)
	kek, err := kekIn(view, l.Kek, deleted)
	if err != nil {
		return DataKey{}, err
	}
	found := selectDek(view, l, which, deleted)
	if found == nil {
		return DataKey{}, fault.DekNotFound.About(l.Subject)
	}
	if err := r.May(view, store.DekRead, l.Subject); err != nil {
		return DataKey{}, err
	}
	if !kek.Shared {
		return DataKey{Dek: found}, nil
	}
	plain, err := r.unwrap(ctx, kek, l.Subject.String(), found.Encrypted)
	return DataKey{found, base64.StdEncoding.EncodeToString(plain)}, err
}

// selectDek is a version of a key, or nil. Asking for one by number, as readers of data do, takes no walk.
func selectDek(v *store.View, l store.DekList, which registry.Selector, deleted bool) (found *store.Dek) {
	if which != registry.Latest {
		if d := v.Dek(l, which.Number); d != nil && (deleted || !d.Deleted) {
			return d
		}
		return nil
	}
	for d := range v.Deks(l) {
		if deleted || !d.Deleted {
			found = d
		}
	}
	return found
}

// DekVersions lists the versions of a key, soft-deleted ones only if deleted is set.
func (r *Keys) DekVersions(l store.DekList, deleted bool) ([]int, error) {
	if err := checkDekList(l); err != nil {
		return nil, err
	}
	view, versions := r.View(), []int{}
	l.Subject = dekSubject(view, l.Subject)
	if err := r.May(view, store.DeksList, l.Subject); err != nil {
		return nil, err
	}
	if _, err := kekIn(view, l.Kek, deleted); err != nil {
		return nil, err
	}
	for d := range view.Deks(l) {
		if deleted || !d.Deleted {
			versions = append(versions, d.Version)
		}
	}
	return versions, nil
}

// DekSubjects lists the qualified names of the subjects with keys under a KEK, soft-deleted ones only if deleted is set.
func (r *Keys) DekSubjects(kek string, deleted bool) ([]string, error) {
	view, names := r.View(), []string{}
	if _, err := kekIn(view, kek, deleted); err != nil {
		return nil, err
	}
	for d := range view.DeksOf(kek) {
		if (deleted || !d.Deleted) && r.May(view, store.DeksList, d.Subject) == nil {
			names = append(names, d.Subject.String())
		}
	}
	slices.Sort(names)
	return slices.Compact(names), nil
}
