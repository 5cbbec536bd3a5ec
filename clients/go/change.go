package concord

import (
	"cmp"
	"slices"
	"time"
)

// Change is one mutation of a change set. One of its fields is set.
type Change struct {
	Register        *Registration      `json:"register,omitempty"`
	DeleteVersion   *VersionDeletion   `json:"deleteVersion,omitempty"`
	DeleteSubject   *SubjectDeletion   `json:"deleteSubject,omitempty"`
	UndeleteVersion *VersionUndeletion `json:"undeleteVersion,omitempty"`
	UndeleteSubject *SubjectUndeletion `json:"undeleteSubject,omitempty"`
	Settings        *SettingsUpdate    `json:"settings,omitempty"`
	Domain          *DomainUpdate      `json:"domain,omitempty"`
	DeleteDomain    *DomainDeletion    `json:"deleteDomain,omitempty"`
}

// VersionDeletion deletes a version, with Permanent a soft-deleted one for good.
type VersionDeletion struct {
	Domain  string `json:"domain,omitempty"`
	Subject string `json:"subject,omitempty"`
	// Version is a number, or `latest`.
	Version   string `json:"version,omitempty"`
	Permanent bool   `json:"permanent,omitempty"`
}

// SubjectDeletion deletes a subject, with Permanent a soft-deleted one for good.
type SubjectDeletion struct {
	Domain    string `json:"domain,omitempty"`
	Subject   string `json:"subject,omitempty"`
	Permanent bool   `json:"permanent,omitempty"`
	// Etag is the one that the subject must still have; empty for any.
	Etag string `json:"etag,omitempty"`
}

// VersionUndeletion brings back a soft-deleted version.
type VersionUndeletion struct {
	Domain  string `json:"domain,omitempty"`
	Subject string `json:"subject,omitempty"`
	// Version is a number.
	Version string `json:"version,omitempty"`
}

// SubjectUndeletion brings back the soft-deleted versions of a subject.
type SubjectUndeletion struct {
	Domain  string `json:"domain,omitempty"`
	Subject string `json:"subject,omitempty"`
}

// SettingsUpdate changes settings: of a subject, with an empty one of a domain, with an empty domain of the registry.
type SettingsUpdate struct {
	Domain   string   `json:"domain,omitempty"`
	Subject  string   `json:"subject,omitempty"`
	Settings Settings `json:"settings"`
	// UpdateMask names the fields to write in lowerCamelCase, joined by commas, also where they are not set, which clears
	// them; `*` names all. Empty for those that are set.
	UpdateMask string `json:"updateMask,omitempty"`
	// Etag is the one that the settings must still have; empty for any.
	Etag string `json:"etag,omitempty"`
	// Force lets the mode IMPORT be set where schemas are registered already.
	Force bool `json:"force,omitempty"`
}

// DomainUpdate changes what is said of a domain.
type DomainUpdate struct {
	Domain      string    `json:"domain,omitempty"`
	Owner       string    `json:"owner,omitempty"`
	Description string    `json:"description,omitempty"`
	Contacts    []Contact `json:"contacts,omitempty"`
	// UpdateMask names the fields to write, joined by commas, also where they are empty, which clears them. Empty for those
	// that are set.
	UpdateMask string `json:"updateMask,omitempty"`
	// Etag is the one that the domain must still have; empty for any.
	Etag string `json:"etag,omitempty"`
	// AllowMissing creates the domain where it is missing.
	AllowMissing bool `json:"allowMissing,omitempty"`
}

// DomainDeletion removes a domain that holds no subjects.
type DomainDeletion struct {
	Domain string `json:"domain,omitempty"`
	// Etag is the one that the domain must still have; empty for any.
	Etag string `json:"etag,omitempty"`
}

// Plan is what a set of changes would do. Changes that would be refused are part of it.
type Plan struct {
	// Changes are those that were planned, for [Client.Apply].
	Changes []Change `json:"-"`
	// Results are one for each change, in the order of Changes.
	Results []ChangeResult `json:"results"`
	// PlanToken binds Apply to what the plan read; empty when some change would be refused. It is taken until ExpireTime.
	PlanToken  string    `json:"planToken"`
	ExpireTime time.Time `json:"expireTime,omitzero"`
}

// Applied is what became of a set of changes.
type Applied struct {
	// Results are one for each change, in their order.
	Results []ChangeResult `json:"results"`
	// Entry is the resource name of the log entry that holds them all; empty when nothing had to change.
	Entry string `json:"entry"`
}

// ChangeResult is what becomes of one change.
type ChangeResult struct {
	// Name is the resource name of what is changed.
	Name string     `json:"name"`
	Kind ChangeKind `json:"kind"`
	// Verdict is nil for all but registrations.
	Verdict *Verdict `json:"verdict,omitempty"`
	// Version is the one that is registered or brought back; nil for other changes, and when refused.
	Version *Version `json:"version,omitempty"`
	// Problem is why the change would be refused for another reason than its verdict; nil otherwise. Only of a plan.
	Problem *ChangeProblem `json:"problem,omitempty"`
}

// ChangeProblem says why a change would be refused.
type ChangeProblem struct {
	Reason  Reason `json:"reason"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// sent are changes without what only answers say.
func sent(changes []Change) []Change {
	all := slices.Clone(changes)
	for i, change := range all {
		if change.Register != nil {
			r := change.Register.in("")
			all[i].Register = &r
		}
		if change.Settings != nil {
			update := *change.Settings
			update.Etag = cmp.Or(update.Etag, update.Settings.Etag)
			update.Settings = update.Settings.sent()
			all[i].Settings = &update
		}
	}
	return all
}
