package confluent

import (
	"slices"

	"github.com/concord-registry/concord/server/association"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/store"
)

// associationShape is `Association`: a tie between a resource and a subject (contract §1.11). Whether it is frozen
// follows from its lifecycle and is not said.
type associationShape struct {
	Subject           string          `json:"subject"`
	GUID              string          `json:"guid"`
	ResourceName      string          `json:"resourceName"`
	ResourceNamespace string          `json:"resourceNamespace"`
	ResourceID        string          `json:"resourceId"`
	ResourceType      string          `json:"resourceType"`
	AssociationType   string          `json:"associationType"`
	Lifecycle         store.Lifecycle `json:"lifecycle"`
	// CreateTS and UpdateTS are in milliseconds since 1970.
	CreateTS int64 `json:"createTs"`
	UpdateTS int64 `json:"updateTs"`
}

func associationShapeOf(a *store.Association) associationShape {
	r := a.Resource
	return associationShape{
		Subject: a.Subject.String(), GUID: a.GUID,
		ResourceName: r.Name, ResourceNamespace: r.Namespace, ResourceID: r.ID, ResourceType: r.Type,
		AssociationType: a.Type, Lifecycle: a.Lifecycle,
		CreateTS: a.Created.UnixMilli(), UpdateTS: a.Updated.UnixMilli(),
	}
}

// associationsOfSubject is GET /associations/subjects/{subject}.
func (h *handler) associationsOfSubject(c *dialect.Call) (any, error) {
	return h.associations(c, association.Query{Subject: new(c.Scope())})
}

// associationsOfName is GET /associations/resources/{namespace}/{name}.
func (h *handler) associationsOfName(c *dialect.Call) (any, error) {
	return h.associations(c, association.Query{Namespace: unlessAny(c.Path("namespace")), Name: unlessAny(c.Path("name"))})
}

// associationsOfID is GET /associations/resources/{id}.
func (h *handler) associationsOfID(c *dialect.Call) (any, error) {
	return h.associations(c, association.Query{ID: c.Path("id")})
}

func unlessAny(name string) string {
	if name == dialect.AnyName {
		return ""
	}
	return name
}

// associations adds the parameters that the three lists share, and answers the list.
func (h *handler) associations(c *dialect.Call, q association.Query) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	among, err := lifecycles(c, store.Strong, store.Weak)
	if err != nil {
		return nil, err
	}
	if len(among) > 0 {
		q.Lifecycle = among[0]
	}
	q.ResourceType, q.Types = c.Text("resourceType"), c.Texts("associationType")
	shapes := []associationShape{}
	for _, a := range dialect.Take(slices.Values(h.ties(c).List(q)), p) {
		shapes = append(shapes, associationShapeOf(a))
	}
	return shapes, nil
}

// lifecycles are the parameters of that name; like a number that is none, one that is not known makes the path unknown.
func lifecycles(c *dialect.Call, known ...store.Lifecycle) ([]store.Lifecycle, error) {
	var given []store.Lifecycle
	for _, text := range c.Texts("lifecycle") {
		l := store.Lifecycle(text)
		if !slices.Contains(known, l) {
			return nil, dialect.ErrUnknownPath
		}
		given = append(given, l)
	}
	return given, nil
}

// associationFilter reads the parameters by which GET /schemas looks at associations.
func associationFilter(c *dialect.Call) (association.Filter, error) {
	among, err := lifecycles(c, store.Strong, store.Weak, association.Unassociated)
	return association.Filter{
		ResourceType: c.Text("resourceType"), Types: c.Texts("associationType"), Lifecycles: among,
	}, err
}
