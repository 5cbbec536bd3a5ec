package confluent

import (
	"slices"

	"github.com/concord-registry/concord/server/registry"
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

// anyNamespace is how a path says that the namespace, or the name, does not matter.
const anyNamespace = "-"

// associationsOfSubject is GET /associations/subjects/{subject}.
func (h *handler) associationsOfSubject(c *call) (any, error) {
	return h.associations(c, registry.AssociationQuery{Subject: new(c.scope())})
}

// associationsOfName is GET /associations/resources/{namespace}/{name}.
func (h *handler) associationsOfName(c *call) (any, error) {
	return h.associations(c, registry.AssociationQuery{Namespace: unlessAny(c.path("namespace")), Name: unlessAny(c.path("name"))})
}

// associationsOfID is GET /associations/resources/{id}.
func (h *handler) associationsOfID(c *call) (any, error) {
	return h.associations(c, registry.AssociationQuery{ID: c.path("id")})
}

func unlessAny(name string) string {
	if name == anyNamespace {
		return ""
	}
	return name
}

// associations adds the parameters that the three lists share, and answers the list.
func (h *handler) associations(c *call, q registry.AssociationQuery) (any, error) {
	p, err := c.page(unlimited)
	if err != nil {
		return nil, err
	}
	lifecycles, err := c.lifecycles(store.Strong, store.Weak)
	if err != nil {
		return nil, err
	}
	if len(lifecycles) > 0 {
		q.Lifecycle = lifecycles[0]
	}
	q.ResourceType, q.Types = c.text("resourceType"), c.texts("associationType")
	shapes := []associationShape{}
	for _, a := range paged(h.Registry.Associations(q), p) {
		shapes = append(shapes, associationShapeOf(a))
	}
	return shapes, nil
}

// lifecycles are the parameters of that name; like a number that is none, one that is not known makes the path unknown.
func (c *call) lifecycles(known ...store.Lifecycle) ([]store.Lifecycle, error) {
	var given []store.Lifecycle
	for _, text := range c.texts("lifecycle") {
		l := store.Lifecycle(text)
		if !slices.Contains(known, l) {
			return nil, errUnknownPath
		}
		given = append(given, l)
	}
	return given, nil
}

// associationFilter reads the parameters by which GET /schemas looks at associations.
func (c *call) associationFilter() (registry.AssociationFilter, error) {
	lifecycles, err := c.lifecycles(store.Strong, store.Weak, registry.Unassociated)
	return registry.AssociationFilter{
		ResourceType: c.text("resourceType"), Types: c.texts("associationType"), Lifecycles: lifecycles,
	}, err
}
