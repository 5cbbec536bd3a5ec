package registry

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// The modes (contract §3.11).
const (
	ReadWrite        = "READWRITE"
	ReadOnly         = "READONLY"
	ReadOnlyOverride = "READONLY_OVERRIDE"
	Import           = "IMPORT"
	Forward          = "FORWARD"
)

// Mode and EffectiveMode are to modes what Config and EffectiveConfig are to settings (contract §1.7, §3.11).
func (r *Registry) Mode(scope store.Subject) (string, error) {
	if m := r.View().Mode(scope); m != nil && m.Name != "" {
		return m.Name, nil
	}
	if lastResort(scope) {
		return ReadWrite, nil
	}
	return "", noMode(scope)
}

// EffectiveMode is the mode that applies to a scope.
func (r *Registry) EffectiveMode(scope store.Subject) string { return effectiveMode(r.View(), scope) }

func effectiveMode(v *store.View, scope store.Subject) string {
	for _, s := range [...]store.Subject{scope, scope.Whole(), {Domain: store.Everywhere}} {
		if m := v.Mode(s); m != nil && m.Name != "" {
			return m.Name
		}
	}
	return ReadWrite
}

// hasMode reports whether exactly that scope has a mode.
func hasMode(v *store.View, scope store.Subject, mode string) bool {
	m := v.Mode(scope)
	return m != nil && m.Name == mode
}

func readOnly(mode string) bool { return mode == ReadOnly || mode == ReadOnlyOverride }

// importing reports whether a mode takes schemas as they come, with their ids.
func importing(mode string) bool { return mode == Import || mode == Forward }

// Importing reports whether a scope takes things as they come, because its mode is IMPORT or FORWARD.
func Importing(v *store.View, scope store.Subject) bool { return importing(effectiveMode(v, scope)) }

// Writable refuses changes of what stands under a read-only mode.
func Writable(v *store.View, scope store.Subject) error {
	if readOnly(effectiveMode(v, scope)) {
		return isReadOnly(scope)
	}
	return nil
}

// mayRegister refuses what a mode does not let a subject register (contract §3.11).
func mayRegister(s store.Subject, mode string, withID bool) error {
	switch {
	case readOnly(mode):
		return isReadOnly(s)
	case withID && !importing(mode):
		return inMode(s, "not in import mode")
	case !withID && importing(mode):
		return inMode(s, "not in read-write mode")
	}
	return nil
}

// SetMode sets the mode of a scope; an empty one clears it. IMPORT is entered once, over an empty scope: force lets it be
// entered over live subjects, and a scope that is in it stays so, whatever was imported since.
func (r *Registry) SetMode(ctx context.Context, scope store.Subject, mode string, force bool, actor string) error {
	mode = strings.ToUpper(mode)
	if err := r.checkMode(scope, mode); err != nil {
		return err
	}
	_, err := r.Update(ctx, func(tx *store.Tx) error {
		if mode == Import && !force && !hasMode(tx.View(), scope, Import) {
			if err := empty(tx, scope); err != nil {
				return err
			}
		}
		tx.Put(&store.Mode{Scope: scope, Name: mode})
		tx.Log(store.Entry{Actor: actor, Action: "set mode", Subject: &scope})
		return nil
	})
	return err
}

func (r *Registry) checkMode(scope store.Subject, mode string) error {
	if err := checkScope(scope); err != nil {
		return err
	}
	switch {
	case !slices.Contains([]string{"", ReadWrite, ReadOnly, ReadOnlyOverride, Import, Forward}, mode):
		return fault.ModeUnknown.With("mode", mode)
	case mode == Forward && scope != store.Subject{Domain: store.Everywhere}:
		return fault.ModeMisplaced.With("mode", mode)
	case r.config.FixedModes:
		return fault.ModesFixed.New()
	}
	return nil
}

// empty makes a scope ready to import into: it refuses live versions and removes soft-deleted ones for good, unless
// something outside of the scope refers to one. Settings stay: they are for what will be imported too.
func empty(tx *store.Tx, scope store.Subject) error {
	doomed := map[*store.Version]bool{}
	for versions := range inScope(tx.View(), scope) {
		if versions.Latest() != nil {
			return fault.NotEmpty.About(scope)
		}
		for _, v := range versions.All {
			doomed[v] = true
		}
	}
	for v := range doomed {
		for by := range tx.View().Referrers(v.Subject, v.Number) {
			if !doomed[by] {
				return isReferenced(v)
			}
		}
	}
	erase(tx, slices.Collect(maps.Keys(doomed)))
	return nil
}

// inScope walks the subjects of a scope; the whole default domain, the global scope, stands for all domains.
func inScope(v *store.View, scope store.Subject) func(func(*store.Versions) bool) {
	return func(yield func(*store.Versions) bool) {
		if scope.Name != "" {
			if versions := v.Subject(scope); versions != nil {
				yield(versions)
			}
			return
		}
		prefix := scope.String()
		if lastResort(scope) {
			prefix = ""
		}
		v.Subjects(prefix)(yield)
	}
}

// UnsetMode removes the mode of a scope, and with recursive those of all its subjects, and returns the scope's own,
// empty when recursive found none.
func (r *Registry) UnsetMode(ctx context.Context, scope store.Subject, recursive bool, actor string) (old string, err error) {
	if r.config.FixedModes {
		return "", fault.ModesFixed.New()
	}
	_, err = r.Update(ctx, func(tx *store.Tx) error {
		old, err = unsetMode(tx, scope, recursive)
		tx.Log(store.Entry{Actor: actor, Action: "unset mode", Subject: &scope})
		return err
	})
	return old, err
}

func unsetMode(tx *store.Tx, scope store.Subject, recursive bool) (string, error) {
	old := ""
	if m := tx.View().Mode(scope); m != nil {
		old = m.Name
		tx.Delete(m)
	}
	if recursive && scope.Name == "" {
		for m := range tx.View().Modes(scope.Domain) {
			tx.Delete(m)
		}
		return old, nil
	}
	if old == "" && lastResort(scope) {
		return ReadWrite, nil
	}
	if old == "" && !recursive {
		return "", unknownSubject(scope)
	}
	return old, nil
}
