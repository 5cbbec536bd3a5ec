package confluent

import (
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/registry"
)

// listSubjects is GET /subjects. Without a prefix it lists all contexts.
func (h *handler) listSubjects(c *dialect.Call) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, s := range dialect.Take(h.as(c).Subjects(c.Prefix(":*:"), deletion(c)), p) {
		names = append(names, s.String())
	}
	return names, nil
}

// lookUp is POST /subjects/{subject}.
func (h *handler) lookUp(c *dialect.Call) (any, error) {
	offered, err := schemaRequest(c)
	if err != nil {
		return nil, err
	}
	found, err := h.as(c).LookUp(registry.LookUpRequest{Subject: c.Scope(), Draft: offered.Draft, Deleted: c.Flag("deleted")})
	if err != nil {
		return nil, err
	}
	shape, err := h.versionAnswer(found.Version, variant{format: c.Text("format"), legacy: c.Legacy()})
	if found.Exact {
		shape.life = life{}
	}
	return shape, err
}

// latestWithMetadata is GET /subjects/{subject}/metadata. Keys and values pair up by position.
func (h *handler) latestWithMetadata(c *dialect.Call) (any, error) {
	keys, values := c.Texts("key"), c.Texts("value")
	properties := map[string]string{}
	for i := range min(len(keys), len(values)) {
		properties[keys[i]] = values[i]
	}
	found, err := h.as(c).WithMetadata(c.Scope(), properties, c.Flag("deleted"))
	if err != nil {
		return nil, err
	}
	return h.versionAnswer(found, variant{format: c.Text("format"), legacy: c.Legacy()})
}

// deleteSubject is DELETE /subjects/{subject}.
func (h *handler) deleteSubject(c *dialect.Call) (any, error) {
	return h.as(c).DeleteSubject(c.Request.Context(), registry.DeleteSubject{Subject: c.Scope(), Permanent: c.Flag("permanent")})
}
