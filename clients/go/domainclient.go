package concord

import (
	"context"
	"iter"
)

// DomainClient is a registry seen from one domain. [Client.Domain] makes it; it is a value, and safe for concurrent use.
type DomainClient struct {
	client *Client
	name   string
}

// Name is the name of the domain.
func (d DomainClient) Name() string { return d.name }

// Describe says what is known of the domain.
func (d DomainClient) Describe(ctx context.Context) (Domain, error) { panic("later") }

// Update changes the owner, the description or the contacts of the domain.
func (d DomainClient) Update(ctx context.Context, to Domain, options ...UpdateOptions) (Domain, error) {
	panic("later")
}

// Delete removes the domain, which must hold no subjects, not even soft-deleted ones. Of the options, Etag counts.
func (d DomainClient) Delete(ctx context.Context, options ...DeleteOptions) error { panic("later") }

// Register registers a version of a subject. Registering what the subject has already gives that back. An error of kind
// Refused carries the verdict.
func (d DomainClient) Register(ctx context.Context, r Registration) (Registered, error) {
	panic("later")
}

// Check goes through everything that Register does but the commit. A schema that would be refused is an answer, not an
// error.
func (d DomainClient) Check(ctx context.Context, r Registration, options ...CheckOptions) (Checked, error) {
	panic("later")
}

// LookUp finds the version of a subject that says what a schema says.
func (d DomainClient) LookUp(ctx context.Context, subject string, s Schema, options ...LookUpOptions) (LookedUp, error) {
	panic("later")
}

// Version finds a version of a subject by its number, or [Latest]. A latest one is believed for [Config.LatestTTL],
// unless the client has written since, or the context asks for a position.
func (d DomainClient) Version(ctx context.Context, subject string, number int, options ...GetOptions) (Version, error) {
	panic("later")
}

// Versions lists the versions of a subject, ascending, without what they say; ListOptions{View: ViewFull} has that too.
// Filter has the keys `version`, `id`, `type`, `created` and `deleted`.
func (d DomainClient) Versions(ctx context.Context, subject string, options ...ListOptions) iter.Seq2[Version, error] {
	panic("later")
}

// DeleteVersion soft-deletes a version, [Latest] or a number, or with Permanent removes a soft-deleted one for good.
func (d DomainClient) DeleteVersion(ctx context.Context, subject string, number int, options ...DeleteOptions) (DeletedVersion, error) {
	panic("later")
}

// UndeleteVersion brings back a soft-deleted version.
func (d DomainClient) UndeleteVersion(ctx context.Context, subject string, number int) (Version, error) {
	panic("later")
}

// Render prints a version in another form. Each type of schema knows some.
func (d DomainClient) Render(ctx context.Context, subject string, number int, format Rendering, options ...GetOptions) (Rendered, error) {
	panic("later")
}

// Subjects lists the subjects of the domain by name. Filter has the keys `subject`, `domain`, `owner`, `type` and
// `deleted`.
func (d DomainClient) Subjects(ctx context.Context, options ...ListOptions) iter.Seq2[Subject, error] {
	panic("later")
}

// Subject says what is known of a subject.
func (d DomainClient) Subject(ctx context.Context, subject string, options ...GetOptions) (Subject, error) {
	panic("later")
}

// DeleteSubject soft-deletes the live versions of a subject, or with Permanent removes its soft-deleted ones for good.
func (d DomainClient) DeleteSubject(ctx context.Context, subject string, options ...DeleteOptions) (DeletedSubject, error) {
	panic("later")
}

// UndeleteSubject brings back the soft-deleted versions of a subject.
func (d DomainClient) UndeleteSubject(ctx context.Context, subject string) (UndeletedSubject, error) {
	panic("later")
}

// Schema finds a schema by its id. What it says never changes, so that it is asked for once.
func (d DomainClient) Schema(ctx context.Context, id int) (Schema, error) { panic("later") }

// Dependents lists who refers to a version, without anybody between. Filter has the keys `domain` and `subject`.
func (d DomainClient) Dependents(ctx context.Context, subject string, number int, options ...ListOptions) iter.Seq2[Version, error] {
	panic("later")
}

// CheckDependents asks what a draft of a subject would do to all that refer to it, directly or through others. The last
// element is [ErrPartial] when there are so many that some were not looked for.
func (d DomainClient) CheckDependents(ctx context.Context, subject string, draft Schema, options ...CheckDependentsOptions) iter.Seq2[Dependent, error] {
	panic("later")
}

// Settings are those of a subject, or, with an empty one, of the domain.
func (d DomainClient) Settings(ctx context.Context, subject string) (SettingsOf, error) {
	panic("later")
}

// UpdateSettings changes the settings of a subject, or, with an empty one, of the domain, and returns all that is set
// then: those fields that are set in s, or those that [Fields] names.
func (d DomainClient) UpdateSettings(ctx context.Context, subject string, s Settings, options ...UpdateOptions) (Settings, error) {
	panic("later")
}
