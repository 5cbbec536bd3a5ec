package confluent

import (
	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// kekShape is `Kek`: where a key encryption key lies (contract §1.13).
type kekShape struct {
	Name     string `json:"name"`
	KMSType  string `json:"kmsType"`
	KMSKeyID string `json:"kmsKeyId"`
	// KMSProps are printed as {} where there are none, and without credentials, as the reference does.
	KMSProps map[string]string `json:"kmsProps"`
	Doc      string            `json:"doc,omitempty"`
	Shared   bool              `json:"shared"`
	TS       int64             `json:"ts"`
	Deleted  bool              `json:"deleted,omitempty"`
}

func kekShapeOf(k *store.Kek) kekShape {
	return kekShape{
		Name: k.Name, KMSType: k.KMSType, KMSKeyID: k.KMSKeyID, KMSProps: registry.PublicProps(k.KMSProps),
		Doc: k.Doc, Shared: k.Shared, TS: k.Changed.UnixMilli(), Deleted: k.Deleted,
	}
}

// kekAnswer is the answer of an operation that gives one KEK.
func kekAnswer(k *store.Kek, err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return kekShapeOf(k), nil
}

// listKeks is GET /dek-registry/v1/keks.
func (h *handler) listKeks(c *call) (any, error) {
	p, err := c.page(unlimited)
	if err != nil {
		return nil, err
	}
	return paged(h.Registry.Keks(c.prefixes(), c.flag("deleted")), p), nil
}

// kek is GET /dek-registry/v1/keks/{kek}.
func (h *handler) kek(c *call) (any, error) {
	return kekAnswer(h.Registry.Kek(c.path("kek"), c.flag("deleted")))
}

// createKek is POST /dek-registry/v1/keks.
func (h *handler) createKek(c *call) (any, error) {
	v, err := h.body(c)
	if err != nil {
		return nil, err
	}
	d := &decoder{}
	kek := store.Kek{
		Name:     d.text(v.Get("name")),
		KMSType:  d.text(v.Get("kmsType")),
		KMSKeyID: d.text(v.Get("kmsKeyId")),
		KMSProps: dictionary(d, v.Get("kmsProps"), d.text),
		Doc:      d.text(v.Get("doc")),
		Shared:   isTrue(d.boolean(v.Get("shared"))),
		Deleted:  isTrue(d.boolean(v.Get("deleted"))),
	}
	if d.err != nil {
		return nil, d.err
	}
	request := registry.KekRequest{Kek: kek, Test: c.flag("testSharing"), Actor: h.Actor(c.request)}
	return kekAnswer(h.Registry.CreateKek(c.request.Context(), request))
}

// updateKek is PUT /dek-registry/v1/keks/{kek}. Absent members stay, null clears.
func (h *handler) updateKek(c *call) (any, error) {
	v, err := h.body(c)
	if err != nil {
		return nil, err
	}
	edit, err := kekEdit(v)
	if err != nil {
		return nil, err
	}
	return kekAnswer(h.Registry.UpdateKek(c.request.Context(), c.path("kek"), edit, c.flag("testSharing"), h.Actor(c.request)))
}

func kekEdit(v *jsontree.Value) (func(*store.Kek), error) {
	d, props, doc, shared := &decoder{}, v.Get("kmsProps"), v.Get("doc"), v.Get("shared")
	newProps, newDoc, newShared := dictionary(d, props, d.text), d.text(doc), isTrue(d.boolean(shared))
	return func(k *store.Kek) {
		switch {
		case props == nil:
		case absent(props):
			k.KMSProps = nil
		default:
			k.KMSProps = registry.ReplacedProps(k.KMSProps, newProps)
		}
		if doc != nil {
			k.Doc = newDoc
		}
		if shared != nil {
			k.Shared = newShared
		}
	}, d.err
}

// deleteKek is DELETE /dek-registry/v1/keks/{kek}.
func (h *handler) deleteKek(c *call) (any, error) {
	return nothing{}, h.Registry.DeleteKek(c.request.Context(), c.path("kek"), c.flag("permanent"), h.Actor(c.request))
}

// undeleteKek is POST /dek-registry/v1/keks/{kek}/undelete.
func (h *handler) undeleteKek(c *call) (any, error) {
	return nothing{}, h.Registry.UndeleteKek(c.request.Context(), c.path("kek"), h.Actor(c.request))
}

// testKek is POST /dek-registry/v1/keks/{kek}/test.
func (h *handler) testKek(c *call) (any, error) {
	return kekAnswer(h.Registry.TestKek(c.request.Context(), c.path("kek")))
}
