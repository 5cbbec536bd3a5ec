package confluent

import (
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/registry"
)

// register is POST /subjects/{subject}/versions.
func (h *handler) register(c *dialect.Call) (any, error) {
	request, err := schemaRequest(c)
	if err != nil {
		return nil, err
	}
	request.Subject, request.Force = c.Scope(), c.Flag("force")
	done, err := h.as(c).Register(c.Request.Context(), request)
	if err != nil {
		return nil, explained(err)
	}
	return h.registered(c, done)
}

// registered answers a registration. Warnings of policies go into a header, for the body has no place for them.
func (h *handler) registered(c *dialect.Call, done registry.Registration) (any, error) {
	warn(c.Header(), done.Decision)
	how := variant{format: c.Text("format"), legacy: c.Legacy()}
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
func (h *handler) tag(c *dialect.Call) (any, error) {
	request, err := h.tagRequest(c)
	if err != nil {
		return nil, err
	}
	done, err := h.as(c).Tag(c.Request.Context(), request)
	if err != nil {
		return nil, explained(err)
	}
	return h.registered(c, done)
}

func (h *handler) tagRequest(c *dialect.Call) (registry.TagRequest, error) {
	v, err := c.Body()
	if err != nil {
		return registry.TagRequest{}, err
	}
	d := &dialect.Decoder{}
	r := registry.TagRequest{
		Subject:       c.Scope(),
		AddTags:       dialect.List(d, v.Get("tagsToAdd"), d.EntityTags),
		RemoveTags:    dialect.List(d, v.Get("tagsToRemove"), d.EntityTags),
		Metadata:      d.Metadata(v.Get("metadata")),
		RuleSet:       d.RuleSet(v.Get("ruleSet")),
		RulesToMerge:  d.RuleSet(v.Get("rulesToMerge")),
		RulesToRemove: d.Texts(v.Get("rulesToRemove")),
	}
	if n := d.Integer(v.Get("newVersion")); n != nil {
		r.NewVersion = *n
	}
	if d.Err() != nil {
		return r, d.Err()
	}
	r.Version, err = selector(c)
	return r, err
}
