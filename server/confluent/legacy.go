package confluent

import (
	"net/http"
	"strings"

	"github.com/concord-registry/concord/schema"
)

// legacy reports whether the caller is a Java client that may refuse members it does not know: up to release 5.5 they do,
// and up to 7.8 they cannot be told apart by what they send (ecosystem fact 13). They get the shapes of release 7.x.
func (c *call) legacy() bool { return legacy(c.request.Header) }

func legacy(h http.Header) bool {
	agent := h["User-Agent"]
	return len(agent) > 0 && strings.HasPrefix(agent[0], "Java/") && h.Get("Confluent-Accept-Unknown-Properties") == ""
}

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
