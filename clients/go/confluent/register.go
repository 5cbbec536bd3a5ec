package confluent

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/concord-registry/concord/clients/go/internal/wire"
)

// Registration asks for a new version of a subject.
type Registration struct {
	Subject Scope
	Schema  Schema
	// Normalize asks for the normalised text.
	Normalize bool
	// Version is 0 for the next number, -1 for the next with `confluent:version` stamped, else the number that must be
	// the next.
	Version int
	// ID is nil to have one given; set only in the modes IMPORT and FORWARD.
	ID *int32
	// CreateTime is when an imported version was registered elsewhere, the zero time for now. Only Concord takes it, in
	// mode IMPORT.
	CreateTime time.Time
	// SkipCompatibility skips the compatibility check, where the registry lets the caller.
	SkipCompatibility bool
}

// Register makes a new version, or finds the one that the subject has already. The error is of kind Refused when the
// schema is.
func (c *Client) Register(ctx context.Context, r Registration) (Version, error) {
	body := message{Version: r.Version, ID: r.ID, Schema: r.Schema}
	if !r.CreateTime.IsZero() {
		body.Millis = r.CreateTime.UnixMilli()
	}
	query := url.Values{"normalize": {strconv.FormatBool(r.Normalize)}}
	if r.SkipCompatibility {
		query.Set("force", "true")
	}
	var answer message
	err := c.write(ctx, http.MethodPost, r.Subject.path("/subjects")+"/versions", query, body, &answer)
	if err != nil {
		return Version{}, err
	}
	return answer.version(r.Subject), nil
}

// LookUpOptions are those of [Client.LookUp].
type LookUpOptions struct {
	// Normalize compares the normalised text.
	Normalize bool
	// ShowDeleted finds soft-deleted versions too.
	ShowDeleted bool
}

// LookUp finds the version of a subject that says what a schema says. The error is of kind NotFound when there is none.
func (c *Client) LookUp(ctx context.Context, subject Scope, s Schema, o LookUpOptions) (Version, error) {
	query := url.Values{"normalize": {strconv.FormatBool(o.Normalize)}, "deleted": {strconv.FormatBool(o.ShowDeleted)}}
	var answer message
	err := c.call(ctx, wire.Request{Method: http.MethodPost, Path: subject.path("/subjects"), Query: query, Body: message{Schema: s}}, &answer)
	if err != nil {
		return Version{}, err
	}
	return answer.version(subject), nil
}
