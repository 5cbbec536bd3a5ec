// Package concord is the Go client of Concord, a schema registry: its native API in the JSON form, without gRPC or
// generated code. It stands on the standard library and two small modules.
//
// A [Client] is a registry, a [DomainClient] one domain of it, where the daily methods are:
//
//	c, err := concord.New(concord.Config{URLs: []string{"https://registry.example.org"}})
//	billing := c.Domain("billing")
//	r, err := billing.Register(ctx, concord.Registration{Subject: "invoice-value", Schema: concord.Schema{Text: text}})
//
// Results are values: nothing that is handed out is shared. Lists are walked to their end, and stop after an error. What
// is optional is one struct, last, which may be left out. Errors are asked for by kind or by reason: errors.Is(err,
// concord.NotFound), errors.Is(err, concord.Reason("PLAN_STALE")).
//
// A client reads what it wrote, whichever replica answers, and every write may be repeated: it goes under a key, and is
// done once. An id and a GUID mean one schema for ever, so what they name is asked for once; the latest version of a
// subject is believed for [Config.LatestTTL]. Calls at the same time for the same thing become one request.
//
// Messages are written by encoding/json as the API has them. Exported names of this package are kept within a major
// version.
package concord

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/concord-registry/concord/clients/go/internal/wire"
)

// Client is a registry. It is safe for concurrent use.
type Client struct {
	// Policy asks what policies are active, and what they decided.
	Policy *PolicyClient
	// Access asks who the caller is, and what can be done.
	Access *AccessClient
	// Audit reads the log.
	Audit *AuditClient
	// Compatibility explains the rules of the compatibility check.
	Compatibility *CompatibilityClient

	wire   *wire.Wire
	caches *caches
	domain string
}

// New returns a client. It sends nothing; it returns an error for a Config that contradicts itself.
func New(c Config) (*Client, error) {
	way, err := wire.New(c.wire())
	if err != nil {
		return nil, err
	}
	caches, err := newCaches(cmp.Or(c.Cached, 1000), cmp.Or(c.LatestTTL, 10*time.Second))
	if err != nil {
		return nil, err
	}
	client := &Client{wire: way, caches: caches, domain: cmp.Or(c.Domain, "default")}
	client.Policy = &PolicyClient{client}
	client.Access = &AccessClient{client}
	client.Audit = &AuditClient{client}
	client.Compatibility = &CompatibilityClient{client}
	return client, nil
}

// FromEnvironment returns the client that the environment names, as [Environment] reads it.
func FromEnvironment() (*Client, error) {
	c, err := Environment()
	if err != nil {
		return nil, err
	}
	return New(c)
}

// Wire is how the client reaches its registry. Other packages of this module send over it, so that what was written over
// one API is read over the other.
func (c *Client) Wire() *wire.Wire { return c.wire }

// Domain is a domain of the registry; [Config.Domain] when the name is empty. It need not exist, and nothing is sent. The
// name `-` means every domain, for [DomainClient.Subjects] and [DomainClient.Schema].
func (c *Client) Domain(name string) DomainClient {
	return DomainClient{client: c, name: cmp.Or(name, c.domain)}
}

// Domains lists the domains, `default` first, then by name. Filter has the keys `domain` and `owner`.
func (c *Client) Domains(ctx context.Context, options ...ListOptions) iter.Seq2[Domain, error] {
	return pages[Domain](ctx, c, domainsPath, "domains", options)
}

// CreateDomain makes a domain. Of d, its Domain, Owner, Description and Contacts count.
func (c *Client) CreateDomain(ctx context.Context, d Domain) (Domain, error) {
	var answer struct{ Domain Domain }
	body := DomainUpdate{Domain: d.Domain, Owner: d.Owner, Description: d.Description, Contacts: d.Contacts}
	err := c.write(ctx, http.MethodPost, domainsPath, nil, body, &answer)
	return answer.Domain, err
}

// SubjectsEverywhere lists the subjects of all domains, as [DomainClient.Subjects].
func (c *Client) SubjectsEverywhere(ctx context.Context, options ...ListOptions) iter.Seq2[Subject, error] {
	return c.Domain("-").Subjects(ctx, options...)
}

// Schema finds a schema by its GUID. What it says never changes, so that it is asked for once.
func (c *Client) Schema(ctx context.Context, guid GUID) (Schema, error) {
	key := guidKey(guid)
	if known, ok := c.caches.guids.Get(key); ok {
		return known.clone(), nil
	}
	s, err := once(ctx, c.caches, c.flight(ctx, "guid", key), func(ctx context.Context) (Schema, error) {
		s, err := c.schema(ctx, schemasPath+url.PathEscape(string(guid)))
		if err == nil {
			c.caches.guids.Add(key, s)
		}
		return s, err
	})
	return s.clone(), err
}

func (c *Client) schema(ctx context.Context, path string) (Schema, error) {
	var answer struct{ Schema Schema }
	err := c.get(ctx, path, nil, &answer)
	return answer.Schema, err
}

