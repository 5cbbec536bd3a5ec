package keys

import (
	"context"
	"maps"
	"net/url"
	"strings"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// KekRequest creates a key encryption key. It does not hold the key: only where the key lies.
type KekRequest struct {
	// Kek is as it should be; its Changed does not count.
	Kek store.Kek
	// Test has the service wrap something first, if the key is shared.
	Test bool
}

// CreateKek creates a key encryption key. Where one says the same but for the deletion, it is deleted or restored.
func (r *Keys) CreateKek(ctx context.Context, req KekRequest) (*store.Kek, error) {
	req.Kek.KMSType = kms.TypeOf(req.Kek.KMSType)
	if err := checkKek(&req.Kek); err != nil {
		return nil, err
	}
	if err := r.May(r.View(), store.KekCreate, store.Registry); err != nil {
		return nil, err // before a service is asked for somebody who may not
	}
	if err := r.mayTest(ctx, &req.Kek, req.Test); err != nil {
		return nil, err
	}
	return r.changeKek(ctx, store.KekCreate, func(p *registry.Plan) (*store.Kek, error) {
		kek := req.Kek
		old := p.View().Kek(kek.Name)
		if old != nil && (old.Deleted == kek.Deleted || !sameKek(old, &kek)) {
			return nil, fault.KekExists.With("kek", kek.Name)
		}
		if err := r.roomFor(p.View(), old != nil); err != nil {
			return nil, err
		}
		kek.Changed = p.Tx.Now
		putKek(p, old, &kek)
		return &kek, nil
	})
}

// changeKek lands a change of a key encryption key and returns the key as it leaves this room; nil for none.
func (r *Keys) changeKek(ctx context.Context, action store.Action, plan func(*registry.Plan) (*store.Kek, error)) (*store.Kek, error) {
	done, err := registry.Do[*store.Kek](ctx, r.Session, registry.Change{
		Action: action, Scope: store.Registry, Plan: func(_ context.Context, p *registry.Plan) (any, error) {
			k, err := plan(p)
			return public(k), err
		},
	})
	return public(done), err // an answer that was kept for a repetition has lost its empty properties
}

// putKek writes a key, or removes it if next is nil. old is nil for a new one.
func putKek(p *registry.Plan, old, next *store.Kek) {
	told := store.EntryChange{}
	if old != nil {
		told.Item, told.Before = kekItem(old.Name), store.Told(public(old))
	}
	if next == nil {
		p.Tx.Delete(old)
	} else {
		p.Tx.Put(next)
		told.Item, told.After = kekItem(next.Name), store.Told(public(next))
	}
	p.Log(told)
}

// kekItem is what the log calls a key.
func kekItem(name string) string { return "keks/" + url.PathEscape(name) }

// KekEdit says what changes of a key encryption key; what is nil stays.
type KekEdit struct {
	// Props are its properties, all of them; credentials that it does not mention stay. A pointer to nil takes them all
	// away, credentials too.
	Props  *map[string]string
	Doc    *string
	Shared *bool
}

func (e KekEdit) apply(k *store.Kek) {
	switch {
	case e.Props == nil:
	case *e.Props == nil:
		k.KMSProps = nil
	default:
		k.KMSProps = kms.Replaced(k.KMSProps, *e.Props)
	}
	if e.Doc != nil {
		k.Doc = *e.Doc
	}
	if e.Shared != nil {
		k.Shared = *e.Shared
	}
}

// UpdateKek changes a live key encryption key. Where the edit says what is there, nothing is written. test has the service
// wrap something first, if the key is shared then.
func (r *Keys) UpdateKek(ctx context.Context, name string, edit KekEdit, test bool) (*store.Kek, error) {
	view := r.View()
	seen, err := kekIn(view, name, false)
	if err != nil {
		return nil, err
	}
	if err := r.May(view, store.KekUpdate, store.Registry); err != nil {
		return nil, err
	}
	wanted := *seen
	edit.apply(&wanted)
	if err := r.mayTest(ctx, &wanted, test); err != nil {
		return nil, err
	}
	return r.changeKek(ctx, store.KekUpdate, func(p *registry.Plan) (*store.Kek, error) {
		old, err := kekIn(p.View(), name, false)
		if err != nil {
			return nil, err
		}
		next := *old
		edit.apply(&next)
		if err := checkKek(&next); err != nil || sameKek(old, &next) {
			return &next, err
		}
		next.Changed = p.Tx.Now
		putKek(p, old, &next)
		return &next, nil
	})
}

// Kek is the key encryption key of a name, a soft-deleted one only if deleted is set.
func (r *Keys) Kek(name string, deleted bool) (*store.Kek, error) {
	view := r.View()
	k, err := kekIn(view, name, deleted)
	if err != nil {
		return nil, err
	}
	return public(k), r.May(view, store.KekRead, store.Registry)
}

// public is a key as it leaves this room: without its credentials, and with properties that are never nil. It is nil for
// nil.
func public(k *store.Kek) *store.Kek {
	if k == nil {
		return nil
	}
	shown := *k
	shown.KMSProps = kms.Public(k.KMSProps)
	return &shown
}

func kekIn(v *store.View, name string, deleted bool) (*store.Kek, error) {
	if !keyName.MatchString(name) {
		return nil, invalidKey("name")
	}
	if k := v.Kek(name); k != nil && (deleted || !k.Deleted) {
		return k, nil
	}
	return nil, fault.KekNotFound.With("kek", name)
}

// Keks lists the names of key encryption keys in order, soft-deleted ones only if deleted is set. Prefixes, if there
// are any, select those with a key for a subject whose qualified name starts with one of them; `:*:` stands for any
// domain.
func (r *Keys) Keks(prefixes []string, deleted bool) []string {
	view, names := r.View(), []string{}
	if r.May(view, store.KeksList, store.Registry) != nil {
		return names
	}
	for k := range view.Keks() {
		if (deleted || !k.Deleted) && usedBy(view, k.Name, prefixes) {
			names = append(names, k.Name)
		}
	}
	return names
}

func usedBy(v *store.View, kek string, prefixes []string) bool {
	for _, p := range prefixes {
		for d := range v.DeksOf(kek) {
			rest, anywhere := strings.CutPrefix(p, ":*:")
			if anywhere && strings.HasPrefix(d.Subject.Name, rest) || strings.HasPrefix(d.Subject.String(), p) {
				return true
			}
		}
	}
	return len(prefixes) == 0
}

// sameKek reports whether two keys say the same, apart from when and whether they were deleted.
func sameKek(a, b *store.Kek) bool {
	return a.KMSType == b.KMSType && a.KMSKeyID == b.KMSKeyID && maps.Equal(a.KMSProps, b.KMSProps) &&
		a.Doc == b.Doc && a.Shared == b.Shared
}
