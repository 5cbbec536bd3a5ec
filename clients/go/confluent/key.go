package confluent

import (
	"context"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"strconv"

	concord "github.com/concord-registry/concord/clients/go"
)

// Kek describes a key encryption key: where it lies, not what it is.
type Kek struct {
	Name string `json:"name"`
	// KMSType names the service that has the key, KMSKeyID the key there, KMSProps how to ask for it.
	KMSType  string            `json:"kmsType"`
	KMSKeyID string            `json:"kmsKeyId"`
	KMSProps map[string]string `json:"kmsProps,omitempty"`
	Doc      string            `json:"doc,omitempty"`
	// Shared lets the registry itself ask the service.
	Shared bool `json:"shared,omitempty"`
	// Deleted marks a soft deletion.
	Deleted bool `json:"deleted,omitempty"`
}

// Dek is one version of a data encryption key, encrypted by a [Kek].
type Dek struct {
	Kek string `json:"kekName"`
	// Subject is the scope of the subject whose data the key is for.
	Subject Scope `json:"subject"`
	// Algorithm is AES128_GCM, AES256_GCM or AES256_SIV.
	Algorithm string `json:"algorithm"`
	Version   int    `json:"version"`
	// Encrypted is the key in base64 as the Kek encrypts it.
	Encrypted string `json:"encryptedKeyMaterial"`
	// Deleted marks a soft deletion.
	Deleted bool `json:"deleted,omitempty"`
}

const keksPath = "/dek-registry/v1/keks"

var alsoDeleted = url.Values{"deleted": {"true"}}

func kekPath(name, below string) string { return keksPath + "/" + url.PathEscape(name) + below }

// dekPath is the path of a subject's keys, and of what lies below it.
func dekPath(kek string, subject Scope, below string) string {
	return kekPath(kek, "/deks/"+url.PathEscape(string(subject))+below)
}

func (d Dek) path(below string) string {
	return dekPath(d.Kek, d.Subject, "/versions/"+strconv.Itoa(d.Version)+below)
}

func (d Dek) query() url.Values { return url.Values{"algorithm": {d.Algorithm}} }

// KekNames lists the key encryption keys, soft-deleted ones included. The error is of kind NotFound where the registry has none of that API.
func (c *Client) KekNames(ctx context.Context) ([]string, error) {
	var names []string
	err := c.get(ctx, keksPath, alsoDeleted, &names)
	return names, err
}

// Kek is the key encryption key of a name, also a soft-deleted one.
func (c *Client) Kek(ctx context.Context, name string) (Kek, error) {
	var kek Kek
	err := c.get(ctx, kekPath(name, ""), alsoDeleted, &kek)
	return kek, err
}

// CreateKek creates a key encryption key.
func (c *Client) CreateKek(ctx context.Context, k Kek) error {
	return c.write(ctx, http.MethodPost, keksPath, nil, k, nil)
}

// UpdateKek changes the properties, the doc and the sharing of a live key encryption key, as far as they differ between
// what it is and what it is to be. Secrets among the properties, which no answer shows, stay where the others do.
func (c *Client) UpdateKek(ctx context.Context, old, to Kek) error {
	change := map[string]any{}
	if !maps.Equal(old.KMSProps, to.KMSProps) {
		change["kmsProps"] = to.KMSProps
	}
	if old.Doc != to.Doc {
		change["doc"] = to.Doc
	}
	if old.Shared != to.Shared {
		change["shared"] = to.Shared
	}
	return c.write(ctx, http.MethodPut, kekPath(to.Name, ""), nil, change, nil)
}

// DeleteKek soft-deletes a key encryption key, whose data encryption keys must be soft-deleted.
func (c *Client) DeleteKek(ctx context.Context, name string) error {
	return c.write(ctx, http.MethodDelete, kekPath(name, ""), nil, nil, nil)
}

// UndeleteKek restores a soft-deleted key encryption key.
func (c *Client) UndeleteKek(ctx context.Context, name string) error {
	return c.write(ctx, http.MethodPost, kekPath(name, "/undelete"), nil, struct{}{}, nil)
}

// DekSubjects lists the subjects with data encryption keys under a key encryption key, soft-deleted ones included.
func (c *Client) DekSubjects(ctx context.Context, kek string) ([]Scope, error) {
	var subjects []Scope
	err := c.get(ctx, kekPath(kek, "/deks"), alsoDeleted, &subjects)
	return subjects, err
}

// DekVersions lists the versions of a data encryption key, soft-deleted ones included; none where there is no such key.
func (c *Client) DekVersions(ctx context.Context, kek string, subject Scope, algorithm string) ([]int, error) {
	var versions []int
	query := url.Values{"algorithm": {algorithm}, "deleted": {"true"}}
	err := c.get(ctx, dekPath(kek, subject, "/versions"), query, &versions)
	if errors.Is(err, concord.NotFound) {
		err = nil
	}
	return versions, err
}

// Dek is one version of a data encryption key, also a soft-deleted one. What it is for may be another subject than the
// one that was asked for, if that has an alias.
func (c *Client) Dek(ctx context.Context, kek string, subject Scope, algorithm string, version int) (Dek, error) {
	var dek Dek
	query := url.Values{"algorithm": {algorithm}, "deleted": {"true"}}
	err := c.get(ctx, dekPath(kek, subject, "/versions/"+strconv.Itoa(version)), query, &dek)
	return dek, err
}

// CreateDek creates a version of a data encryption key, as soft-deleted if it says so. Its Kek must be live.
func (c *Client) CreateDek(ctx context.Context, d Dek) error {
	return c.write(ctx, http.MethodPost, dekPath(d.Kek, d.Subject, ""), nil, d, nil)
}

// DeleteDek soft-deletes a version of a data encryption key.
func (c *Client) DeleteDek(ctx context.Context, d Dek) error {
	return c.write(ctx, http.MethodDelete, d.path(""), d.query(), nil, nil)
}

// UndeleteDek restores a soft-deleted version of a data encryption key. Its Kek must be live.
func (c *Client) UndeleteDek(ctx context.Context, d Dek) error {
	return c.write(ctx, http.MethodPost, d.path("/undelete"), d.query(), struct{}{}, nil)
}
