package confluent

import (
	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/association"
	"github.com/concord-registry/concord/server/confluent/dialect"
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
func (h *handler) createAssociations(c *dialect.Call) (any, error) {
	request, err := h.associationRequest(c, association.Create)
	if err != nil {
		return nil, err
	}
	return h.associate(c, request)
}

// upsertAssociations is PUT /associations/resources/{id}. The body may leave the id out.
func (h *handler) upsertAssociations(c *dialect.Call) (any, error) {
	request, err := h.associationRequest(c, association.Upsert)
	if err != nil {
		return nil, err
	}
	id := c.Path("id")
	if given := request.Resource.ID; given != "" && given != id {
		return nil, fault.AssociationInvalid.With("property", "resourceId").Because("must be that of the path, '%s'", id)
	}
	request.Resource.ID = id
	return h.associate(c, request)
}

// associate changes the associations of one resource and answers those that were made.
func (h *handler) associate(c *dialect.Call, request association.Request) (any, error) {
	done, err := land[[]association.Done](h, c, request.Change(c.Flag("dryRun")))
	if err != nil {
		return nil, explained(err)
	}
	shape := resourceShapeOf(request.Resource)
	shape.ResourceType = association.Topic
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
func (h *handler) deleteAssociations(c *dialect.Call) (any, error) {
	request := association.Removal{
		ID: c.Path("id"), ResourceType: c.Text("resourceType"), Types: c.Texts("associationType"), Cascade: c.Flag("cascadeLifecycle"),
	}
	_, err := land[any](h, c, request.Change())
	return dialect.Nothing{}, err
}

// land lands a change, or in a dry run only rehearses it, and returns what it gives.
func land[T any](h *handler, c *dialect.Call, change registry.Change) (T, error) {
	if c.Flag("dryRun") {
		return registry.Try[T](c.Request.Context(), h.as(c), change)
	}
	return registry.Do[T](c.Request.Context(), h.as(c), change)
}

// associationRequest reads a body whose associations are all to be treated by op.
func (h *handler) associationRequest(c *dialect.Call, op association.Op) (association.Request, error) {
	if err := c.Within(); err != nil {
		return association.Request{}, err
	}
	v, err := c.Body()
	if err != nil {
		return association.Request{}, err
	}
	d := &dialect.Decoder{}
	r := associationRequest(d, v, func(v *jsontree.Value) association.Change {
		change := associationChange(d, c, v)
		change.Op = op
		return change
	})
	return r, d.Err()
}

// associationRequest reads the associations of one resource, each by change.
func associationRequest(d *dialect.Decoder, v *jsontree.Value, change func(*jsontree.Value) association.Change) association.Request {
	if v = d.Object(v); v == nil {
		return association.Request{}
	}
	return association.Request{Resource: resource(d, v), Changes: dialect.List(d, v.Get("associations"), change)}
}

func resource(d *dialect.Decoder, v *jsontree.Value) store.Resource {
	return store.Resource{
		ID:        d.Text(v.Get("resourceId")),
		Namespace: d.Text(v.Get("resourceNamespace")),
		Name:      d.Text(v.Get("resourceName")),
		Type:      d.Text(v.Get("resourceType")),
	}
}

// associationChange reads one association; what to do with it stands in a batch only.
func associationChange(d *dialect.Decoder, c *dialect.Call, v *jsontree.Value) association.Change {
	if v = d.Object(v); v == nil {
		return association.Change{}
	}
	change := association.Change{
		Op:        association.Op(d.Word(v.Get("opType"), "CREATE", "UPSERT", "DELETE")),
		Type:      d.Text(v.Get("associationType")),
		Lifecycle: lifecycle(d, v.Get("lifecycle")),
		Frozen:    d.Boolean(v.Get("frozen")),
		Cascade:   d.Flag(v.Get("cascadeLifecycle")),
	}
	if name := d.Text(v.Get("subject")); name != "" {
		change.Subject = new(c.Qualify(name))
	}
	if body := d.Object(v.Get("schema")); body != nil {
		change.Schema = new(offer(d, body))
		change.Schema.Normalize = d.Flag(v.Get("normalize"))
	}
	return change
}

func lifecycle(d *dialect.Decoder, v *jsontree.Value) store.Lifecycle {
	return store.Lifecycle(d.Word(v, string(store.Strong), string(store.Weak)))
}
