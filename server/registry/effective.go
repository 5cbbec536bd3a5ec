package registry

import (
	"cmp"

	"github.com/concord-registry/concord/server/store"
)

// Config is what is set for exactly that scope; a whole domain or subject without any gives an error of kind NotFound,
// the default domain and [store.Everywhere] the server's defaults (contract §1.6).
func (r *Session) Config(scope store.Subject) (store.Config, error) {
	view := r.View()
	if c := view.Config(scope); c != nil {
		return shown(r, view, store.SettingsRead, scope, r.levelled(*c))
	}
	if lastResort(scope) {
		return shown(r, view, store.SettingsRead, scope, r.defaults(scope))
	}
	return store.Config{}, notConfigured(scope)
}

// EffectiveConfig is what applies to a scope (contract §3.10), never without a level.
func (r *Session) EffectiveConfig(scope store.Subject) (store.Config, error) {
	view := r.View()
	return shown(r, view, store.SettingsRead, scope, r.effectiveConfig(view, scope))
}

func (r *Registry) effectiveConfig(v *store.View, scope store.Subject) store.Config {
	if own := v.Config(scope); own != nil {
		return r.levelled(inherit(*own, v.Config(store.Subject{})))
	}
	for _, wider := range [...]store.Subject{scope.Whole(), {Domain: store.Everywhere}} {
		if c := v.Config(wider); c != nil {
			found := *c
			found.Scope, found.Alias = scope, ""
			return r.levelled(found)
		}
	}
	if scope.Domain == store.Everywhere {
		return r.levelled(inherit(store.Config{Scope: scope}, v.Config(store.Subject{})))
	}
	return r.defaults(scope)
}

// Sources lists the settings that those which apply to a scope are made of. The first one counts whole, but that its alias is
// for its own scope only; a second one fills what it leaves open, but for the level and the alias. Where nobody has set
// anything the list is empty.
func Sources(v *store.View, scope store.Subject) []*store.Config {
	var list []*store.Config
	for _, s := range [...]store.Subject{scope, scope.Whole(), {Domain: store.Everywhere}} {
		if c := v.Config(s); c != nil {
			list = append(list, c)
			break
		}
	}
	global := v.Config(store.Subject{})
	switch {
	case global == nil || scope == store.Subject{}:
	case len(list) == 0 && scope.Domain == store.Everywhere:
		list = append(list, &store.Config{Scope: scope}, global)
	case len(list) > 0 && list[0].Scope == scope:
		list = append(list, global)
	}
	return list
}

// inherit fills what own leaves open and global, the default domain's config, says: the validations, the policy, the
// group and the judge. Levels, aliases, metadata and rules are never inherited (contract §3.10).
func inherit(own store.Config, global *store.Config) store.Config {
	if global == nil {
		return own
	}
	own.Normalize = cmp.Or(own.Normalize, global.Normalize)
	own.ValidateFields = cmp.Or(own.ValidateFields, global.ValidateFields)
	own.ValidateNewSchemas = cmp.Or(own.ValidateNewSchemas, global.ValidateNewSchemas)
	own.ValidateRules = cmp.Or(own.ValidateRules, global.ValidateRules)
	own.Policy = cmp.Or(own.Policy, global.Policy)
	own.Group = cmp.Or(own.Group, global.Group)
	own.Judge = cmp.Or(own.Judge, global.Judge)
	return own
}

// levelled gives a config without a level the server's own, which is not the global one (contract §3.10).
func (r *Registry) levelled(c store.Config) store.Config {
	c.Level = cmp.Or(c.Level, r.config.Level)
	return c
}

func (r *Registry) defaults(scope store.Subject) store.Config {
	return store.Config{Scope: scope, Level: r.config.Level}
}

// lastResort reports whether a scope has the server's defaults when nothing is stored for it.
func lastResort(scope store.Subject) bool {
	return scope == store.Subject{} || scope == store.Subject{Domain: store.Everywhere}
}

func isSet(b *bool) bool { return b != nil && *b }
