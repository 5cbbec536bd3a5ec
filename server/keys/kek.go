package keys

import (
	"context"
	"maps"
	"strings"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/store"
)

// KekRequest creates a key encryption key. It does not hold the key: only where the key lies.
type KekRequest struct {
	// Kek is as it should be; its Changed does not count.
	Kek store.Kek
	// Test has the service wrap something first, if the key is shared.
	Test  bool
	Actor string
}

// CreateKek creates a key encryption key. Where one says the same but for the deletion, it is deleted or restored.
func (r *Keys) CreateKek(ctx context.Context, req KekRequest) (*store.Kek, error) {
	kek := req.Kek
	kek.KMSType = kms.TypeOf(kek.KMSType)
	if err := checkKek(&kek); err != nil {
		return nil, err
	}
	if err := r.mayTest(ctx, &kek, req.Test); err != nil {
		return nil, err
	}
	_, err := r.config.Registry.Update(ctx, func(tx *store.Tx) error {
		old := tx.View().Kek(kek.Name)
		if old != nil && (old.Deleted == kek.Deleted || !sameKek(old, &kek)) {
			return fault.KekExists.With("kek", kek.Name)
		}
		if err := r.roomFor(tx.View(), old != nil); err != nil {
			return err
		}
		kek.Changed = tx.Now
		tx.Put(new(kek))
		tx.Log(store.Entry{Actor: req.Actor, Action: "create kek", Kek: kek.Name})
		return nil
	})
	return public(&kek), err
}

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

// UpdateKek changes a live key encryption key. Where the edit says what is there, nothing is written.
func (r *Keys) UpdateKek(ctx context.Context, name string, edit KekEdit, test bool, actor string) (*store.Kek, error) {
	seen, err := kekIn(r.config.Registry.View(), name, false)
	if err != nil {
		return nil, err
	}
	wanted := *seen
	edit.apply(&wanted)
	if err := r.mayTest(ctx, &wanted, test); err != nil {
		return nil, err
	}
	var done store.Kek
	_, err = r.config.Registry.Update(ctx, func(tx *store.Tx) error {
		old, err := kekIn(tx.View(), name, false)
		if err != nil {
			return err
		}
		done = *old
		edit.apply(&done)
		if err := checkKek(&done); err != nil || sameKek(old, &done) {
			return err
		}
		done.Changed = tx.Now
		tx.Put(new(done))
		tx.Log(store.Entry{Actor: actor, Action: "update kek", Kek: name})
		return nil
	})
	return public(&done), err
}

// Kek is the key encryption key of a name, a soft-deleted one only if deleted is set.
func (r *Keys) Kek(name string, deleted bool) (*store.Kek, error) {
	k, err := kekIn(r.config.Registry.View(), name, deleted)
	if err != nil {
		return nil, err
	}
	return public(k), nil
}

// public is a key as it leaves this room: without its credentials, and with properties that are never nil.
func public(k *store.Kek) *store.Kek {
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
	view, names := r.config.Registry.View(), []string{}
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
