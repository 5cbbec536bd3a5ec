package concord

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/clients/go/internal/wire"
)

// The paths of the native API that more than one method has.
const (
	domainsPath       = "/api/v1/domains"
	schemasPath       = "/api/v1/schemas/"
	settingsPath      = "/api/v1/settings"
	entriesPath       = "/api/v1/log/entries"
	rulesPath         = "/api/v1/policy/rules"
	decisionsPath     = "/api/v1/decisions"
	compatibilityPath = "/api/v1/compatibility/rules"
)

// get sends a read that is a GET.
func (c *Client) get(ctx context.Context, path string, query url.Values, answer any) error {
	return c.send(ctx, wire.Request{Method: http.MethodGet, Path: path, Query: query}, answer)
}

// ask sends a read that is a POST.
func (c *Client) ask(ctx context.Context, path string, body, answer any) error {
	return c.send(ctx, wire.Request{Method: http.MethodPost, Path: path, Body: body}, answer)
}

// write sends a write. What was believed of latest versions is doubted then, whatever became of it.
func (c *Client) write(ctx context.Context, method, path string, query url.Values, body, answer any) error {
	defer c.caches.doubt()
	return c.send(ctx, wire.Request{Method: method, Path: path, Query: query, Body: body, Write: true}, answer)
}

func (c *Client) send(ctx context.Context, r wire.Request, answer any) error {
	r.Header = c.header(ctx, r.Write)
	header, err := c.wire.Call(ctx, r, answer)
	if err != nil {
		return readFailure(ctx, err, r)
	}
	if see, ok := ctx.Value(positionKey{}).(*Position); ok && *see == "" {
		*see = Position(header.Get(positionHeader))
	}
	return nil
}

// header is what a request says beside its path and body.
func (c *Client) header(ctx context.Context, write bool) http.Header {
	h := http.Header{"Accept": {"application/json"}}
	if write {
		key, ok := ctx.Value(idempotencyKey{}).(string)
		if !ok {
			key = rand.Text()
		}
		h.Set(idempotencyHeader, key)
	}
	if asked, ok := ctx.Value(minPositionKey{}).(Position); ok && !write {
		h.Set(minPositionHeader, string(later(asked, c.Position())))
	}
	return h
}

// pages walks a list: the field of each page, until there is none. It stops after an error.
func pages[T any](ctx context.Context, c *Client, path, field string, options []ListOptions) iter.Seq2[T, error] {
	query := only(options).query()
	return walk[T](field, func(token string, page *map[string]json.RawMessage) error {
		set(query, "pageToken", token)
		return c.get(ctx, path, query, page)
	})
}

// walk walks the pages that ask gets.
func walk[T any](field string, ask func(token string, page *map[string]json.RawMessage) error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for token := ""; ; {
			var page map[string]json.RawMessage
			err := ask(token, &page)
			things, next, err := readPage[T](page, field, err)
			if err != nil {
				yield(none, err)
				return
			}
			for _, thing := range things {
				if !yield(thing, nil) {
					return
				}
			}
			if token = next; token == "" {
				break
			}
		}
	}
}

func readPage[T any](page map[string]json.RawMessage, field string, err error) (things []T, next string, _ error) {
	if err != nil {
		return nil, "", err
	}
	for into, name := range map[any]string{&things: field, &next: "nextPageToken"} {
		if text, ok := page[name]; ok {
			if err := json.Unmarshal(text, into); err != nil {
				return nil, "", &Error{Kind: Internal, Message: "the answer is not what the API promises", Err: err}
			}
		}
	}
	return things, next, nil
}

func (o ListOptions) query() url.Values {
	query := url.Values{}
	set(query, "filter", o.Filter)
	set(query, "view", string(o.View))
	setFlag(query, "showDeleted", o.ShowDeleted)
	if o.PageSize != 0 {
		query.Set("pageSize", strconv.Itoa(o.PageSize))
	}
	return query
}

func (o GetOptions) query() url.Values {
	query := url.Values{}
	setFlag(query, "showDeleted", o.ShowDeleted)
	return query
}

func (o DeleteOptions) query() url.Values {
	query := url.Values{}
	setFlag(query, "permanent", o.Permanent)
	set(query, "etag", o.Etag)
	return query
}

// set leaves out what says nothing.
func set(query url.Values, name, value string) {
	if value != "" {
		query.Set(name, value)
	}
}

func setFlag(query url.Values, name string, value bool) {
	if value {
		query.Set(name, "true")
	}
}

// numberText is a version's number as the API spells it.
func numberText(number int) string {
	if number == Latest {
		return "latest"
	}
	return strconv.Itoa(number)
}

// below is the path of a thing in a collection, which is named by its resource name or the last segment of that.
func below(collection, name string) string {
	prefix := strings.TrimPrefix(collection, "/api/v1/") + "/"
	if segment, ok := strings.CutPrefix(name, prefix); ok {
		return collection + "/" + segment // percent-encoded already
	}
	return collection + "/" + url.PathEscape(name)
}
