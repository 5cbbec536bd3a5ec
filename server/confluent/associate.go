package confluent

import (
	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// resourceShape is `AssociationResponse`: what was asked for of one resource.
type resourceShape struct {
	ResourceName      string      `json:"resourceName,omitempty"`
	ResourceNamespace string      `json:"resourceNamespace,omitempty"`
	ResourceID        string      `json:"resourceId,omitempty"`
	ResourceType      string      `json:"resourceType,omitempty"`
	Associations      []tiedShape `json:"associations,omitempty"`
}

// tiedShape is one association of a resource in an answer, with its schema where that was sent or asked for.
type tiedShape struct {
	Subject         string          `json:"subject"`
	AssociationType string          `json:"associationType"`
	Lifecycle       store.Lifecycle `json:"lifecycle"`
	Schema          *versionShape   `json:"schema,omitempty"`
}

func resourceShapeOf(r store.Resource) resourceShape {
	return resourceShape{ResourceName: r.Name, ResourceNamespace: r.Namespace, ResourceID: r.ID, ResourceType: r.Type}
}

func tiedShapeOf(a *store.Association) tiedShape {
	return tiedShape{Subject: a.Subject.String(), AssociationType: a.Type, Lifecycle: a.Lifecycle}
}

// createAssociations is POST /associations.
func (h *handler) createAssociations(c *call) (any, error) {
	request, err := h.associationRequest(c, registry.CreateAssociation)
	if err != nil {
		return nil, err
	}
	return h.associate(c, request)
}

// upsertAssociations is PUT /associations/resources/{id}. The body may leave the id out.
func (h *handler) upsertAssociations(c *call) (any, error) {
	request, err := h.associationRequest(c, registry.UpsertAssociation)
	if err != nil {
		return nil, err
	}
	id := c.path("id")
	if given := request.Resource.ID; given != "" && given != id {
		return nil, fault.AssociationInvalid.With("property", "resourceId").Because("must be that of the path, '%s'", id)
	}
	request.Resource.ID = id
	return h.associate(c, request)
}

// associate changes the associations of one resource and answers those that were made.
func (h *handler) associate(c *call, request registry.AssociationRequest) (any, error) {
	request.Actor, request.DryRun = h.Actor(c.request), c.flag("dryRun")
	done, err := h.Registry.Associate(c.request.Context(), request)
	if err != nil {
		return nil, err
	}
	shape := resourceShapeOf(request.Resource)
	shape.ResourceType = registry.Topic
	for _, one := range done {
		shape.ResourceID = one.Resource.ID
		tied := tiedShapeOf(one.Association)
		if r := one.Registration; r != nil {
			warn(c.Header(), r.Decision)
			tied.Schema = new(versionShapeOf(r.Version, shapeOf(r.Version.Content())))
			tied.Schema.life = life{}
		}
		shape.Associations = append(shape.Associations, tied)
	}
	return shape, nil
}

// deleteAssociations is DELETE /associations/resources/{id}.
func (h *handler) deleteAssociations(c *call) (any, error) {
	return nothing{}, h.Registry.Dissociate(c.request.Context(), registry.DissociateRequest{
		ID: c.path("id"), ResourceType: c.text("resourceType"), Types: c.texts("associationType"),
		Cascade: c.flag("cascadeLifecycle"), DryRun: c.flag("dryRun"), Actor: h.Actor(c.request),
	})
}

// within takes the context of the parameter for subjects that name none, unless the path has one.
func (c *call) within() error {
	if c.domain != store.DefaultDomain {
		return nil
	}
	domain, err := domainOf(c.text("context"))
	c.domain = domain
	return err
}

// associationRequest reads a body whose associations are all to be treated by op.
func (h *handler) associationRequest(c *call, op registry.AssociationOp) (registry.AssociationRequest, error) {
	if err := c.within(); err != nil {
		return registry.AssociationRequest{}, err
	}
	v, err := h.body(c)
	if err != nil {
		return registry.AssociationRequest{}, err
	}
	d := &decoder{}
	r := d.associationRequest(v, func(v *jsontree.Value) registry.AssociationChange {
		change := d.associationChange(c, v)
		change.Op = op
		return change
	})
	return r, d.err
}

func (d *decoder) associationRequest(v *jsontree.Value, change func(*jsontree.Value) registry.AssociationChange) registry.AssociationRequest {
	if v = d.object(v); v == nil {
		return registry.AssociationRequest{}
	}
	return registry.AssociationRequest{Resource: d.resource(v), Changes: list(d, v.Get("associations"), change)}
}

func (d *decoder) resource(v *jsontree.Value) store.Resource {
	return store.Resource{
		ID:        d.text(v.Get("resourceId")),
		Namespace: d.text(v.Get("resourceNamespace")),
		Name:      d.text(v.Get("resourceName")),
		Type:      d.text(v.Get("resourceType")),
	}
}

// associationChange reads one association; what to do with it stands in a batch only.
func (d *decoder) associationChange(c *call, v *jsontree.Value) registry.AssociationChange {
	if v = d.object(v); v == nil {
		return registry.AssociationChange{}
	}
	change := registry.AssociationChange{
		Op:        registry.AssociationOp(d.word(v.Get("opType"), "CREATE", "UPSERT", "DELETE")),
		Type:      d.text(v.Get("associationType")),
		Lifecycle: d.lifecycle(v.Get("lifecycle")),
		Frozen:    d.boolean(v.Get("frozen")),
		Cascade:   isTrue(d.boolean(v.Get("cascadeLifecycle"))),
	}
	if name := d.text(v.Get("subject")); name != "" {
		change.Subject = new(c.qualify(name))
	}
	if body := d.object(v.Get("schema")); body != nil {
		change.Schema = new(d.schemaRequest(body).registration())
		change.Schema.Normalize = isTrue(d.boolean(v.Get("normalize")))
	}
	return change
}

func (d *decoder) lifecycle(v *jsontree.Value) store.Lifecycle {
	return store.Lifecycle(d.word(v, string(store.Strong), string(store.Weak)))
}
