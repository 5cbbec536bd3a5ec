package rpc

import (
	"cmp"
	"context"
	"iter"
	"slices"

	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	promise "github.com/concord-registry/concord/compat/word"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) GetSettings(ctx context.Context, r *concordv1.GetSettingsRequest) (*concordv1.GetSettingsResponse, error) {
	return read(ctx, m, "GetSettings", func(_ context.Context, c *call) (*concordv1.GetSettingsResponse, error) {
		about, err := scope(r.GetDomain(), r.GetSubject())
		if err != nil {
			return nil, err
		}
		if err := exists(c.view, about); err != nil {
			return nil, err
		}
		config, err := c.EffectiveConfig(about)
		if err != nil {
			return nil, err
		}
		mode, err := c.EffectiveMode(about)
		if err != nil {
			return nil, err
		}
		return &concordv1.GetSettingsResponse{
			Own: ownSettings(c.view, about), Effective: effectiveSettings(about, config, mode), Origins: origins(c.view, about),
		}, nil
	})
}

// exists refuses the settings of a domain that nobody has. A subject may have settings before it has versions.
func exists(v *store.View, about store.Subject) error {
	if about.Domain != store.Everywhere && !v.HasDomain(about.Domain) {
		return fault.DomainNotFound.About(about.Whole())
	}
	return nil
}

// ownSettings are what is set for exactly that scope.
func ownSettings(v *store.View, about store.Subject) *concordv1.Settings {
	config := store.Config{Scope: about}
	if c := v.Config(about); c != nil {
		config = *c
	}
	mode := ""
	if m := v.Mode(about); m != nil {
		mode = m.Name
	}
	m := encodeSettings(config, mode)
	m.Etag = registry.SettingsETag(v, about)
	return m
}

func encodeSettings(c store.Config, mode string) *concordv1.Settings {
	return &concordv1.Settings{
		Name:               settingsName(c.Scope),
		Level:              levelValue(c.Level),
		Judge:              judgeValue(c.Judge),
		Policy:             policyValue(c.Policy),
		Group:              c.Group,
		Normalize:          c.Normalize,
		ValidateNewSchemas: c.ValidateNewSchemas,
		ValidateFields:     c.ValidateFields,
		ValidateRules:      c.ValidateRules,
		Alias:              c.Alias,
		Mode:               modeValue(mode),
	}
}

// effectiveSettings are what applies to a scope, with Concord's own values where nobody has said any.
func effectiveSettings(about store.Subject, c store.Config, mode string) *concordv1.Settings {
	c.Scope = about
	m := encodeSettings(c, mode)
	m.Judge = cmp.Or(m.Judge, concordv1.Judge_CONFLUENT)
	m.Policy = cmp.Or(m.Policy, concordv1.CompatibilityPolicy_STRICT)
	for _, truth := range []struct {
		field    **bool
		fallback bool
	}{{&m.Normalize, false}, {&m.ValidateNewSchemas, true}, {&m.ValidateFields, false}, {&m.ValidateRules, false}} {
		if *truth.field == nil {
			*truth.field = proto.Bool(truth.fallback)
		}
	}
	return m
}

// origins say which settings each field of the effective ones comes from.
func origins(v *store.View, about store.Subject) map[string]string {
	from := map[string]string{}
	for i, c := range registry.Sources(v, about) {
		set := encodeSettings(*c, "")
		for name := range settingsWriters(nil) {
			field := set.ProtoReflect().Descriptor().Fields().ByName(protoreflect.Name(name))
			inherits := (name != "level" || i == 0) && (name != "alias" || c.Scope == about)
			if !inherits || from[field.JSONName()] != "" || !set.ProtoReflect().Has(field) {
				continue
			}
			from[field.JSONName()] = settingsName(c.Scope)
		}
	}
	for _, s := range []store.Subject{about, about.Whole(), {Domain: store.Everywhere}} {
		if m := v.Mode(s); m != nil && m.Name != "" {
			from["mode"] = settingsName(s)
			break
		}
	}
	return from
}

