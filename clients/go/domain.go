package concord

import "time"

// Domain owns subjects. On the Confluent API it is a context.
type Domain struct {
	// Name is the resource name, `domains/billing`.
	Name string `json:"name"`
	// Domain is its name, `default` for the default domain.
	Domain string `json:"domain"`
	// Context is its name on the Confluent API.
	Context string `json:"context"`
	// Owner answers for the domain, `group:billing` for example.
	Owner       string    `json:"owner"`
	Description string    `json:"description"`
	Contacts    []Contact `json:"contacts"`
	// SubjectCount counts the subjects with a live version; nil in lists.
	SubjectCount *int `json:"subjectCount,omitempty"`
	// Etag changes with every change of Owner, Description and Contacts.
	Etag string `json:"etag"`
	// CreateTime is zero for the default domain, and for one that was never described.
	CreateTime time.Time `json:"createTime,omitzero"`
}

// Contact is a way to reach those who own a domain.
type Contact struct {
	// Kind is a word such as email, slack or page, Address what that kind needs.
	Kind    string `json:"kind"`
	Address string `json:"address"`
}
