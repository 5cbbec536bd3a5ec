package confluent

import (
	"cmp"
	"slices"

	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/confluent/problem"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/keys"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// dekShape is `Dek`: a data encryption key (contract §1.13).
type dekShape struct {
	KekName   string          `json:"kekName"`
	Subject   string          `json:"subject"`
	Version   int             `json:"version"`
	Algorithm store.Algorithm `json:"algorithm"`
	Encrypted string          `json:"encryptedKeyMaterial"`
	// Material is there under a shared KEK only.
	Material string `json:"keyMaterial,omitempty"`
	TS       int64  `json:"ts"`
	Deleted  bool   `json:"deleted,omitempty"`
}

func dekShapeOf(d keys.DataKey) dekShape {
	return dekShape{
		KekName: d.Kek, Subject: d.Subject.String(), Version: d.Version, Algorithm: d.Algorithm,
		Encrypted: d.Encrypted, Material: d.Material, TS: d.Changed.UnixMilli(), Deleted: d.Deleted,
	}
}

// dekList reads which key the path and the parameter name; an algorithm that is not known makes the path unknown.
func dekList(c *dialect.Call) (store.DekList, error) {
	l := store.DekList{Kek: c.Path("kek"), Subject: c.Scope(), Algorithm: store.AES256GCM}
	switch given := store.Algorithm(c.Text("algorithm")); given {
	case "":
	case store.AES128GCM, store.AES256GCM, store.AES256SIV:
		l.Algorithm = given
	default:
		return l, dialect.ErrUnknownPath
	}
	return l, nil
}

// createDek is POST …/deks and POST …/deks/{subject}; the subject may stand in the path or in the body.
func (h *handler) createDek(c *dialect.Call) (any, error) {
	v, err := c.Body()
	if err != nil {
		return nil, err
	}
	d := &dialect.Decoder{}
	r := keys.DekRequest{
		DekList:   store.DekList{Kek: c.Path("kek")},
		Version:   firstVersion,
		Encrypted: d.Text(v.Get("encryptedKeyMaterial")),
		Deleted:   d.Flag(v.Get("deleted")),
		Rewrap:    c.Flag("rewrap"),
	}
	name, version := d.Text(v.Get("subject")), d.Integer(v.Get("version"))
	r.Algorithm = algorithm(d, v.Get("algorithm"))
	if d.Err() != nil {
		return nil, d.Err()
	}
	r.Subject = c.Qualify(name)
	if c.Path("subject") != "" {
		if name != "" && r.Subject != c.Scope() {
			return nil, problem.New(problem.CodeOf(fault.KeyInvalid), "Invalid or missing value for field 'subject' of key: the body says %s, the path %s", r.Subject, c.Scope())
		}
		r.Subject = c.Scope()
	}
	if version != nil {
		r.Version = *version
	}
	done, err := h.keys(c).CreateDek(c.Request.Context(), r)
	if err != nil {
		return nil, err
	}
	return dekShapeOf(done), nil
}

// algorithm reads the algorithm of a key.
func algorithm(d *dialect.Decoder, v *jsontree.Value) store.Algorithm {
	given := d.Word(v, string(store.AES128GCM), string(store.AES256GCM), string(store.AES256SIV))
	return cmp.Or(store.Algorithm(given), store.AES256GCM)
}

// firstVersion is the version of a key where none is named.
const firstVersion = 1

// firstDek is GET …/deks/{subject}: the first version, not the newest.
func (h *handler) firstDek(c *dialect.Call) (any, error) {
	return h.dek(c, registry.Selector{Number: firstVersion})
}

// dekVersion is GET …/deks/{subject}/versions/{version}.
func (h *handler) dekVersion(c *dialect.Call) (any, error) {
	which, err := selector(c)
	if err != nil {
		return nil, err
	}
	return h.dek(c, which)
}

func (h *handler) dek(c *dialect.Call, which registry.Selector) (any, error) {
	l, err := dekList(c)
	if err != nil {
		return nil, err
	}
	found, err := h.keys(c).Dek(c.Request.Context(), l, which, c.Flag("deleted"))
	if err != nil {
		return nil, err
	}
	return dekShapeOf(found), nil
}

// listDeks is GET …/deks: the subjects of all contexts with keys.
func (h *handler) listDeks(c *dialect.Call) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	names, err := h.keys(c).DekSubjects(c.Path("kek"), c.Flag("deleted"))
	if err != nil {
		return nil, err
	}
	return dialect.Take(slices.Values(names), p), nil
}

// listDekVersions is GET …/deks/{subject}/versions.
func (h *handler) listDekVersions(c *dialect.Call) (any, error) {
	p, err := c.Page(dialect.Unlimited)
	if err != nil {
		return nil, err
	}
	l, err := dekList(c)
	if err != nil {
		return nil, err
	}
	versions, err := h.keys(c).DekVersions(l, c.Flag("deleted"))
	if err != nil {
		return nil, err
	}
	return dialect.Take(slices.Values(versions), p), nil
}

// dekSelection reads which versions of a key are meant: that of the path, or all.
func (h *handler) dekSelection(c *dialect.Call) (keys.DekSelection, error) {
	l, err := dekList(c)
	if err != nil || c.Path("version") == "" {
		return keys.DekSelection{DekList: l}, err
	}
	which, err := selector(c)
	if err != nil {
		return keys.DekSelection{}, err
	}
	if which.Number < 1 {
		newest, err := h.latestDek(c, l)
		return keys.DekSelection{DekList: l, Version: newest}, err
	}
	return keys.DekSelection{DekList: l, Version: which.Number}, nil
}

// latestDek is the number of the newest version of a key, deleted ones included, or one that no version has.
func (h *handler) latestDek(c *dialect.Call, l store.DekList) (int, error) {
	versions, err := h.keys(c).DekVersions(l, true)
	if err != nil || len(versions) == 0 {
		return -1, err
	}
	return versions[len(versions)-1], nil
}

// deleteDek is DELETE …/deks/{subject} and DELETE …/versions/{version}.
func (h *handler) deleteDek(c *dialect.Call) (any, error) {
	s, err := h.dekSelection(c)
	if err != nil {
		return nil, err
	}
	return dialect.Nothing{}, h.keys(c).DeleteDek(c.Request.Context(), s, c.Flag("permanent"))
}

// undeleteDek is POST …/deks/{subject}/undelete and POST …/versions/{version}/undelete.
func (h *handler) undeleteDek(c *dialect.Call) (any, error) {
	s, err := h.dekSelection(c)
	if err != nil {
		return nil, err
	}
	return dialect.Nothing{}, h.keys(c).UndeleteDek(c.Request.Context(), s)
}
