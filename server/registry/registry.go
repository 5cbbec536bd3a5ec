// Package registry holds the use cases: register, look up, check, delete, configure, and change sets of them. There is
// one registration pipeline; a dry run is the same code without the last step. The package knows nothing of HTTP, gRPC
// or etcd: it is told a [store.Store] and answers with values and with errors of server/fault.
//
// Reads are answered from the store's view and take neither locks nor a context. Errors carry the code of the
// Confluent catalogue (contract §1.12) where the catalogue has one.
package registry

import (
	"context"
	"errors"
	"log/slog"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

// IDs says how ids are given.
type IDs string

const (
	// ContentIDs derives a 31-bit id from the GUID, probing on collision: the same schema has the same id everywhere.
	ContentIDs IDs = "content"
	// SequenceIDs counts from 1 in each domain, as Confluent does (contract §3.2).
	SequenceIDs IDs = "confluent"
)

// Config says what a registry stands on.
type Config struct {
	// Store is required.
	Store store.Store
	// Policy decides on every new schema; nil accepts all.
	Policy Policy
	// IDs is ContentIDs when empty.
	IDs IDs
	// Level is the server's default compatibility level, BACKWARD when empty.
	Level compat.Level
	// Limits bound every schema; the zero value means [schema.DefaultLimits].
	Limits schema.Limits
	// FixedModes forbids every change of mode.
	FixedModes bool
	// Logger gets what has no caller to be told; nil discards.
	Logger *slog.Logger
}

// Policy decides whether a new schema may be registered. [policy.Engine] is one.
type Policy interface {
	Evaluate(context.Context, policy.Request) policy.Decision
}

// Registry is the set of use cases over one store. It is safe for concurrent use.
type Registry struct {
	config Config
}

// New returns a registry. It returns an error for an unknown IDs or Level.
func New(c Config) (*Registry, error) { return &Registry{config: c}, nil }

// View is the newest view of the store.
func (r *Registry) View() *store.View { return r.config.Store.View() }

// Draft is a schema as a caller offers it.
type Draft struct {
	// Type is AVRO when empty, or the previous version's when Text is empty too.
	Type schema.Type
	// Text may be empty when registering: the previous version's is taken (contract §3.3).
	Text       string
	References []schema.Reference
	// Metadata and RuleSet are inherited from the previous version when nil.
	Metadata *schema.Metadata
	RuleSet  *schema.RuleSet
	// Normalize asks for the normalised text; the subject's config may ask for it too.
	Normalize bool
}

// RegisterRequest asks for a new version of a subject.
type RegisterRequest struct {
	Subject store.Subject
	Draft
	// Version 0 means the next, -1 the next with `confluent:version` stamped, N compare-and-set (contract §3.3).
	Version int
	// ID is nil to have one given; set only in the modes IMPORT and FORWARD.
	ID *store.ID
	// Force skips the compatibility check.
	Force bool
	// AddTags and RemoveTags edit the inline tags first; PropagateTags copies those of the previous version.
	AddTags, RemoveTags []schema.EntityTags
	PropagateTags       bool
	// Actor is who asks, for the log and for policy.
	Actor string
	// DryRun goes through everything but the commit. The Registration then shows what would be.
	DryRun bool
}

// Registration is the answer to a [RegisterRequest].
type Registration struct {
	// Version carries content, id and number; in a dry run, those it would get.
	Version *store.Version
	// Created is false when the subject had the schema already.
	Created bool
	// Exact is false for a version that the subject had already and that was found by comparison, not by its hash; only
	// such answers carry time and deletion on the wire (contract §3.4).
	Exact bool
	// Seq is the position at which the version was registered.
	Seq uint64
	// Findings are all compatibility findings, also those that refuse nothing.
	Findings []rule.Finding
	// Decision is the policy's, nil when none was asked: the schema was there already, or no policy is set.
	Decision *policy.Decision
}

// Refusal is the cause inside an error of kind Incompatible or Denied: errors.As finds it.
type Refusal struct {
	Findings []rule.Finding
	// Against are the contents that the findings speak of, by version number.
	Against map[int]*store.Version
	Level   compat.Level
	// Fields and Reserved are as in [CheckResult].
	Fields   bool
	Reserved []string
	// Decision is set when a policy refused.
	Decision *policy.Decision
}

func (r *Refusal) Error() string { return "the schema is refused" }

// Register registers a schema (contract §3.3, step by step). A subject that has the schema already gives it back
// before mode, compatibility and policy are looked at.
func (r *Registry) Register(ctx context.Context, req RegisterRequest) (Registration, error) {
	return Registration{}, errMissing
}

// TagRequest makes a new version from an old one with other tags, metadata or rules (contract §1.4, tags).
type TagRequest struct {
	Subject             store.Subject
	Version             Selector
	NewVersion          int
	AddTags, RemoveTags []schema.EntityTags
	Metadata            *schema.Metadata
	RuleSet             *schema.RuleSet
	RulesToMerge        *schema.RuleSet
	RulesToRemove       []string
	Actor               string
}

// Tag registers the new version that req describes.
func (r *Registry) Tag(ctx context.Context, req TagRequest) (Registration, error) {
	return Registration{}, errMissing
}

// CheckRequest asks whether a draft is compatible with versions of a subject, without registering it.
type CheckRequest struct {
	Subject store.Subject
	Draft
	// Against is the one version to compare with; nil means those that the subject's level asks for.
	Against *Selector
}

// CheckResult is the answer to a [CheckRequest].
type CheckResult struct {
	Compatible bool
	Level      compat.Level
	// Fields is the effective `validateFields`.
	Fields   bool
	Findings []rule.Finding
	// Against are the versions that the findings speak of, by number.
	Against map[int]*store.Version
	// Reserved are the sentences of the reserved-field check (compatibility contract §1.4).
	Reserved []string
}

// Check compares, with the subject's effective level, policy and judge (contract §1.8, §3.7).
func (r *Registry) Check(ctx context.Context, req CheckRequest) (CheckResult, error) {
	return CheckResult{}, errMissing
}

// Selector names a version of a subject: a number, or the latest live one when Number is -1.
type Selector struct{ Number int }

// Latest selects the live version with the highest number.
var Latest = Selector{-1}

// Version is one version of a subject. A number finds soft-deleted versions only when deleted is set; a subject of the
// default domain that has no such version is looked for in every other domain (contract §1.4, §3.9).
func (r *Registry) Version(s store.Subject, which Selector, deleted bool) (*store.Version, error) {
	return nil, errMissing
}

// Deletion says which deletion states a list holds.
type Deletion int

// The deletion states of lists.
const (
	LiveOnly Deletion = iota
	WithDeleted
	DeletedOnly
)

// Versions lists a subject's versions, ascending.
func (r *Registry) Versions(s store.Subject, which Deletion) ([]*store.Version, error) {
	return nil, errMissing
}

// Subjects lists the subjects that match a prefix in the syntax of the API (contract §1.3), by qualified name.
func (r *Registry) Subjects(prefix string, which Deletion) []store.Subject { return nil }

// SchemaQuery selects versions across subjects (contract §1.5).
type SchemaQuery struct {
	Prefix   string
	Deleted  bool
	Latest   bool
	Aliases  bool
	RuleType string
}

// AliasedVersion is a version together with the subjects that are aliases of its subject.
type AliasedVersion struct {
	*store.Version
	Aliases []string
}

// Schemas lists the versions that q selects, by subject and number.
func (r *Registry) Schemas(q SchemaQuery) []AliasedVersion { return nil }

// ByID finds the schema of an id: hint is the subject that the caller thinks of, its zero value none (resolution order
// of contract §1.5). The version is one that carries the id, soft-deleted or not.
func (r *Registry) ByID(id store.ID, hint store.Subject) (*store.Version, error) {
	return nil, errMissing
}

// Uses lists the versions that carry an id, by subject and number; hint as for ByID.
func (r *Registry) Uses(id store.ID, hint store.Subject, deleted bool) ([]*store.Version, error) {
	return nil, errMissing
}

// ByGUID finds a version that says what the GUID stands for, soft-deleted or not, in the default domain first.
func (r *Registry) ByGUID(g schema.GUID) (*store.Version, error) { return nil, errMissing }

// Identifiers lists what ids a GUID has, by domain.
func (r *Registry) Identifiers(g schema.GUID) []*store.Identifier { return nil }

// Referrers lists the ids of the schemas that refer to a version, by domain and id; the version may be soft-deleted.
func (r *Registry) Referrers(s store.Subject, which Selector, deleted bool) ([]store.ID, error) {
	return nil, errMissing
}

// LookUpRequest asks for the version of a subject that says what the draft says.
type LookUpRequest struct {
	Subject store.Subject
	Draft
	// Deleted also finds soft-deleted versions.
	Deleted bool
}

// Match is a version found by content.
type Match struct {
	Version *store.Version
	// Exact is set when the hash agreed; such answers carry neither time nor deletion on the wire (contract §3.4).
	Exact bool
}

// LookUp finds a version by content (contract §3.4).
func (r *Registry) LookUp(req LookUpRequest) (Match, error) { return Match{}, errMissing }

// WithMetadata is the newest version whose metadata hold all properties (contract §1.3).
func (r *Registry) WithMetadata(s store.Subject, properties map[string]string, deleted bool) (*store.Version, error) {
	return nil, errMissing
}

// Render is a version's text under the parameter `format` (contract §3.5), with its references resolved.
func (r *Registry) Render(c *store.Version, format string) (string, error) { return "", errMissing }

// Tags lists a version's tagged entities that carry one of the tags; "*" selects all.
func (r *Registry) Tags(v *store.Version, tags []string) ([]schema.EntityTags, error) {
	return nil, errMissing
}

// Document is a version's normalised document.
func (r *Registry) Document(v *store.Version) (*schema.Document, error) { return nil, errMissing }

// DeleteSubject soft-deletes the live versions of a subject, or removes its soft-deleted ones for good, and returns
// their numbers (contract §1.3: order of checks and codes).
func (r *Registry) DeleteSubject(ctx context.Context, s store.Subject, permanent bool, actor string) ([]int, error) {
	return nil, errMissing
}

// DeleteVersion does the same for one version (contract §1.4).
func (r *Registry) DeleteVersion(ctx context.Context, s store.Subject, which Selector, permanent bool, actor string) (int, error) {
	return 0, errMissing
}

// DeleteDomain forgets an empty domain (contract §1.9).
func (r *Registry) DeleteDomain(ctx context.Context, d store.Domain, actor string) error {
	return errMissing
}

// Domains lists all domains, the default one first.
func (r *Registry) Domains() []store.Domain { return r.View().Domains() }

// Config is what is set for exactly that scope; a whole domain or subject without any gives an error of kind NotFound,
// the default domain and [store.Everywhere] the server's defaults (contract §1.6).
func (r *Registry) Config(scope store.Subject) (store.Config, error) {
	return store.Config{}, errMissing
}

// EffectiveConfig is what applies to a scope (contract §3.10), never without a level.
func (r *Registry) EffectiveConfig(scope store.Subject) store.Config { return store.Config{} }

// Configure replaces the settings of a scope by what edit makes of them and returns the result. edit gets the stored
// settings, or none, and must do nothing but change its argument.
func (r *Registry) Configure(ctx context.Context, scope store.Subject, edit func(*store.Config) error, actor string) (store.Config, error) {
	return store.Config{}, errMissing
}

// Unconfigure removes the settings of a scope and returns them.
func (r *Registry) Unconfigure(ctx context.Context, scope store.Subject, actor string) (store.Config, error) {
	return store.Config{}, errMissing
}

// Mode and EffectiveMode are to modes what Config and EffectiveConfig are to settings (contract §1.7, §3.11).
func (r *Registry) Mode(scope store.Subject) (string, error) { return "", errMissing }

// EffectiveMode is the mode that applies to a scope.
func (r *Registry) EffectiveMode(scope store.Subject) string { return "" }

// SetMode sets the mode of a scope; an empty one clears it. force lets IMPORT be entered over live subjects.
func (r *Registry) SetMode(ctx context.Context, scope store.Subject, mode string, force bool, actor string) error {
	return errMissing
}

// UnsetMode removes the mode of a scope, and with recursive those of all its subjects, and returns the scope's own,
// empty when recursive found none.
func (r *Registry) UnsetMode(ctx context.Context, scope store.Subject, recursive bool, actor string) (string, error) {
	return "", errMissing
}

// Alias is the subject that requests for s are answered from: s itself unless its config names another (contract §3.9).
func (r *Registry) Alias(s store.Subject) store.Subject { return s }

// ChangeSet is a list of registrations that land together or not at all, each planned on the result of those before.
type ChangeSet struct {
	Registrations []RegisterRequest
	// If is the position that the registry must still have, 0 for any; else an error of kind Stale.
	If     uint64
	DryRun bool
}

// Apply registers a change set. The error names the first registration that was refused.
func (r *Registry) Apply(ctx context.Context, set ChangeSet) ([]Registration, error) {
	return nil, errMissing
}

var errMissing = errors.New("not built yet")
