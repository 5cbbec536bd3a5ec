package concord

import "time"

// Subject is an ordered list of versions under a name.
type Subject struct {
	// Name is the resource name, `domains/billing/subjects/invoice-value`.
	Name    string `json:"name"`
	Domain  string `json:"domain"`
	Subject string `json:"subject"`
	// Owner is the property `owner` of the latest version's metadata.
	Owner string `json:"owner"`
	// Type is that of the latest version, or of the last one of a soft-deleted subject.
	Type Type `json:"type"`
	// LatestVersion is the number of the latest live version; 0 when it has none. VersionCount counts the live ones.
	LatestVersion int `json:"latestVersion"`
	VersionCount  int `json:"versionCount"`
	// Etag changes with every version that comes, goes or returns.
	Etag string `json:"etag"`
	// DeleteTime is when the last of its versions was soft-deleted; zero while one is live.
	DeleteTime time.Time `json:"deleteTime,omitzero"`
}

// DeletedSubject says what was deleted.
type DeletedSubject struct {
	// Name is the resource name of the subject, Versions the numbers of what was deleted, ascending.
	Name     string `json:"name"`
	Versions []int  `json:"versions"`
}

// UndeletedSubject says what was brought back.
type UndeletedSubject struct {
	Subject Subject `json:"subject"`
	// Versions are the numbers of what was brought back, ascending.
	Versions []int `json:"versions"`
}
