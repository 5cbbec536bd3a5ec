package confluent

import (
	"errors"
	"iter"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// mostSchemas is both the default and the maximum page of GET /schemas.
const mostSchemas = 1000

// listSchemas is GET /schemas. Without a prefix it lists the default context, unlike GET /subjects.
func (h *handler) listSchemas(c *dialect.Call) (any, error) {
	p, err := c.Page(mostSchemas)
	if err != nil {
		return nil, err
	}
	filter, err := associationFilter(c)
	if err != nil {
		return nil, err
	}
	found := h.as(c).Schemas(registry.SchemaQuery{
		Prefix:   c.Prefix(""),
		Deleted:  c.Flag("deleted"),
		Latest:   c.Flag("latestOnly"),
		Aliases:  c.Flag("aliases"),
		RuleType: c.Text("ruleType"),
		Keep:     filter.Selects,
	})
	how := variant{legacy: c.Legacy()}
	return dialect.Array(func(yield func(any) bool) {
		for _, v := range dialect.Take(found, p) {
			shape := plainVersion(v.Version, how)
			shape.Aliases = v.Aliases
			if !yield(shape) {
				return
			}
		}
	}), nil
}

// schemaByID is GET /schemas/ids/{id}, which every deserializer calls: the usual form is kept.
func (h *handler) schemaByID(c *dialect.Call) (any, error) {
	v, err := h.byID(c)
	if err != nil {
		return nil, err
	}
	how := variantOf(c)
	if !how.standard() {
		return h.stringAnswer(v, how)
	}
	return h.plain.Get(shown{v, how.form(byID)}, true, func() any { return plainString(v, how) }), nil
}

// plainString is a version as `SchemaString` when nothing special was asked for.
func plainString(v *store.Version, how variant) stringShape {
	if how.legacy {
		return stringShapeOf(v, shapeOf(v.Content()).old()).old()
	}
	return stringShapeOf(v, shapeOf(v.Content()))
}

func (h *handler) byID(c *dialect.Call) (*store.Version, error) {
	id, err := c.ID()
	if err != nil {
		return nil, err
	}
	return h.as(c).ByID(id, hint(c))
}

// stringAnswer is a version as `SchemaString`.
func (h *handler) stringAnswer(v *store.Version, how variant) (stringShape, error) {
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
	if how.maxID {
		shape.MaxID = new(h.Registry.View().MaxID(v.Subject.Domain))
	}
	return shape, nil
}

// textByID is GET /schemas/ids/{id}/schema.
func (h *handler) textByID(c *dialect.Call) (any, error) {
	v, err := h.byID(c)
	if err != nil {
		return nil, err
	}
	return h.text(v, c.Text("format"))
}

// uses walks, of each subject that has the id of the path, the newest version that carries it.
func (h *handler) uses(c *dialect.Call) (iter.Seq[*store.Version], error) {
	id, err := c.ID()
	if err != nil {
		return nil, err
	}
	versions, err := h.as(c).Uses(id, hint(c), c.Flag("deleted"))
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
func (h *handler) subjectsOfID(c *dialect.Call) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	versions, err := h.uses(c)
	if err != nil {
		return nil, err
	}
	names := []string{}
	for _, v := range dialect.Take(versions, p) {
		names = append(names, v.Subject.String())
	}
	return names, nil
}

// versionsOfID is GET /schemas/ids/{id}/versions.
func (h *handler) versionsOfID(c *dialect.Call) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	versions, err := h.uses(c)
	if err != nil {
		return nil, err
	}
	uses := []useShape{}
	for _, v := range dialect.Take(versions, p) {
		uses = append(uses, useShape{v.Subject.String(), v.Number})
	}
	return uses, nil
}

// schemaByGUID is GET /schemas/guids/{guid}.
func (h *handler) schemaByGUID(c *dialect.Call) (any, error) {
	v, err := h.byGUID(c)
	if err != nil {
		return nil, err
	}
	how := variantOf(c)
	if !how.standard() {
		shape, err := h.stringAnswer(v, how)
		return shape.anonymous(), err
	}
	return h.plain.Get(shown{v, how.form(byGUID)}, true, func() any { return plainString(v, how).anonymous() }), nil
}

func (h *handler) byGUID(c *dialect.Call) (*store.Version, error) {
	guid, err := schema.ParseGUID(c.Path("guid"))
	if err != nil {
		return nil, fault.SchemaNotFound.With("schema", c.Path("guid"))
	}
	return h.as(c).ByGUID(guid)
}

// idsOfGUID is GET /schemas/guids/{guid}/ids.
func (h *handler) idsOfGUID(c *dialect.Call) (any, error) {
	ids := []contextShape{}
	guid, err := schema.ParseGUID(c.Path("guid"))
	if err != nil {
		return ids, nil
	}
	for _, i := range h.as(c).Identifiers(guid) {
		ids = append(ids, contextShape{i.Domain.Context(), i.ID})
	}
	return ids, nil
}
