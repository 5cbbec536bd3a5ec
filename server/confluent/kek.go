package confluent

import (
	"slices"

	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/keys"
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
		Name: k.Name, KMSType: k.KMSType, KMSKeyID: k.KMSKeyID, KMSProps: k.KMSProps,
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
func (h *handler) listKeks(c *dialect.Call) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	return dialect.Take(slices.Values(h.keys(c).Keks(c.Prefixes(), c.Flag("deleted"))), p), nil
}

// kek is GET /dek-registry/v1/keks/{kek}.
func (h *handler) kek(c *dialect.Call) (any, error) {
	return kekAnswer(h.keys(c).Kek(c.Path("kek"), c.Flag("deleted")))
}

// createKek is POST /dek-registry/v1/keks.
func (h *handler) createKek(c *dialect.Call) (any, error) {
	v, err := c.Body()
	if err != nil {
		return nil, err
	}
	d := &dialect.Decoder{}
	kek := store.Kek{
		Name:     d.Text(v.Get("name")),
		KMSType:  d.Text(v.Get("kmsType")),
		KMSKeyID: d.Text(v.Get("kmsKeyId")),
		KMSProps: dialect.Dictionary(d, v.Get("kmsProps"), d.Text),
		Doc:      d.Text(v.Get("doc")),
		Shared:   d.Flag(v.Get("shared")),
		Deleted:  d.Flag(v.Get("deleted")),
	}
	if d.Err() != nil {
		return nil, d.Err()
	}
	request := keys.KekRequest{Kek: kek, Test: c.Flag("testSharing")}
	return kekAnswer(h.keys(c).CreateKek(c.Request.Context(), request))
}

// updateKek is PUT /dek-registry/v1/keks/{kek}. Absent members stay, null clears.
func (h *handler) updateKek(c *dialect.Call) (any, error) {
	v, err := c.Body()
	if err != nil {
		return nil, err
	}
	edit, err := kekEdit(v)
	if err != nil {
		return nil, err
	}
	return kekAnswer(h.keys(c).UpdateKek(c.Request.Context(), c.Path("kek"), edit, c.Flag("testSharing")))
}

func kekEdit(v *jsontree.Value) (keys.KekEdit, error) {
	d, edit := &dialect.Decoder{}, keys.KekEdit{}
	if props := v.Get("kmsProps"); props != nil {
		edit.Props = new(dialect.Dictionary(d, props, d.Text))
		if !dialect.Absent(props) && *edit.Props == nil {
			*edit.Props = map[string]string{}
		}
	}
	if doc := v.Get("doc"); doc != nil {
		edit.Doc = new(d.Text(doc))
	}
	if shared := v.Get("shared"); shared != nil {
		edit.Shared = new(d.Flag(shared))
	}
	return edit, d.Err()
}

// deleteKek is DELETE /dek-registry/v1/keks/{kek}.
func (h *handler) deleteKek(c *dialect.Call) (any, error) {
	return dialect.Nothing{}, h.keys(c).DeleteKek(c.Request.Context(), c.Path("kek"), c.Flag("permanent"))
}

// undeleteKek is POST /dek-registry/v1/keks/{kek}/undelete.
func (h *handler) undeleteKek(c *dialect.Call) (any, error) {
	return dialect.Nothing{}, h.keys(c).UndeleteKek(c.Request.Context(), c.Path("kek"))
}

// testKek is POST /dek-registry/v1/keks/{kek}/test.
func (h *handler) testKek(c *dialect.Call) (any, error) {
	return kekAnswer(h.keys(c).TestKek(c.Request.Context(), c.Path("kek")))
}
