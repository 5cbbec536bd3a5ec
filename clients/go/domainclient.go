package concord

import (
	"cmp"
	"context"
	"encoding/json"
	"iter"
	"net/http"
	"net/url"
	"strconv"
)

// DomainClient is a registry seen from one domain. [Client.Domain] makes it; it is a value, and safe for concurrent use.
type DomainClient struct {
	client *Client
	name   string
}

// Name is the name of the domain.
func (d DomainClient) Name() string { return d.name }

// Client is the registry that the domain belongs to.
func (d DomainClient) Client() *Client { return d.client }

func (d DomainClient) path(below string) string {
	return domainsPath + "/" + url.PathEscape(d.name) + below
}

func (d DomainClient) subjectPath(subject, below string) string {
	return d.path("/subjects/" + url.PathEscape(subject) + below)
}

func (d DomainClient) versionPath(subject string, number int, below string) string {
	return d.subjectPath(subject, "/versions/"+numberText(number)+below)
}

// Describe says what is known of the domain.
func (d DomainClient) Describe(ctx context.Context) (Domain, error) {
	var answer struct{ Domain Domain }
	err := d.client.get(ctx, d.path(""), nil, &answer)
	return answer.Domain, err
}

// Update changes the owner, the description or the contacts of the domain: those that are set in to, or those that
// [Fields] names. An Etag in to counts like that of the options.
func (d DomainClient) Update(ctx context.Context, to Domain, options ...UpdateOptions) (Domain, error) {
	o := only(options)
	body := struct {
		DomainUpdate
		Force bool `json:"force,omitempty"`
	}{DomainUpdate{
		Owner: to.Owner, Description: to.Description, Contacts: to.Contacts,
		UpdateMask: o.mask(), Etag: cmp.Or(o.Etag, to.Etag), AllowMissing: o.AllowMissing,
	}, o.Force}
	var answer struct{ Domain Domain }
	err := d.client.write(ctx, http.MethodPatch, d.path(""), nil, body, &answer)
	return answer.Domain, err
}

// Delete removes the domain, which must hold no subjects, not even soft-deleted ones. Of the options, Etag counts.
func (d DomainClient) Delete(ctx context.Context, options ...DeleteOptions) error {
	return d.client.write(ctx, http.MethodDelete, d.path(""), only(options).query(), nil, nil)
}

// Register registers a version of a subject. Registering what the subject has already gives that back. An error of kind
// Refused carries the verdict.
func (d DomainClient) Register(ctx context.Context, r Registration) (Registered, error) {
	var answer Registered
	err := d.client.write(ctx, http.MethodPost, d.subjectPath(r.Subject, "/versions"), nil, r.in(d.name), &answer)
	return answer, err
}

// in is a registration as it is sent.
func (r Registration) in(domain string) Registration {
	r.Domain = cmp.Or(r.Domain, domain)
	r.Schema = r.Schema.sent()
	return r
}

// sent is a schema without what only answers say.
func (s Schema) sent() Schema {
	s.Name, s.GUID = "", ""
	return s
}

// Check goes through everything that Register does but the commit. A schema that would be refused is an answer, not an
// error.
func (d DomainClient) Check(ctx context.Context, r Registration, options ...CheckOptions) (Checked, error) {
	body := struct {
		Registration
		Against []string `json:"against,omitempty"`
	}{Registration: r.in(d.name)}
	for _, number := range only(options).Against {
		body.Against = append(body.Against, numberText(number))
	}
	var answer Checked
	err := d.client.ask(ctx, d.subjectPath(r.Subject, "/check"), body, &answer)
	return answer, err
}

// LookUp finds the version of a subject that says what a schema says.
func (d DomainClient) LookUp(ctx context.Context, subject string, s Schema, options ...LookUpOptions) (LookedUp, error) {
	body := struct {
		Schema      Schema `json:"schema"`
		Normalize   bool   `json:"normalize,omitempty"`
		ShowDeleted bool   `json:"showDeleted,omitempty"`
	}{s.sent(), only(options).Normalize, only(options).ShowDeleted}
	var answer LookedUp
	err := d.client.ask(ctx, d.subjectPath(subject, "/lookup"), body, &answer)
	return answer, err
}

// Version finds a version of a subject by its number, or [Latest]. A latest one is believed for [Config.LatestTTL], unless
// this client has written since.
func (d DomainClient) Version(ctx context.Context, subject string, number int, options ...GetOptions) (Version, error) {
	o := only(options)
	if number != Latest || o.ShowDeleted {
		return d.version(ctx, subject, number, o)
	}
	c := d.client
	key := latestKey{d.name, subject, c.caches.writes.Load(), c.from(ctx)}
	if known, ok := c.caches.believed(key); ok {
		return known, nil
	}
	flight := c.flight(ctx, "latest", d.name, subject, strconv.FormatUint(key.writes, 10))
	v, err := once(ctx, c.caches, flight, func(ctx context.Context) (Version, error) {
		v, err := d.version(ctx, subject, Latest, o)
		if err == nil {
			c.caches.believe(key, v)
		}
		return v, err
	})
	return v.clone(), err
}

func (d DomainClient) version(ctx context.Context, subject string, number int, o GetOptions) (Version, error) {
	var answer struct{ Version Version }
	err := d.client.get(ctx, d.versionPath(subject, number, ""), o.query(), &answer)
	return answer.Version, err
}

// Versions lists the versions of a subject, ascending, without what they say; ListOptions{View: ViewFull} has that too.
// Filter has the keys `version`, `id`, `type`, `created` and `deleted`.
func (d DomainClient) Versions(ctx context.Context, subject string, options ...ListOptions) iter.Seq2[Version, error] {
	return pages[Version](ctx, d.client, d.subjectPath(subject, "/versions"), "versions", options)
}

