package confluent

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Associations finds which resources are tied to which subjects (contract §1.11). Current serializers ask for them
// before the first record of a topic.
type Associations interface {
	// Find lists the associations that q describes, in any order.
	Find(q AssociationQuery) ([]Association, error)
}

// AssociationQuery selects associations; what is empty selects all.
type AssociationQuery struct {
	Subject                   *store.Subject
	Namespace, Name, Resource string
	ResourceType              string
	Types                     []string
	Lifecycle                 string
}

// Association ties a resource to a subject, as the wire shows it.
type Association struct {
	Subject           string `json:"subject"`
	GUID              string `json:"guid"`
	ResourceName      string `json:"resourceName"`
	ResourceNamespace string `json:"resourceNamespace"`
	ResourceID        string `json:"resourceId"`
	ResourceType      string `json:"resourceType"`
	AssociationType   string `json:"associationType"`
	// Lifecycle is STRONG or WEAK; Frozen is nil when it is what the lifecycle implies.
	Lifecycle string `json:"lifecycle"`
	Frozen    *bool  `json:"frozen,omitempty"`
	// CreateTS and UpdateTS are in milliseconds since 1970.
	CreateTS int64 `json:"createTs"`
	UpdateTS int64 `json:"updateTs"`
}

type noAssociations struct{}

func (noAssociations) Find(AssociationQuery) ([]Association, error) { return nil, nil }

// anyNamespace is how a path says that the namespace, or the name, does not matter.
const anyNamespace = "-"

// associationsOfSubject is GET /associations/subjects/{subject}.
func (h *handler) associationsOfSubject(c *call) (any, error) {
	return h.associations(c, AssociationQuery{Subject: new(c.scope())})
}

// associationsOfName is GET /associations/resources/{namespace}/{name}.
func (h *handler) associationsOfName(c *call) (any, error) {
	return h.associations(c, AssociationQuery{Namespace: unlessAny(c.path("namespace")), Name: unlessAny(c.path("name"))})
}

// associationsOfID is GET /associations/resources/{id}.
func (h *handler) associationsOfID(c *call) (any, error) {
	return h.associations(c, AssociationQuery{Resource: c.path("id")})
}

func unlessAny(name string) string {
	if name == anyNamespace {
		return ""
	}
	return name
}

// associations adds the parameters that the three lists share, and answers the list in the order of the wire.
func (h *handler) associations(c *call, q AssociationQuery) (any, error) {
	p, err := c.page(unlimited)
	if err != nil {
		return nil, err
	}
	q.ResourceType, q.Types, q.Lifecycle = c.text("resourceType"), c.texts("associationType"), c.text("lifecycle")
	if q.Lifecycle != "" && q.Lifecycle != "STRONG" && q.Lifecycle != "WEAK" {
		return nil, errUnknownPath
	}
	found, err := h.Associations.Find(q)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(found, byResource)
	return paged(found, p), nil
}

func byResource(a, b Association) int {
	return cmp.Or(
		cmp.Compare(a.ResourceName, b.ResourceName), cmp.Compare(a.ResourceNamespace, b.ResourceNamespace),
		cmp.Compare(a.ResourceType, b.ResourceType), cmp.Compare(a.AssociationType, b.AssociationType), cmp.Compare(a.Subject, b.Subject),
	)
}

// deleteAssociations is DELETE /associations/resources/{id}. Associations cannot be made here, so there is none to
// delete; one that somebody else made is not ours to take away.
func (h *handler) deleteAssociations(c *call) (any, error) {
	found, err := h.Associations.Find(AssociationQuery{Resource: c.path("id")})
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return nil, fault.Coded(fault.Invalid, http.StatusMethodNotAllowed, "associations cannot be deleted here")
	}
	return nil, fault.Coded(fault.NotFound, 40410, "Association for '%s' not found.", c.path("id"))
}
