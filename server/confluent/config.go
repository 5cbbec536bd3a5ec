package confluent

import (
	"strings"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// config is GET /config and GET /config/{subject}.
func (h *handler) config(c *call) (any, error) {
	scope := c.scope()
	if c.flag("defaultToGlobal") {
		return readConfig(h.Registry.EffectiveConfig(scope)), nil
	}
	stored, err := h.Registry.Config(scope)
	if err != nil {
		return nil, err
	}
	return readConfig(h.levelled(scope, stored)), nil
}

// levelled fills in the level that stored settings without one come to.
func (h *handler) levelled(scope store.Subject, stored store.Config) store.Config {
	if stored.Level == "" {
		stored.Level = h.Registry.EffectiveConfig(scope).Level
	}
	return stored
}

func readConfig(c store.Config) configShape {
	shape := configShapeOf(c)
	shape.Level = c.Level
	return shape
}

// configure is PUT /config and PUT /config/{subject}. A member that is absent leaves what is set, null clears it.
func (h *handler) configure(c *call) (any, error) {
	body, err := h.body(c)
	if err != nil {
		return nil, err
	}
	edit := func(config *store.Config) error { return edit(config, body) }
	if err := edit(&store.Config{}); err != nil {
		return nil, err
	}
	stored, err := h.Registry.Configure(c.request.Context(), c.scope(), edit, h.Actor(c.request))
	if err != nil {
		return nil, err
	}
	shape := configShapeOf(stored)
	shape.UpdatedLevel = stored.Level
	return shape, nil
}

// edit changes a config by the members that a body has.
func edit(config *store.Config, body *jsontree.Value) error {
	d := &decoder{}
	for _, m := range body.Members {
		switch v := m.Value; m.Name {
		case "alias":
			config.Alias = d.text(v)
		case "aliasForDeks":
			config.AliasForDeks = d.text(v)
		case "normalize":
			config.Normalize = d.boolean(v)
		case "validateFields":
			config.ValidateFields = d.boolean(v)
		case "validateNewSchemas":
			config.ValidateNewSchemas = d.boolean(v)
		case "validateRules":
			config.ValidateRules = d.boolean(v)
		case "compatibility":
			config.Level = d.level(v)
		case "compatibilityPolicy":
			config.Policy = d.policy(v)
		case "compatibilityGroup":
			config.Group = d.text(v)
		case "defaultMetadata":
			config.DefaultMetadata = d.metadata(v)
		case "overrideMetadata":
			config.OverrideMetadata = d.metadata(v)
		case "defaultRuleSet":
			config.DefaultRuleSet = d.ruleSet(v)
		case "overrideRuleSet":
			config.OverrideRuleSet = d.ruleSet(v)
		}
	}
	return d.err
}

// level reads a compatibility level, empty for null.
func (d *decoder) level(v *jsontree.Value) string {
	if absent(v) {
		return ""
	}
	level, err := compat.ParseLevel(d.text(v))
	if err != nil && d.err == nil {
		d.err = fault.Coded(fault.Invalid, 42203, "Invalid compatibility level. Valid values are none, backward, forward, full, backward_transitive, forward_transitive, and full_transitive")
	}
	return string(level)
}

// policy reads a compatibility policy; one that the reference does not know counts as none.
func (d *decoder) policy(v *jsontree.Value) string {
	switch p := strings.ToUpper(d.text(v)); p {
	case "STRICT", "LENIENT", "LOGICAL":
		return p
	}
	return ""
}

// unconfigure is DELETE /config and DELETE /config/{subject}.
func (h *handler) unconfigure(c *call) (any, error) {
	scope := c.scope()
	level := h.Registry.EffectiveConfig(scope).Level
	stored, err := h.Registry.Unconfigure(c.request.Context(), scope, h.Actor(c.request))
	if err != nil {
		return nil, err
	}
	if stored.Level == "" {
		stored.Level = level
	}
	return readConfig(stored), nil
}
