package confluent

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// variant is how a request wants a schema shown.
type variant struct {
	format    string
	qualified bool
	tags      []string
	legacy    bool
	// maxID asks for the highest id of the domain; only the answers by id and GUID have a place for it.
	maxID bool
}

// variantOf reads the parameters that all reads of one schema share, in one walk.
func variantOf(c *dialect.Call) variant {
	v := variant{legacy: c.Legacy()}
	maxIDs := 0
	for name, value := range c.Parameters {
		switch name {
		case "format":
			v.format = cmp.Or(v.format, value)
		case "referenceFormat":
			v.qualified = v.qualified || strings.EqualFold(value, "qualified")
		case "findTags":
			v.tags = append(v.tags, value)
		case "fetchMaxId": // the first one counts
			v.maxID = v.maxID || maxIDs == 0 && dialect.IsTrue(value)
			maxIDs++
		}
	}
	return v
}

// standard reports whether nothing special was asked for.
func (v variant) standard() bool {
	return v.format == "" && !v.qualified && len(v.tags) == 0 && !v.maxID
}

// form is f for the kind of client.
func (v variant) form(f form) form {
	if v.legacy {
		return f | old
	}
	return f
}

// content is what a version says, as the variant shows it.
func (h *handler) content(v *store.Version, how variant) (contentShape, error) {
	c := shapeOf(v.Content())
	if how.legacy {
		c = c.old()
	}
	if how.qualified {
		c = c.qualified(v.Subject.Domain)
	}
	if how.format == "" {
		return c, nil
	}
	var err error
	c.text, err = h.Registry.Render(v, how.format)
	return c, err
}

// qualified spells the subjects of references with their contexts.
func (c contentShape) qualified(in store.DomainName) contentShape {
	references := append(c.references[:0:0], c.references...)
	for i := range references {
		references[i].Subject = store.ParseSubject(references[i].Subject, in).String()
	}
	c.references = references
	return c
}

// versionAnswer is a version as `Schema`.
func (h *handler) versionAnswer(v *store.Version, how variant) (versionShape, error) {
	c, err := h.content(v, how)
	if err != nil {
		return versionShape{}, err
	}
	shape := versionShapeOf(v, c)
	if len(how.tags) > 0 {
		if shape.SchemaTags, err = h.Registry.Tags(v, how.tags); err != nil {
			return versionShape{}, err
		}
	}
	if how.legacy {
		shape = shape.old()
	}
	return shape, nil
}

// version is GET /subjects/{subject}/versions/{version}.
func (h *handler) version(c *dialect.Call) (any, error) {
	v, err := h.find(c)
	if err != nil {
		return nil, err
	}
	how := variantOf(c)
	how.maxID = false
	if !how.standard() {
		return h.versionAnswer(v, how)
	}
	return h.plain.Get(shown{v, how.form(byVersion)}, false, func() any { return plainVersion(v, how) }), nil
}

// plainVersion is a version as `Schema` when nothing special was asked for.
func plainVersion(v *store.Version, how variant) versionShape {
	if how.legacy {
		return versionShapeOf(v, shapeOf(v.Content()).old()).old()
	}
	return versionShapeOf(v, shapeOf(v.Content()))
}

// find is the version of the path.
func (h *handler) find(c *dialect.Call) (*store.Version, error) {
	which, err := selector(c)
	if err != nil {
		return nil, err
	}
	return h.as(c).Version(c.Scope(), which, c.Flag("deleted"))
}

// versionText is GET /subjects/{subject}/versions/{version}/schema.
func (h *handler) versionText(c *dialect.Call) (any, error) {
	v, err := h.find(c)
	if err != nil {
		return nil, err
	}
	return h.text(v, c.Text("format"))
}

func (h *handler) text(v *store.Version, format string) (any, error) {
	if format == "" {
		return dialect.Text(v.Content().Text), nil
	}
	rendered, err := h.Registry.Render(v, format)
	return dialect.Text(rendered), err
}

// referrers is GET /subjects/{subject}/versions/{version}/referencedby.
func (h *handler) referrers(c *dialect.Call) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	which, err := selector(c)
	if err != nil {
		return nil, err
	}
	ids, err := h.as(c).Referrers(c.Scope(), which, c.Flag("deleted"))
	if err != nil {
		return nil, err
	}
	return dialect.Take(slices.Values(ids), p), nil
}

// deleteVersion is DELETE /subjects/{subject}/versions/{version}.
func (h *handler) deleteVersion(c *dialect.Call) (any, error) {
	which, err := selector(c)
	if err != nil {
		return nil, err
	}
	return h.as(c).DeleteVersion(c.Request.Context(), registry.DeleteVersion{Subject: c.Scope(), Version: which, Permanent: c.Flag("permanent")})
}

// versions lists what the parameters select. With deletedAsNegative that is everything, but whether the subject counts
// as existing is still up to the other parameters.
func (h *handler) versions(c *dialect.Call) (found []*store.Version, negative bool, err error) {
	subject := c.Scope()
	found, err = h.as(c).Versions(subject, deletion(c))
	if negative = c.Flag("deletedAsNegative"); negative && err == nil {
		found, err = h.as(c).Versions(subject, registry.WithDeleted)
	}
	return found, negative, err
}

// listVersions is GET /subjects/{subject}/versions.
func (h *handler) listVersions(c *dialect.Call) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	versions, negative, err := h.versions(c)
	if err != nil {
		return nil, err
	}
	numbers := make([]int, len(versions))
	for i, v := range versions {
		numbers[i] = v.Number
		if negative && v.Deleted {
			numbers[i] = -v.Number
		}
	}
	return dialect.Take(slices.Values(numbers), p), nil
}
