package confluent

import (
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// config is GET /config and GET /config/{subject}.
func (h *handler) config(c *dialect.Call) (any, error) {
	scope := c.Scope()
	if c.Flag("defaultToGlobal") {
		return configAnswer(h.as(c).EffectiveConfig(scope))
	}
	return configAnswer(h.as(c).Config(scope))
}

// configAnswer is the answer of an operation that gives settings.
func configAnswer(c store.Config, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	shape := configShapeOf(c)
	shape.Level = c.Level
	return shape, nil
}

// configure is PUT /config and PUT /config/{subject}. A member that is absent leaves what is set, null clears it.
func (h *handler) configure(c *dialect.Call) (any, error) {
	body, err := c.Body()
	if err != nil {
		return nil, err
	}
	change := func(config *store.Config) error { return edit(config, body) }
	if err := change(&store.Config{}); err != nil {
		return nil, err
	}
	stored, err := h.as(c).UpdateSettings(c.Request.Context(), registry.UpdateSettings{Scope: c.Scope(), Edit: change})
	if err != nil {
		return nil, err
	}
	shape := configShapeOf(stored)
	shape.UpdatedLevel = stored.Level
	return shape, nil
}

// edit changes a config by the members that a body has.
func edit(config *store.Config, body *jsontree.Value) error {
	d := &dialect.Decoder{}
	for _, m := range body.Members {
		switch v := m.Value; m.Name {
		case "alias":
			config.Alias = d.Text(v)
		case "aliasForDeks":
			config.AliasForDeks = d.Text(v)
		case "normalize":
			config.Normalize = d.Boolean(v)
		case "validateFields":
			config.ValidateFields = d.Boolean(v)
		case "validateNewSchemas":
			config.ValidateNewSchemas = d.Boolean(v)
		case "validateRules":
			config.ValidateRules = d.Boolean(v)
		case "compatibility":
			config.Level = level(d, v)
		case "compatibilityPolicy":
			config.Policy = word.Policy(d.Text(v))
		case "compatibilityGroup":
			config.Group = d.Text(v)
		case "compatibilityJudge":
			config.Judge = word.Judge(d.Text(v))
		case "defaultMetadata":
			config.DefaultMetadata = d.Metadata(v)
		case "overrideMetadata":
			config.OverrideMetadata = d.Metadata(v)
		case "defaultRuleSet":
			config.DefaultRuleSet = d.RuleSet(v)
		case "overrideRuleSet":
			config.OverrideRuleSet = d.RuleSet(v)
		}
	}
	return d.Err()
}

// level reads a compatibility level, empty for null. The registry refuses what it does not know, but takes an empty one
// for none, which it is not here.
func level(d *dialect.Decoder, v *jsontree.Value) word.Level {
	level := word.Level(d.Text(v))
	if level == "" && !dialect.Absent(v) {
		d.Refuse(fault.LevelUnknown.With("level", level))
	}
	return level
}

// unconfigure is DELETE /config and DELETE /config/{subject}.
func (h *handler) unconfigure(c *dialect.Call) (any, error) {
	return configAnswer(h.as(c).UnsetSettings(c.Request.Context(), registry.UnsetSettings{Scope: c.Scope()}))
}
