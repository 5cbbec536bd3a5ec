package confluent

import "github.com/concord-registry/concord/schema"

// old takes away what release 7.x did not send of a schema.
func (c contentShape) old() contentShape {
	c.guid = ""
	if c.kind == string(schema.Avro) {
		c.kind = ""
	}
	if m := c.metadata; m != nil && len(m.Tags) == 0 && len(m.Properties) == 0 && len(m.Sensitive) == 0 {
		c.metadata = nil
	}
	if r := c.ruleSet; r != nil && len(r.MigrationRules) == 0 && len(r.DomainRules) == 0 && len(r.EncodingRules) == 0 {
		c.ruleSet = nil
	}
	return c
}

func (v versionShape) old() versionShape {
	v.life = life{}
	return v
}

func (s stringShape) old() stringShape {
	s.Subject, s.Version, s.life = "", 0, life{}
	return s
}
