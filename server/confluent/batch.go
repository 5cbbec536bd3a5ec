package confluent

import (
	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/association"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// mostRequests bounds a batch: each of its changes is a commit.
const mostRequests = 1000

// batch answers a list of requests one by one; what becomes of one does not touch the others. All are read before the
// first is carried out.
func batch[T any](c *dialect.Call, read func(*dialect.Decoder, *jsontree.Value) T, do func(T) (any, error)) (any, error) {
	v, err := c.Body()
	if err != nil {
		return nil, err
	}
	d := &dialect.Decoder{}
	requests := dialect.List(d, v.Get("requests"), func(v *jsontree.Value) T { return read(d, v) })
	switch {
	case d.Err() != nil:
		return nil, d.Err()
	case len(requests) == 0:
		return nil, fault.AssociationInvalid.With("property", "requests").Because("cannot be null or empty")
	case len(requests) > mostRequests:
		return nil, fault.AssociationInvalid.With("property", "requests").Because("has %d elements; send at most %d at once", len(requests), mostRequests)
	}
	var answers dialect.Batch
	for _, request := range requests {
		answer, err := do(request)
		one := dialect.Result{Result: answer}
		if err != nil {
			one = dialect.Result{Error: new(c.Problem(err))}
		}
		answers.Results = append(answers.Results, one)
	}
	return answers, nil
}

// changeAssociationBatch is POST /associations:batchMutate. The changes of one resource land together, those of
// different resources each on their own.
func (h *handler) changeAssociationBatch(c *dialect.Call) (any, error) {
	if err := c.Within(); err != nil {
		return nil, err
	}
	read := func(d *dialect.Decoder, v *jsontree.Value) association.Request {
		return associationRequest(d, v, func(v *jsontree.Value) association.Change { return associationChange(d, c, v) })
	}
	return batch(c, read, func(r association.Request) (any, error) { return h.associate(c, r) })
}

// lookup is one request of POST /associations:batchGet.
type lookup struct {
	resource  store.Resource
	types     []string
	lifecycle store.Lifecycle
}

// getAssociationBatch is POST /associations:batchGet.
func (h *handler) getAssociationBatch(c *dialect.Call) (any, error) {
	read := func(d *dialect.Decoder, v *jsontree.Value) lookup {
		if v = d.Object(v); v == nil {
			return lookup{}
		}
		return lookup{resource(d, v), d.Texts(v.Get("associationTypes")), lifecycle(d, v.Get("lifecycle"))}
	}
	schemas := c.Flag("includeSchemas")
	return batch(c, read, func(l lookup) (any, error) { return h.lookUpAssociations(c, l, schemas) })
}

// lookUpAssociations answers the associations of one resource, with the latest schemas of their subjects if wanted. A
// resource without any is answered without any.
func (h *handler) lookUpAssociations(c *dialect.Call, l lookup, schemas bool) (any, error) {
	r := l.resource
	if r.ID == "" && (r.Name == "" || r.Namespace == "") {
		return nil, fault.AssociationInvalid.With("property", "resourceId").Because("must be given, or both resourceName and resourceNamespace")
	}
	shape := resourceShapeOf(r)
	found := h.ties(c).List(association.Query{
		Namespace: r.Namespace, Name: r.Name, ID: r.ID, ResourceType: r.Type, Types: l.types, Lifecycle: l.lifecycle,
	})
	for _, a := range found {
		if shape.Associations == nil {
			shape = resourceShapeOf(a.Resource)
		}
		tied := tiedShapeOf(a)
		if v := h.Registry.View().Subject(a.Subject).Latest(); schemas && v != nil {
			tied.Schema = new(versionShapeOf(v, shapeOf(v.Content())))
		}
		shape.Associations = append(shape.Associations, tied)
	}
	return shape, nil
}
