package confluent

import "github.com/concord-registry/concord/server/registry"

// listSubjects is GET /subjects. Without a prefix it lists all contexts.
func (h *handler) listSubjects(c *call) (any, error) {
	p, err := c.page(unlimited)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, s := range part(h.Registry.Subjects(c.prefix(":*:"), c.deletion()), p) {
		names = append(names, s.String())
	}
	return names, nil
}

// lookUp is POST /subjects/{subject}.
func (h *handler) lookUp(c *call) (any, error) {
	body, err := h.schemaRequest(c)
	if err != nil {
		return nil, err
	}
	found, err := h.Registry.LookUp(registry.LookUpRequest{Subject: h.subject(c), Draft: body.Draft, Deleted: c.flag("deleted")})
	if err != nil {
		return nil, err
	}
	shape, err := h.versionAnswer(found.Version, variant{format: c.text("format"), legacy: c.legacy()})
	if found.Exact {
		shape.life = life{}
	}
	return shape, err
}

// latestWithMetadata is GET /subjects/{subject}/metadata. Keys and values pair up by position.
func (h *handler) latestWithMetadata(c *call) (any, error) {
	keys, values := c.texts("key"), c.texts("value")
	properties := map[string]string{}
	for i := range min(len(keys), len(values)) {
		properties[keys[i]] = values[i]
	}
	found, err := h.Registry.WithMetadata(h.subject(c), properties, c.flag("deleted"))
	if err != nil {
		return nil, err
	}
	return h.versionAnswer(found, variant{format: c.text("format"), legacy: c.legacy()})
}

// deleteSubject is DELETE /subjects/{subject}.
func (h *handler) deleteSubject(c *call) (any, error) {
	return h.Registry.DeleteSubject(c.request.Context(), h.subject(c), c.flag("permanent"), h.Actor(c.request))
}
