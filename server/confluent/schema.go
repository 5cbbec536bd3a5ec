package confluent

import (
	"errors"
	"iter"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// mostSchemas is both the default and the maximum page of GET /schemas.
const mostSchemas = 1000

// listSchemas is GET /schemas. Without a prefix it lists the default context, unlike GET /subjects.
func (h *handler) listSchemas(c *call) (any, error) {
	p, err := c.page(mostSchemas)
	if err != nil {
		return nil, err
	}
	filter, err := c.associationFilter()
	if err != nil {
		return nil, err
	}
	found := h.Registry.Schemas(registry.SchemaQuery{
		Prefix:       c.prefix(""),
		Deleted:      c.flag("deleted"),
		Latest:       c.flag("latestOnly"),
		Aliases:      c.flag("aliases"),
		RuleType:     c.text("ruleType"),
		Associations: filter,
	})
	how := variant{legacy: c.legacy()}
	return array(func(yield func(any) bool) {
		for _, v := range part(found, p) {
			shape := plainVersion(v.Version, how)
			shape.Aliases = v.Aliases
			if !yield(shape) {
				return
			}
		}
	}), nil
}

// schemaByID is GET /schemas/ids/{id}, which every deserializer calls: the usual form is kept.
func (h *handler) schemaByID(c *call) (any, error) {
	v, err := h.byID(c)
	if err != nil {
		return nil, err
	}
	how := c.variant()
	if !how.standard() || c.flag("fetchMaxId") {
		return h.stringAnswer(c, v, how)
	}
	return h.plain.get(v, how.form(byID), true, func() []byte { return encode(plainString(v, how)) }), nil
}

// plainString is a version as `SchemaString` when nothing special was asked for.
func plainString(v *store.Version, how variant) stringShape {
	if how.legacy {
		return stringShapeOf(v, shapeOf(v.Content()).old()).old()
	}
	return stringShapeOf(v, shapeOf(v.Content()))
}

func (h *handler) byID(c *call) (*store.Version, error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	return h.Registry.ByID(id, h.hint(c))
}

// stringAnswer is a version as `SchemaString`.
func (h *handler) stringAnswer(c *call, v *store.Version, how variant) (stringShape, error) {
	content, err := h.content(v, how)
	if err != nil {
		return stringShape{}, err
	}
	shape := stringShapeOf(v, content)
	if len(how.tags) > 0 {
		if shape.SchemaTags, err = h.Registry.Tags(v, how.tags); err != nil {
			return stringShape{}, err
		}
	}
	if how.legacy {
		shape = shape.old()
	}
	if c.flag("fetchMaxId") {
		shape.MaxID = new(h.Registry.View().MaxID(v.Subject.Domain))
	}
	return shape, nil
}

// textByID is GET /schemas/ids/{id}/schema.
func (h *handler) textByID(c *call) (any, error) {
	v, err := h.byID(c)
	if err != nil {
		return nil, err
	}
	return h.text(v, c.text("format"))
}

// uses walks, of each subject that has the id of the path, the newest version that carries it.
func (h *handler) uses(c *call) (iter.Seq[*store.Version], error) {
	id, err := c.id()
	if err != nil {
		return nil, err
	}
	versions, err := h.Registry.Uses(id, h.hint(c), c.flag("deleted"))
	if errors.Is(err, fault.SchemaNotFound) {
		err = fault.ContentNotFound.New() // here the reference does not repeat the id
	}
	return newest(versions), err
}

// newest keeps of each subject the version with the highest number; versions come by subject and number.
func newest(versions iter.Seq[*store.Version]) iter.Seq[*store.Version] {
	return func(yield func(*store.Version) bool) {
		var last *store.Version
		for v := range versions {
			if last != nil && last.Subject != v.Subject && !yield(last) {
				return
			}
			last = v
		}
		if last != nil {
			yield(last)
		}
	}
}

// subjectsOfID is GET /schemas/ids/{id}/subjects.
func (h *handler) subjectsOfID(c *call) (any, error) {
	p, err := c.page(unlimited)
	if err != nil {
		return nil, err
	}
	versions, err := h.uses(c)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, v := range part(versions, p) {
		names = append(names, v.Subject.String())
	}
	return names, nil
}

// versionsOfID is GET /schemas/ids/{id}/versions.
func (h *handler) versionsOfID(c *call) (any, error) {
	p, err := c.page(unlimited)
	if err != nil {
		return nil, err
	}
	versions, err := h.uses(c)
	if err != nil {
		return nil, err
	}
	uses := []useShape{}
	for _, v := range part(versions, p) {
		uses = append(uses, useShape{v.Subject.String(), v.Number})
	}
	return uses, nil
}

// schemaByGUID is GET /schemas/guids/{guid}.
func (h *handler) schemaByGUID(c *call) (any, error) {
	v, err := h.byGUID(c)
	if err != nil {
		return nil, err
	}
	how := c.variant()
	if !how.standard() || c.flag("fetchMaxId") {
		shape, err := h.stringAnswer(c, v, how)
		return shape.anonymous(), err
	}
	return h.plain.get(v, how.form(byGUID), true, func() []byte { return encode(plainString(v, how).anonymous()) }), nil
}

func (h *handler) byGUID(c *call) (*store.Version, error) {
	guid, err := schema.ParseGUID(c.path("guid"))
	if err != nil {
		return nil, fault.SchemaNotFound.With("schema", c.path("guid"))
	}
	return h.Registry.ByGUID(guid)
}

// idsOfGUID is GET /schemas/guids/{guid}/ids.
func (h *handler) idsOfGUID(c *call) (any, error) {
	ids := []contextShape{}
	guid, err := schema.ParseGUID(c.path("guid"))
	if err != nil {
		return ids, nil
	}
	for _, i := range h.Registry.Identifiers(guid) {
		ids = append(ids, contextShape{i.Domain.Context(), i.ID})
	}
	return ids, nil
}