// DeleteVersion soft-deletes a version, [Latest] or a number, or with Permanent removes a soft-deleted one for good.
func (d DomainClient) DeleteVersion(ctx context.Context, subject string, number int, options ...DeleteOptions) (DeletedVersion, error) {
	var answer DeletedVersion
	err := d.client.write(ctx, http.MethodDelete, d.versionPath(subject, number, ""), only(options).query(), nil, &answer)
	return answer, err
}

// UndeleteVersion brings back a soft-deleted version.
func (d DomainClient) UndeleteVersion(ctx context.Context, subject string, number int) (Version, error) {
	var answer struct{ Version Version }
	err := d.client.write(ctx, http.MethodPost, d.versionPath(subject, number, "/undelete"), nil, struct{}{}, &answer)
	return answer.Version, err
}

// Render prints a version in another form. Each type of schema knows some.
func (d DomainClient) Render(ctx context.Context, subject string, number int, format Rendering, options ...GetOptions) (Rendered, error) {
	query := only(options).query()
	set(query, "format", string(format))
	var answer Rendered
	err := d.client.get(ctx, d.versionPath(subject, number, "/rendering"), query, &answer)
	return answer, err
}

// Subjects lists the subjects of the domain by name. Filter has the keys `subject`, `domain`, `owner`, `type` and
// `deleted`.
func (d DomainClient) Subjects(ctx context.Context, options ...ListOptions) iter.Seq2[Subject, error] {
	return pages[Subject](ctx, d.client, d.path("/subjects"), "subjects", options)
}

// Subject says what is known of a subject.
func (d DomainClient) Subject(ctx context.Context, subject string, options ...GetOptions) (Subject, error) {
	var answer struct{ Subject Subject }
	err := d.client.get(ctx, d.subjectPath(subject, ""), only(options).query(), &answer)
	return answer.Subject, err
}

// DeleteSubject soft-deletes the live versions of a subject, or with Permanent removes its soft-deleted ones for good.
func (d DomainClient) DeleteSubject(ctx context.Context, subject string, options ...DeleteOptions) (DeletedSubject, error) {
	var answer DeletedSubject
	err := d.client.write(ctx, http.MethodDelete, d.subjectPath(subject, ""), only(options).query(), nil, &answer)
	return answer, err
}

// UndeleteSubject brings back the soft-deleted versions of a subject.
func (d DomainClient) UndeleteSubject(ctx context.Context, subject string) (UndeletedSubject, error) {
	var answer UndeletedSubject
	err := d.client.write(ctx, http.MethodPost, d.subjectPath(subject, "/undelete"), nil, struct{}{}, &answer)
	return answer, err
}

// Schema finds a schema by its id. What it says never changes, so that it is asked for once.
func (d DomainClient) Schema(ctx context.Context, id int) (Schema, error) {
	c, key := d.client, idKey{d.name, id}
	if known, ok := c.caches.ids.Get(key); ok {
		return known.clone(), nil
	}
	s, err := once(ctx, c.caches, c.flight(ctx, "id", d.name, strconv.Itoa(id)), func(ctx context.Context) (Schema, error) {
		s, err := c.schema(ctx, d.path("/schemas/"+strconv.Itoa(id)))
		if err == nil && d.name != "-" { // which domain has an id first may change
			c.caches.ids.Add(key, s)
		}
		return s, err
	})
	return s.clone(), err
}

// Dependents lists who refers to a version, without anybody between. Filter has the keys `domain` and `subject`.
func (d DomainClient) Dependents(ctx context.Context, subject string, number int, options ...ListOptions) iter.Seq2[Version, error] {
	return pages[Version](ctx, d.client, d.versionPath(subject, number, "/dependents"), "versions", options)
}

// CheckDependents asks what a draft of a subject would do to all that refer to it, directly or through others. The last
// element is [ErrPartial] when there are so many that some were not looked for.
func (d DomainClient) CheckDependents(ctx context.Context, subject string, draft Schema, options ...CheckDependentsOptions) iter.Seq2[Dependent, error] {
	body := struct {
		Schema    Schema `json:"schema"`
		Normalize bool   `json:"normalize,omitempty"`
		PageSize  int    `json:"pageSize,omitempty"`
		PageToken string `json:"pageToken,omitempty"`
	}{draft.sent(), only(options).Normalize, only(options).PageSize, ""}
	return func(yield func(Dependent, error) bool) {
		partial := false
		all := walk[Dependent]("dependents", func(token string, page *map[string]json.RawMessage) error {
			body.PageToken = token
			err := d.client.ask(ctx, d.subjectPath(subject, "/check-dependents"), body, page)
			partial = partial || string((*page)["partial"]) == "true"
			return err
		})
		for dependent, err := range all {
			if !yield(dependent, err) || err != nil {
				return
			}
		}
		if partial {
			yield(Dependent{}, ErrPartial)
		}
	}
}

// Settings are those of a subject, or, with an empty one, of the domain.
func (d DomainClient) Settings(ctx context.Context, subject string) (SettingsOf, error) {
	var answer SettingsOf
	err := d.client.get(ctx, d.settingsPath(subject), nil, &answer)
	return answer, err
}

// UpdateSettings changes the settings of a subject, or, with an empty one, of the domain, and returns all that is set
// then: those fields that are set in s, or those that [Fields] names. An Etag in s counts like that of the options.
func (d DomainClient) UpdateSettings(ctx context.Context, subject string, s Settings, options ...UpdateOptions) (Settings, error) {
	return d.client.updateSettings(ctx, d.settingsPath(subject), s, only(options))
}

func (d DomainClient) settingsPath(subject string) string {
	if subject == "" {
		return d.path("/settings")
	}
	return d.subjectPath(subject, "/settings")
}
