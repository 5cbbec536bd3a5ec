package concord

import "time"

// Latest is the number of a subject's latest live version, whichever it is.
const Latest = -1

// Version is one version of a subject.
type Version struct {
	// Name is the resource name, `domains/billing/subjects/invoice-value/versions/4`.
	Name    string `json:"name"`
	Domain  string `json:"domain"`
	Subject string `json:"subject"`
	// Version is its number, from 1.
	Version int `json:"version"`
	// ID is unique in the domain, and never means another schema.
	ID   int  `json:"id"`
	GUID GUID `json:"guid"`
	Type Type `json:"type"`
	// CreateTime is when it was registered, Creator who did; empty where nobody had to say.
	CreateTime time.Time `json:"createTime,omitzero"`
	Creator    string    `json:"creator"`
	// DeleteTime is when it was soft-deleted; zero while it is live.
	DeleteTime time.Time `json:"deleteTime,omitzero"`
	// Entry is the resource name of the log entry of its registration, for [AuditClient.Entry].
	Entry string `json:"entry"`
	// Decision is the resource name of the decision that let it in, for [PolicyClient.Decision]; empty when no policy was
	// asked.
	Decision string `json:"decision"`
	// Schema is what it says; nil in lists of [ViewBasic].
	Schema *Schema `json:"schema,omitempty"`
}

// Registration asks for a new version of a subject.
type Registration struct {
	// Domain is filled in by [DomainClient]; say it in a [Change].
	Domain  string `json:"domain,omitempty"`
	Subject string `json:"subject,omitempty"`
	// Schema is what the version says.
	Schema Schema `json:"schema"`
	// Normalize stores the normalised text. The subject's settings may ask for it too.
	Normalize bool `json:"normalize,omitempty"`
	// ExpectedVersion is the number that the new version must get; 0 for the next one.
	ExpectedVersion int `json:"expectedVersion,omitempty"`
	// StampVersion writes the new version's number into the metadata property `confluent:version`.
	StampVersion bool `json:"stampVersion,omitempty"`
	// ID is the id to give, in the modes that import only; 0 to have one given.
	ID int `json:"id,omitempty"`
	// SkipCompatibility skips the compatibility check.
	SkipCompatibility bool `json:"skipCompatibility,omitempty"`
	// AddTags are written into the text first, RemoveTags taken out of it.
	AddTags    []EntityTags `json:"addTags,omitempty"`
	RemoveTags []EntityTags `json:"removeTags,omitempty"`
	// PropagateTags takes over the inline tags of the previous version.
	PropagateTags bool `json:"propagateTags,omitempty"`
	// CreateTime is when it was registered elsewhere, in the modes that import only; zero for now.
	CreateTime time.Time `json:"createTime,omitzero"`
}

// Registered is what became of a [Registration].
type Registered struct {
	Version Version `json:"version"`
	// Created is false when the subject had the schema already.
	Created bool    `json:"created"`
	Verdict Verdict `json:"verdict"`
}

// Checked is what would become of a [Registration].
type Checked struct {
	// Verdict may refuse; that is an answer here, not an error.
	Verdict Verdict `json:"verdict"`
	// Version is the one that it would be; nil when refused, and with [CheckOptions.Against].
	Version *Version `json:"version,omitempty"`
	// Created tells whether that version would be new.
	Created bool `json:"created"`
}

// LookedUp is a version that was found by what it says.
type LookedUp struct {
	Version Version `json:"version"`
	// Exact tells that the content address agreed; else the version only means the same.
	Exact bool `json:"exact"`
}

// DeletedVersion says which version was deleted.
type DeletedVersion struct {
	// Name is its resource name, Version its number.
	Name    string `json:"name"`
	Version int    `json:"version"`
}

// Rendered is the text of a version in some form.
type Rendered struct {
	// Name is the resource name of the version.
	Name   string    `json:"name"`
	Format Rendering `json:"format"`
	Text   string    `json:"text"`
}

// Dependent is a live version that refers to a version of a subject, directly or through others.
type Dependent struct {
	Version Version `json:"version"`
	// Direct tells that it refers to the subject itself.
	Direct bool `json:"direct"`
	// Owner is its metadata property `owner`.
	Owner string `json:"owner"`
	// Verdict is what a draft does to it, judged by the settings of its own subject.
	Verdict Verdict `json:"verdict"`
}
