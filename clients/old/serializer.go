package concord

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// Registration asks for a new version of a subject.
type Registration struct {
	// Domain is used by [Client.Apply] only, where empty means the client's; elsewhere it must be empty.
	Domain  string `json:"domain"`
	Subject string `json:"subject"`
	Schema  Schema `json:"schema"`
	// Normalize asks for the normalised text.
	Normalize bool `json:"normalize,omitempty"`
	// Version is 0 for the next number, -1 for the next with `confluent:version` stamped, else the number that must be
	// the next.
	Version int `json:"version,omitempty"`
	// ID is nil to have one given; set only in the modes IMPORT and FORWARD.
	ID *int32 `json:"id,omitempty"`
	// Created is when an imported version was registered elsewhere, the zero time for now. Only [Client.Register] sends it,
	// and only Concord takes it, in mode IMPORT.
	Created time.Time `json:"-"`
	// Force skips the compatibility check.
	Force bool `json:"force,omitempty"`
	// AddTags and RemoveTags edit inline tags first; PropagateTags takes over those of the previous version.
	AddTags       []EntityTags `json:"addTags,omitempty"`
	RemoveTags    []EntityTags `json:"removeTags,omitempty"`
	PropagateTags bool         `json:"propagateTags,omitempty"`
}

// EntityTags are inline tags of one record or field.
type EntityTags struct {
	Path string `json:"path"`
	// Type is sr_record or sr_field.
	Type string   `json:"type"`
	Tags []string `json:"tags"`
}

// Register makes a new version, or finds the one that the subject has already. The error is of kind Incompatible or
// Denied when the schema is refused; [Client.Check] then says all about it. The result's Schema is what the server
// stored, where it says so.
func (c *Client) Register(ctx context.Context, r Registration) (*Version, error) {
	if r.Domain != "" {
		return nil, &Error{Kind: Invalid, Message: "a registration names a domain of its own only in a change set", Hint: "use Client.In"}
	}
	body := r.Schema.toWire()
	body.Version, body.ID = r.Version, r.ID
	body.AddTags, body.RemoveTags, body.PropagateTags = toWireTags(r.AddTags), toWireTags(r.RemoveTags), r.PropagateTags
	if !r.Created.IsZero() {
		body.Millis = r.Created.UnixMilli()
	}
	query := url.Values{"normalize": {strconv.FormatBool(r.Normalize)}}
	if r.Force {
		query.Set("force", "true")
	}
	var answer wireSchema
	defer c.caches.doubt()
	err := c.call(ctx, request{http.MethodPost, c.subjectPath(r.Subject, "/versions"), query, body}, &answer)
	if err != nil {
		return nil, err
	}
	return answer.version(c.domain, r.Subject), nil
}

// LookUp finds the live version of a subject that says what a schema says. The error is of kind NotFound when there is
// none.
func (c *Client) LookUp(ctx context.Context, subject string, s Schema, normalize bool) (*Version, error) {
	query := url.Values{"normalize": {strconv.FormatBool(normalize)}, "deleted": {"false"}}
	var answer wireSchema
	err := c.call(ctx, request{http.MethodPost, c.subjectPath(subject, ""), query, s.toWire()}, &answer)
	if err != nil {
		return nil, err
	}
	return answer.version(c.domain, subject), nil
}

// ByID finds the schema of an id of the client's domain: a version that carries it. The answer is cached without end
// and shared: do not change it.
func (c *Client) ByID(ctx context.Context, id int32) (*Version, error) {
	key := idKey{c.domain, id}
	if known, ok := c.caches.ids.Get(key); ok {
		return known, nil
	}
	return once(ctx, c.caches, fmt.Sprintf("id %s %d", c.domain, id), func(ctx context.Context) (*Version, error) {
		var query url.Values
		if c.domain != "" {
			query = url.Values{"subject": {qualify(c.domain, "")}}
		}
		var answer wireSchema
		if err := c.call(ctx, request{http.MethodGet, fmt.Sprintf("/schemas/ids/%d", id), query, nil}, &answer); err != nil {
			return nil, err
		}
		answer.ID = &id
		version := answer.version(c.domain, "")
		c.caches.ids.Add(key, version)
		return version, nil
	})
}

// ByGUID finds the schema of a GUID. The answer is cached without end and shared: do not change it.
func (c *Client) ByGUID(ctx context.Context, g GUID) (*Schema, error) {
	if known, ok := c.caches.guids.Get(g); ok {
		return known, nil
	}
	return once(ctx, c.caches, "guid "+g.String(), func(ctx context.Context) (*Schema, error) {
		var answer wireSchema
		if err := c.call(ctx, request{http.MethodGet, "/schemas/guids/" + g.String(), nil, nil}, &answer); err != nil {
			return nil, err
		}
		schema := answer.schema()
		c.caches.guids.Add(g, schema)
		return schema, nil
	})
}

// Latest finds the live version of a subject with the highest number. The answer is believed for [Config.LatestTTL], or
// until this client writes, and shared: do not change it.
func (c *Client) Latest(ctx context.Context, subject string) (*Version, error) {
	key := subjectKey{c.domain, subject}
	if known, ok := c.caches.believed(key); ok {
		return known, nil
	}
	asked := c.caches.now()
	flight := fmt.Sprintf("latest %d %s", asked, qualify(c.domain, subject))
	return once(ctx, c.caches, flight, func(ctx context.Context) (*Version, error) {
		var answer wireSchema
		if err := c.call(ctx, request{http.MethodGet, c.subjectPath(subject, "/versions/latest"), nil, nil}, &answer); err != nil {
			return nil, err
		}
		version := answer.version(c.domain, subject)
		c.caches.believe(key, version, asked)
		return version, nil
	})
}

// Version finds a version of a subject by number. With deleted it may be soft-deleted.
func (c *Client) Version(ctx context.Context, subject string, number int, deleted bool) (*Version, error) {
	query := url.Values{"deleted": {strconv.FormatBool(deleted)}}
	var answer wireSchema
	path := c.subjectPath(subject, "/versions/"+strconv.Itoa(number))
	if err := c.call(ctx, request{http.MethodGet, path, query, nil}, &answer); err != nil {
		return nil, err
	}
	return answer.version(c.domain, subject), nil
}
