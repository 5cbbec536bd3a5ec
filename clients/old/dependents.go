package concord

import (
	"context"
	"net/http"
)

// DependentVerdict says what a draft does to a dependent.
type DependentVerdict string

// The verdicts.
const (
	// DependentCompatible: the dependent could move to the draft.
	DependentCompatible DependentVerdict = "COMPATIBLE"
	// DependentIncompatible: moving to the draft would break the level of the dependent's subject.
	DependentIncompatible DependentVerdict = "INCOMPATIBLE"
	// DependentUnreadable: the dependent's text is no schema over the draft.
	DependentUnreadable DependentVerdict = "UNREADABLE"
	// DependentUnknown: the dependent cannot be read as it is.
	DependentUnknown DependentVerdict = "UNKNOWN"
)

// Dependents are the live schemas that refer to a subject, each checked with a draft.
type Dependents struct {
	Dependents []Dependent `json:"dependents"`
	// Unchecked counts those that were found and not checked, because a bound was met or time ran out.
	Unchecked int `json:"unchecked"`
	// Partial tells that there are still more.
	Partial bool   `json:"partial"`
	Seq     uint64 `json:"seq,string"`
}

// Dependent is one of them.
type Dependent struct {
	Version Version `json:"version"`
	// Direct tells that it refers to the subject itself, not through others.
	Direct bool `json:"direct"`
	// Owner is its metadata property `owner`.
	Owner   string           `json:"owner"`
	Level   Level            `json:"level"`
	Verdict DependentVerdict `json:"verdict"`
	// Reason is why it cannot be read or compared.
	Reason   string    `json:"reason"`
	Findings []Finding `json:"findings"`
}

// Dependents asks what a draft would do to the schemas that refer to its subject. Of the registration, only the subject
// and the schema count.
func (c *Client) Dependents(ctx context.Context, r Registration) (*Dependents, error) {
	var answer Dependents
	err := c.call(ctx, request{http.MethodPost, c.nativePath(r.Subject, "/dependents"), nil, r}, &answer)
	if err != nil {
		return nil, err
	}
	return &answer, nil
}
