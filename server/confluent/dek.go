package confluent

import (
	"strings"

	"github.com/concord-registry/concord/server/confluent/problem"
	"github.com/concord-registry/concord/server/fault"
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

func dekShapeOf(d registry.DataKey) dekShape {
	return dekShape{
		KekName: d.Kek, Subject: d.Subject.String(), Version: d.Version, Algorithm: d.Algorithm,
		Encrypted: d.Encrypted, Material: d.Material, TS: d.Changed.UnixMilli(), Deleted: d.Deleted,
	}
}

// dekList reads which key the path and the parameter name; an algorithm that is not known makes the path unknown.
func (c *call) dekList() (store.DekList, error) {
	l := store.DekList{Kek: c.path("kek"), Subject: c.scope(), Algorithm: store.AES256GCM}
	switch given := store.Algorithm(c.text("algorithm")); given {
	case "":
	case store.AES128GCM, store.AES256GCM, store.AES256SIV:
		l.Algorithm = given
	default:
		return l, errUnknownPath
	}
	return l, nil
}

// createDek is POST …/deks and POST …/deks/{subject}; the subject may stand in the path or in the body.
func (h *handler) createDek(c *call) (any, error) {
	v, err := h.body(c)
	if err != nil {
		return nil, err
	}
	d := &decoder{}
	r := registry.DekRequest{
		DekList:   store.DekList{Kek: c.path("kek"), Algorithm: store.AES256GCM},
		Version:   firstVersion,
		Encrypted: d.text(v.Get("encryptedKeyMaterial")),
		Deleted:   isTrue(d.boolean(v.Get("deleted"))),
		Rewrap:    c.flag("rewrap"), Actor: h.Actor(c.request),
	}
	name, version := d.text(v.Get("subject")), d.integer(v.Get("version"))
	algorithm := d.word(v.Get("algorithm"), string(store.AES128GCM), string(store.AES256GCM), string(store.AES256SIV))
	if d.err != nil {
		return nil, d.err
	}
	r.Subject = c.qualify(name)
	if c.path("subject") != "" {
		if name != "" && r.Subject != c.scope() {
			return nil, problem.New(problem.CodeOf(fault.KeyInvalid), "Invalid or missing value for field 'subject' of key: the body says %s, the path %s", r.Subject, c.scope())
		}
		r.Subject = c.scope()
	}
	if version != nil {
		r.Version = *version
	}
	if algorithm != "" {
		r.Algorithm = store.Algorithm(algorithm)
	}
	done, err := h.Registry.CreateDek(c.request.Context(), r)
	if err != nil {
		return nil, err
	}
	return dekShapeOf(done), nil
}

// firstVersion is the version of a key where none is named.
const firstVersion = 1

// firstDek is GET …/deks/{subject}: the first version, not the newest.
func (h *handler) firstDek(c *call) (any, error) {
	return h.dek(c, registry.Selector{Number: firstVersion})
}

// dekVersion is GET …/deks/{subject}/versions/{version}.
func (h *handler) dekVersion(c *call) (any, error) {
	which, err := c.selector()
	if err != nil {
		return nil, err
	}
	return h.dek(c, which)
}

func (h *handler) dek(c *call, which registry.Selector) (any, error) {
	l, err := c.dekList()
	if err != nil {
		return nil, err
	}
	found, err := h.Registry.Dek(c.request.Context(), l, which, c.flag("deleted"))
	if err != nil {
		return nil, err
	}
	return dekShapeOf(found), nil
}

// listDeks is GET …/deks: the subjects of all contexts with keys.
func (h *handler) listDeks(c *call) (any, error) {
	p, err := c.page(unlimited)
	if err != nil {
		return nil, err
	}
	names, err := h.Registry.DekSubjects(c.path("kek"), c.flag("deleted"))
	if err != nil {
		return nil, err
	}
	return paged(names, p), nil
}

// listDekVersions is GET …/deks/{subject}/versions.
func (h *handler) listDekVersions(c *call) (any, error) {
	p, err := c.page(unlimited)
	if err != nil {
		return nil, err
	}
	l, err := c.dekList()
	if err != nil {
		return nil, err
	}
	versions, err := h.Registry.DekVersions(l, c.flag("deleted"))
	if err != nil {
		return nil, err
	}
	return paged(versions, p), nil
}

// dekSelection reads which versions of a key are meant: that of the path, or all.
func (h *handler) dekSelection(c *call) (registry.DekSelection, error) {
	l, err := c.dekList()
	if err != nil || c.path("version") == "" {
		return registry.DekSelection{DekList: l}, err
	}
	which, err := c.selector()
	if err != nil {
		return registry.DekSelection{}, err
	}
	if which.Number < 1 {
		newest, err := h.latestDek(l)
		return registry.DekSelection{DekList: l, Version: newest}, err
	}
	return registry.DekSelection{DekList: l, Version: which.Number}, nil
}

// latestDek is the number of the newest version of a key, deleted ones included, or one that no version has.
func (h *handler) latestDek(l store.DekList) (int, error) {
	versions, err := h.Registry.DekVersions(l, true)
	if err != nil || len(versions) == 0 {
		return -1, err
	}
	return versions[len(versions)-1], nil
}

// deleteDek is DELETE …/deks/{subject} and DELETE …/versions/{version}.
func (h *handler) deleteDek(c *call) (any, error) {
	s, err := h.dekSelection(c)
	if err != nil {
		return nil, err
	}
	return nothing{}, h.Registry.DeleteDek(c.request.Context(), s, c.flag("permanent"), h.Actor(c.request))
}

// undeleteDek is POST …/deks/{subject}/undelete and POST …/versions/{version}/undelete.
func (h *handler) undeleteDek(c *call) (any, error) {
	s, err := h.dekSelection(c)
	if err != nil {
		return nil, err
	}
	return nothing{}, h.Registry.UndeleteDek(c.request.Context(), s, h.Actor(c.request))
}

// prefixes are the subject prefixes of a query, in the context of the path (contract §2.4); none when neither says any.
func (c *call) prefixes() []string {
	given := c.texts("subjectPrefix")
	if c.domain == store.DefaultDomain {
		return given
	}
	if len(given) == 0 {
		given = []string{""}
	}
	for i, p := range given {
		if !strings.HasPrefix(p, ":.") && !strings.HasPrefix(p, ":*:") {
			given[i] = store.Subject{Domain: c.domain}.String() + p
		}
	}
	return given
}
