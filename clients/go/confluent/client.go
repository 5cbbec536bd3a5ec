// Package confluent is a client of the REST API of Confluent Schema Registry, which Concord and several others have. It is
// for what package concord has no words for: other registries, and all that a registry stores, as it stores it. Programs
// that talk to Concord use package concord.
//
// A name on this API is a [Scope]: a subject qualified with its context, a whole context, or [Everywhere]. Concord calls a
// context a domain.
//
// Errors are those of package concord: errors.Is(err, concord.NotFound) works here too, and [CodeOf] tells the number that
// the registry gave. Nothing is cached.
//
// Exported names of this package are kept within a major version.
package confluent

import (
	"context"
	"net/http"
	"net/url"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/internal/wire"
)

// Client is a registry. It is safe for concurrent use.
type Client struct{ wire *wire.Wire }

// New returns a client of the registry that c reaches, which need not be a Concord: where it is, who asks and when a
// request is sent again are as in c's [concord.Config]; its domain and its caches mean nothing here. What is written by one
// of both clients is read by the other.
func New(c *concord.Client) *Client { return &Client{c.Wire()} }

// call sends a request.
func (c *Client) call(ctx context.Context, r wire.Request, answer any) error {
	r.Header = http.Header{
		"Accept": {"application/vnd.schemaregistry.v1+json, application/json;q=0.9"},
		// The registry may take what it does not know.
		"Confluent-Accept-Unknown-Properties": {"true"},
	}
	_, err := c.wire.Call(ctx, r, answer)
	return explain(err)
}

func (c *Client) get(ctx context.Context, path string, query url.Values, answer any) error {
	return c.call(ctx, wire.Request{Method: http.MethodGet, Path: path, Query: query}, answer)
}

// write changes something.
func (c *Client) write(ctx context.Context, method, path string, query url.Values, body, answer any) error {
	return c.call(ctx, wire.Request{Method: method, Path: path, Query: query, Body: body, Write: true}, answer)
}