// flight is the key under which those travel together who ask for the same, and demand the same position.
func (c *Client) flight(ctx context.Context, parts ...string) string {
	return strings.Join(append(parts, string(c.from(ctx))), "\x00")
}

// from is the position that a read holds at least.
func (c *Client) from(ctx context.Context) Position {
	asked, _ := ctx.Value(minPositionKey{}).(Position)
	return later(asked, c.Position())
}

// SchemaVersions lists the versions that say what a schema says, by domain. Filter has the keys `domain` and `subject`.
func (c *Client) SchemaVersions(ctx context.Context, guid GUID, options ...ListOptions) iter.Seq2[Version, error] {
	return pages[Version](ctx, c, schemasPath+url.PathEscape(string(guid))+"/versions", "versions", options)
}

// Schemas finds several schemas at once, at most 1000. The results are in the order of the keys.
func (c *Client) Schemas(ctx context.Context, keys ...SchemaKey) ([]BatchedSchema, error) {
	var answer struct{ Results []BatchedSchema }
	err := c.ask(ctx, schemasPath+"batch-get", map[string]any{"keys": keys}, &answer)
	return answer.Results, err
}

// Settings are those of the registry as a whole.
func (c *Client) Settings(ctx context.Context) (SettingsOf, error) {
	var answer SettingsOf
	err := c.get(ctx, settingsPath, nil, &answer)
	return answer, err
}

// UpdateSettings changes the settings of the registry as a whole, and returns all that is set then: those fields that are
// set in s, or those that [Fields] names. An Etag in s counts like that of the options.
func (c *Client) UpdateSettings(ctx context.Context, s Settings, options ...UpdateOptions) (Settings, error) {
	return c.updateSettings(ctx, settingsPath, s, only(options))
}

func (c *Client) updateSettings(ctx context.Context, path string, s Settings, o UpdateOptions) (Settings, error) {
	body := struct {
		SettingsUpdate
		AllowMissing bool `json:"allowMissing,omitempty"`
	}{SettingsUpdate{Settings: s.sent(), UpdateMask: o.mask(), Etag: cmp.Or(o.Etag, s.Etag), Force: o.Force}, o.AllowMissing}
	var answer struct{ Settings Settings }
	err := c.write(ctx, http.MethodPatch, path, nil, body, &answer)
	return answer.Settings, err
}

// sent is settings without what only answers say.
func (s Settings) sent() Settings {
	s.Name, s.Etag = "", ""
	return s
}

// ListSettings lists the scopes that have settings of their own: the registry, then by domain. Filter has the keys
// `domain`, `subject`, `level` and `mode`.
func (c *Client) ListSettings(ctx context.Context, options ...ListOptions) iter.Seq2[Settings, error] {
	return pages[Settings](ctx, c, settingsPath+"/all", "settings", options)
}

// Plan asks what changes would do, at most 500 together. Each is planned on the result of those before, but for
// references, which may point forward. What would be refused is in the plan, not an error.
func (c *Client) Plan(ctx context.Context, changes ...Change) (Plan, error) {
	plan := Plan{Changes: changes}
	err := c.ask(ctx, "/api/v1/changes/plan", map[string]any{"changes": sent(changes)}, &plan)
	return plan, err
}

// Apply makes the changes of a plan, together or not at all. The error is of kind Stale, reason PLAN_STALE, when
// something that the plan read has changed since. Plan{Changes: changes} applies them without a plan, whatever they do
// now.
func (c *Client) Apply(ctx context.Context, p Plan) (Applied, error) {
	var answer Applied
	body := struct {
		Changes   []Change `json:"changes"`
		PlanToken string   `json:"planToken,omitempty"`
	}{sent(p.Changes), p.PlanToken}
	err := c.write(ctx, http.MethodPost, "/api/v1/changes/apply", nil, body, &answer)
	return answer, err
}

// Watch is [AuditClient.Watch].
func (c *Client) Watch(ctx context.Context, options ...WatchOptions) iter.Seq2[WatchStep, error] {
	return c.Audit.Watch(ctx, options...)
}

// Status asks the replica that answers which registry this is, and how current.
func (c *Client) Status(ctx context.Context) (Status, error) {
	var answer struct{ Status Status }
	err := c.get(ctx, "/api/v1/status", nil, &answer)
	return answer.Status, err
}

// Call sends a request that this package has no method for, and returns the answer as it came. The path begins with
// /api/v1/ and may have a query; a nil body is none. All but GET and HEAD go under an idempotency key.
func (c *Client) Call(ctx context.Context, method, path string, body json.RawMessage) (json.RawMessage, error) {
	path, text, _ := strings.Cut(path, "?")
	query, err := url.ParseQuery(text)
	if err != nil {
		return nil, &Error{Kind: Invalid, Message: "the query cannot be read", Err: err}
	}
	r := wire.Request{Method: method, Path: path, Query: query, Write: method != http.MethodGet && method != http.MethodHead}
	if body != nil {
		r.Body = body
	}
	if r.Write {
		defer c.caches.doubt()
	}
	var answer json.RawMessage
	err = c.send(ctx, r, &answer)
	return answer, err
}
