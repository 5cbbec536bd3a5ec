package confluent

import (
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/registry"
)

// register is POST /subjects/{subject}/versions.
func (h *handler) register(c *call) (any, error) {
	body, err := h.schemaRequest(c)
	if err != nil {
		return nil, err
	}
	request := body.registration()
	request.Subject, request.Actor, request.Force = h.subject(c), h.Actor(c.request), c.flag("force")
	done, err := h.Registry.Register(c.request.Context(), request)
	if err != nil {
		return nil, err
	}
	return h.registered(c, done)
}

// registered answers a registration. Warnings of policies go into a header, for the body has no place for them.
func (h *handler) registered(c *call, done registry.Registration) (any, error) {
	warn(c.Header(), done.Decision)
	how := variant{format: c.text("format"), legacy: c.legacy()}
	if how.legacy {
		return registeredShape{ID: done.Version.ID}, nil
	}
	content, err := h.content(done.Version, how)
	if err != nil {
		return nil, err
	}
	shape := registeredShapeOf(done.Version, content)
	if !done.Created && !done.Exact {
		shape.life = lifeOf(done.Version)
	}
	return shape, nil
}

// tag is POST /subjects/{subject}/versions/{version}/tags.
func (h *handler) tag(c *call) (any, error) {
	request, err := h.tagRequest(c)
	if err != nil {
		return nil, err
	}
	done, err := h.Registry.Tag(c.request.Context(), request)
	if err != nil {
		return nil, err
	}
	return h.registered(c, done)
}

func (h *handler) tagRequest(c *call) (registry.TagRequest, error) {
	v, err := h.body(c)
	if err != nil {
		return registry.TagRequest{}, err
	}
	d := &decoder{}
	r := registry.TagRequest{
		Subject:       h.subject(c),
		AddTags:       list(d, v.Get("tagsToAdd"), d.entityTags),
		RemoveTags:    list(d, v.Get("tagsToRemove"), d.entityTags),
		Metadata:      d.metadata(v.Get("metadata")),
		RuleSet:       d.ruleSet(v.Get("ruleSet")),
		RulesToMerge:  d.ruleSet(v.Get("rulesToMerge")),
		RulesToRemove: d.texts(v.Get("rulesToRemove")),
		Actor:         h.Actor(c.request),
	}
	if n := d.integer(v.Get("newVersion")); n != nil {
		r.NewVersion = *n
	}
	if d.err != nil {
		return r, d.err
	}
	r.Version, err = c.selector()
	return r, err
}

// listTypes is GET /schemas/types.
func (h *handler) listTypes(*call) (any, error) {
	return []schema.Type{schema.JSON, schema.Protobuf, schema.Avro}, nil
}