func (m *methods) UpdateSettings(ctx context.Context, r *concordv1.UpdateSettingsRequest) (*concordv1.UpdateSettingsResponse, error) {
	return answer(ctx, m, "UpdateSettings", func(ctx context.Context, c *call) (*concordv1.UpdateSettingsResponse, error) {
		about, changes, err := settingsChanges(r)
		if err != nil {
			return nil, err
		}
		var now *concordv1.Settings
		if len(changes) == 0 {
			view := c.Store.View()
			if err := exists(view, about); err != nil {
				return nil, err
			}
			return &concordv1.UpdateSettingsResponse{Settings: ownSettings(view, about)}, c.May(view, store.SettingsRead, about)
		}
		last := &changes[len(changes)-1]
		*last = after(*last, func(p *registry.Plan) { now = ownSettings(p.View(), about) })
		return land(ctx, c, r, setOf(changes...), func(registry.Landed) (*concordv1.UpdateSettingsResponse, error) {
			return &concordv1.UpdateSettingsResponse{Settings: now}, nil
		})
	})
}

// settingsChanges are the changes that a request asks for: of the settings, of the mode, or both, or none where its mask
// names nothing.
func settingsChanges(r *concordv1.UpdateSettingsRequest) (store.Subject, []registry.Change, error) {
	about, err := scope(r.GetDomain(), r.GetSubject())
	if err != nil {
		return about, nil, err
	}
	s := r.GetSettings()
	if s == nil {
		s = &concordv1.Settings{}
	}
	if s.GetName() != "" && s.GetName() != settingsName(about) {
		return about, nil, fault.FieldInvalid.With("field", "settings.name").Because("the request is about %s", settingsName(about))
	}
	writers := settingsWriters(s)
	writers["mode"] = nil
	paths, err := masked(s, r.GetUpdateMask(), writers)
	if err != nil {
		return about, nil, err
	}
	etag := cmp.Or(r.GetEtag(), s.GetEtag())
	var changes []registry.Change
	fields := slices.DeleteFunc(slices.Clone(paths), func(path string) bool { return path == "mode" })
	if len(fields) > 0 {
		change, err := configChange(about, s, fields, etag)
		if err != nil {
			return about, nil, err
		}
		changes, etag = append(changes, change), ""
	}
	if len(fields) < len(paths) {
		change, err := modeChange(about, s, r.GetForce(), etag)
		if err != nil {
			return about, nil, err
		}
		changes = append(changes, change)
	}
	for i := range changes {
		changes[i] = before(changes[i], func(p *registry.Plan) error { return exists(p.View(), about) })
	}
	return about, changes, nil
}

// settingsWriters write the fields of s, but for the mode, into stored settings.
func settingsWriters(s *concordv1.Settings) map[string]func(*store.Config) error {
	return map[string]func(*store.Config) error{
		"level": func(c *store.Config) (err error) {
			c.Level, err = word[promise.Level]("settings.level", s.GetLevel())
			return err
		},
		"judge": func(c *store.Config) (err error) {
			c.Judge, err = word[promise.Judge]("settings.judge", s.GetJudge())
			return err
		},
		"policy": func(c *store.Config) (err error) {
			c.Policy, err = word[promise.Policy]("settings.policy", s.GetPolicy())
			return err
		},
		"group":                func(c *store.Config) error { c.Group = s.GetGroup(); return nil },
		"normalize":            func(c *store.Config) error { c.Normalize = s.Normalize; return nil },
		"validate_new_schemas": func(c *store.Config) error { c.ValidateNewSchemas = s.ValidateNewSchemas; return nil },
		"validate_fields":      func(c *store.Config) error { c.ValidateFields = s.ValidateFields; return nil },
		"validate_rules":       func(c *store.Config) error { c.ValidateRules = s.ValidateRules; return nil },
		"alias":                func(c *store.Config) error { c.Alias = s.GetAlias(); return nil },
	}
}

