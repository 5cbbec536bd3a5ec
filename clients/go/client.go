package concord

import (
	"context"
	"encoding/json"
	"iter"
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

	domain string
}

// New returns a client. It sends nothing; it returns an error for a Config that contradicts itself.
func New(c Config) (*Client, error) { panic("later") }

// FromEnvironment returns the client that the environment names, as [Environment] reads it.
func FromEnvironment() (*Client, error) { panic("later") }

// Domain is a domain of the registry; [Config.Domain] when the name is empty. It need not exist, and nothing is sent. The
// name `-` means every domain, for [DomainClient.Subjects] and [DomainClient.Schema].
func (c *Client) Domain(name string) DomainClient { panic("later") }

// Domains lists the domains, `default` first, then by name. Filter has the keys `domain` and `owner`.
func (c *Client) Domains(ctx context.Context, options ...ListOptions) iter.Seq2[Domain, error] {
	panic("later")
}

// CreateDomain makes a domain. Of d, its Domain, Owner, Description and Contacts count.
func (c *Client) CreateDomain(ctx context.Context, d Domain) (Domain, error) { panic("later") }

// SubjectsEverywhere lists the subjects of all domains, as [DomainClient.Subjects].
func (c *Client) SubjectsEverywhere(ctx context.Context, options ...ListOptions) iter.Seq2[Subject, error] {
	panic("later")
}

// Schema finds a schema by its GUID. What it says never changes, so that it is asked for once.
func (c *Client) Schema(ctx context.Context, guid GUID) (Schema, error) { panic("later") }

// SchemaVersions lists the versions that say what a schema says, by domain. Filter has the keys `domain` and `subject`.
func (c *Client) SchemaVersions(ctx context.Context, guid GUID, options ...ListOptions) iter.Seq2[Version, error] {
	panic("later")
}

// Schemas finds several schemas at once, at most 1000. The results are in the order of the keys.
func (c *Client) Schemas(ctx context.Context, keys ...SchemaKey) ([]BatchedSchema, error) {
	panic("later")
}

// Settings are those of the registry as a whole.
func (c *Client) Settings(ctx context.Context) (SettingsOf, error) { panic("later") }

// UpdateSettings changes the settings of the registry as a whole, and returns all that is set then.
func (c *Client) UpdateSettings(ctx context.Context, s Settings, options ...UpdateOptions) (Settings, error) {
	panic("later")
}

// ListSettings lists the scopes that have settings of their own: the registry, then by domain. Filter has the keys
// `domain`, `subject`, `level` and `mode`.
func (c *Client) ListSettings(ctx context.Context, options ...ListOptions) iter.Seq2[Settings, error] {
	panic("later")
}

// Plan asks what changes would do, at most 500 together. Each is planned on the result of those before, but for
// references, which may point forward. What would be refused is in the plan, not an error.
func (c *Client) Plan(ctx context.Context, changes ...Change) (Plan, error) { panic("later") }

// Apply makes the changes of a plan, together or not at all. The error is of kind Stale, reason PLAN_STALE, when
// something that the plan read has changed since. Plan{Changes: changes} applies them without a plan, whatever they do
// now.
func (c *Client) Apply(ctx context.Context, p Plan) (Applied, error) { panic("later") }

// Watch is [AuditClient.Watch].
func (c *Client) Watch(ctx context.Context, options ...WatchOptions) iter.Seq2[WatchStep, error] {
	panic("later")
}

// Status asks the replica that answers which registry this is, and how current.
func (c *Client) Status(ctx context.Context) (Status, error) { panic("later") }

// Call sends a request of the native API that this package has no method for, and returns the answer as it came. The path
// begins with /api/v1/ and may have a query; a nil body is none.
func (c *Client) Call(ctx context.Context, method, path string, body json.RawMessage) (json.RawMessage, error) {
	panic("later")
}

// WithIdempotencyKey returns a context whose next write goes under a key of the caller, 64 characters at most, so that it
// is done once however often it is sent, also by another process. Without it every write gets a key of its own. Use the
// context for one write.
func WithIdempotencyKey(ctx context.Context, key string) context.Context { panic("later") }
