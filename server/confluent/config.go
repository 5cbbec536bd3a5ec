package confluent

import (
	"github.com/concord-registry/concord/compat/word"
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
	return readConfig(stored), nil
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
	change := func(config *store.Config) error { return edit(config, body) }
	if err := change(&store.Config{}); err != nil {
		return nil, err
	}
	stored, err := h.Registry.Configure(c.request.Context(), c.scope(), change, h.Actor(c.request))
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
			config.Level = word.Level(d.level(v))
		case "compatibilityPolicy":
			config.Policy = word.Policy(d.text(v))
		case "compatibilityGroup":
			config.Group = d.text(v)
		case "compatibilityJudge":
			config.Judge = word.Judge(d.text(v))
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

// level reads a compatibility level, empty for null. The registry refuses what it does not know, but takes an empty one
// for none, which it is not here.
func (d *decoder) level(v *jsontree.Value) string {
	level := d.text(v)
	if level == "" && !absent(v) && d.err == nil {
		d.err = fault.LevelUnknown.With("level", level)
	}
	return level
}

// unconfigure is DELETE /config and DELETE /config/{subject}.
func (h *handler) unconfigure(c *call) (any, error) {
	stored, err := h.Registry.Unconfigure(c.request.Context(), c.scope(), h.Actor(c.request))
	if err != nil {
		return nil, err
	}
	return readConfig(stored), nil
}