func configChange(about store.Subject, s *concordv1.Settings, fields []string, etag string) (registry.Change, error) {
	if s.GetAlias() != "" && about.Name == "" {
		return registry.Change{}, fault.FieldInvalid.With("field", "settings.alias").Because("only a subject is an alias of another")
	}
	writers := settingsWriters(s)
	edit := func(c *store.Config) error {
		for _, field := range fields {
			if err := writers[field](c); err != nil {
				return err
			}
		}
		return nil
	}
	change := registry.UpdateSettings{Scope: about, Edit: edit, ETag: etag}.Change()
	return change, edit(&store.Config{})
}

func modeChange(about store.Subject, s *concordv1.Settings, force bool, etag string) (registry.Change, error) {
	mode, err := word[string]("settings.mode", s.GetMode())
	if err != nil {
		return registry.Change{}, err
	}
	if mode != "" {
		return registry.SetMode{Scope: about, Mode: mode, Force: force, ETag: etag}.Change(), nil
	}
	change := registry.UnsetMode{Scope: about}.Change()
	plan := change.Plan
	change.Plan = func(ctx context.Context, p *registry.Plan) (any, error) {
		if m := p.View().Mode(about); m == nil {
			return "", nil
		}
		return plan(ctx, p)
	}
	return conditional(change, etag, func(p *registry.Plan) string { return registry.SettingsETag(p.View(), about) }), nil
}

var settingsKeys = map[string]key[configured]{
	"domain": {text: func(s configured) []string {
		if s.scope.Domain == store.Everywhere {
			return nil
		}
		return one(s.scope.Domain.Public())
	}},
	"subject": {text: func(s configured) []string { return one(s.scope.Name) }},
	"level":   {text: func(s configured) []string { return one(said(s.settings.Level)) }},
	"mode":    {text: func(s configured) []string { return one(said(s.settings.Mode)) }},
}

func (m *methods) ListSettings(ctx context.Context, r *concordv1.ListSettingsRequest) (*concordv1.ListSettingsResponse, error) {
	return read(ctx, m, "ListSettings", func(_ context.Context, c *call) (*concordv1.ListSettingsResponse, error) {
		f, err := parseFilter(r.GetFilter(), settingsKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[store.Subject](r)
		if err != nil {
			return nil, err
		}
		list, next := take(p, c.settingsAfter(p.after), f.fits, func(s configured) store.Subject { return s.scope })
		return &concordv1.ListSettingsResponse{
			Settings: each(list, func(s configured) *concordv1.Settings { return s.settings }), NextPageToken: next,
		}, nil
	})
}

// configured is a scope with its settings.
type configured struct {
	scope    store.Subject
	settings *concordv1.Settings
}

// settingsAfter walks the scopes that have settings of their own, from behind one of them on.
func (c *call) settingsAfter(after *store.Subject) iter.Seq[configured] {
	return func(yield func(configured) bool) {
		for s := range c.view.ScopesAfter(after) {
			if c.May(c.view, store.SettingsList, s) != nil {
				continue
			}
			own := ownSettings(c.view, s)
			if (anySet(own) || otherwiseSet(c.view.Config(s))) && !yield(configured{s, own}) {
				return
			}
		}
	}
}

// otherwiseSet reports whether there are settings that only the Confluent API has words for. They are listed, empty, for
// those who move all that a registry holds.
func otherwiseSet(c *store.Config) bool {
	return c != nil && (c.AliasForDeks != "" || c.DefaultMetadata != nil || c.OverrideMetadata != nil || c.DefaultRuleSet != nil || c.OverrideRuleSet != nil)
}

// anySet reports whether settings say anything.
func anySet(s *concordv1.Settings) bool {
	bare := proto.CloneOf(s)
	bare.Name, bare.Etag = "", ""
	return proto.Size(bare) > 0
}
