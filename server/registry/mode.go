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

// Mode and EffectiveMode are to modes what Config and EffectiveConfig are to settings (contract §1.7, contract §3.11).
func (r *Session) Mode(scope store.Subject) (string, error) {
	view := r.View()
	if m := view.Mode(scope); m != nil && m.Name != "" {
		return shown(r, view, store.ModeRead, scope, m.Name)
	}
	if lastResort(scope) {
		return shown(r, view, store.ModeRead, scope, ReadWrite)
	}
	return "", noMode(scope)
}

// EffectiveMode is the mode that applies to a scope.
func (r *Session) EffectiveMode(scope store.Subject) (string, error) {
	view := r.View()
	return shown(r, view, store.ModeRead, scope, effectiveMode(view, scope))
}

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

// Importing reports whether a scope takes what comes as another registry had it.
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

// SetMode sets the mode of a scope; an empty one clears it. IMPORT is entered once, over an empty scope.
type SetMode struct {
	Scope store.Subject
	// Mode may be in any case.
	Mode string
	// Force lets IMPORT be entered over live subjects; a scope that is in it stays so, whatever was imported since.
	Force bool
	// ETag is what [SettingsETag] must still say; empty for no condition.
	ETag string
}

// Change is the request as a change; it gives the mode, a string.
func (req SetMode) Change() Change {
	mode := strings.ToUpper(req.Mode)
	action := store.ModeUpdate
	if mode == Import {
		action = store.ModeImport
	}
	plan := func(_ context.Context, p *Plan) (any, error) {
		if err := p.checkMode(p.Scope, mode); err != nil {
			return nil, err
		}
		if err := unchanged(SettingsETag(p.View(), p.Scope), req.ETag); err != nil {
			return nil, err
		}
		if mode == Import && !req.Force && !hasMode(p.View(), p.Scope, Import) {
			if err := empty(p.Tx, p.Scope); err != nil {
				return nil, err
			}
		}
		old := p.View().Mode(p.Scope)
		if old == nil || old.Name != mode {
			p.Tx.Put(&store.Mode{Scope: p.Scope, Name: mode})
		}
		p.Log(store.EntryChange{Before: toldMode(old), After: store.Told(map[string]any{"mode": mode, "force": req.Force})})
		return mode, nil
	}
	return Change{Action: action, Scope: req.Scope, Plan: plan}
}

// SetMode sets the mode of a scope.
func (r *Session) SetMode(ctx context.Context, req SetMode) error {
	_, err := r.Commit(ctx, req.Change())
	return err
}

// toldMode is what the log says of a mode; nil where there is none.
func toldMode(m *store.Mode) []byte {
	if m == nil {
		return nil
	}
	return store.Told(map[string]string{"mode": m.Name})
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
	purge(tx, slices.Collect(maps.Keys(doomed)))
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

// UnsetMode removes the mode of a scope.
type UnsetMode struct {
	Scope store.Subject
	// Recursive takes those of all its subjects too.
	Recursive bool
}

// Change is the request as a change; it gives the scope's own mode, a string, empty when Recursive found none.
func (req UnsetMode) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		if p.config.FixedModes {
			return nil, fault.ModesFixed.New()
		}
		own := ""
		if m := p.View().Mode(p.Scope); m != nil {
			own = m.Name
		}
		for _, m := range p.modes(req.Recursive) {
			p.Tx.Delete(m)
			p.Log(store.EntryChange{Scope: m.Scope, Before: toldMode(m)})
		}
		switch {
		case own != "" || req.Recursive && p.Scope.Name == "":
			return own, nil
		case lastResort(p.Scope):
			return ReadWrite, nil
		case !req.Recursive:
			return nil, unknownSubject(p.Scope)
		}
		return "", nil
	}
	return Change{Action: store.ModeUnset, Scope: req.Scope, Plan: plan}
}

// modes are the modes of the plan's scope and, if asked for, of all that is in a domain.
func (p *Plan) modes(recursive bool) []*store.Mode {
	if recursive && p.Scope.Name == "" {
		return slices.Collect(p.View().Modes(p.Scope.Domain))
	}
	if m := p.View().Mode(p.Scope); m != nil {
		return []*store.Mode{m}
	}
	return nil
}

// UnsetMode removes the mode of a scope and returns it.
func (r *Session) UnsetMode(ctx context.Context, req UnsetMode) (string, error) {
	return Do[string](ctx, r, req.Change())
}
