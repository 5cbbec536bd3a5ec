package concord

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// Check is what would become of a registration.
type Check struct {
	// Accepted tells whether Register would accept it, Reason why not.
	Accepted bool   `json:"accepted"`
	Reason   string `json:"reason"`
	Level    Level  `json:"level"`
	// Findings are all compatibility findings, also those that refuse nothing.
	Findings []Finding `json:"findings"`
	// Reserved are the sentences of the check of reserved fields.
	Reserved []string `json:"reserved"`
	// Decision is nil when no policy was asked.
	Decision *Decision `json:"decision"`
	// Version is the version that it would be; nil when refused, and when compared with one version alone.
	Version *Version `json:"version"`
	// Created tells whether that version would be new.
	Created bool `json:"created"`
	// Seq is the position of the registry that was asked, for [ChangeSet.If].
	Seq uint64 `json:"seq,string"`
}

// Check goes through everything that Register does but the commit. A schema that would be refused is an answer, not an
// error.
func (c *Client) Check(ctx context.Context, r Registration) (*Check, error) {
	return c.check(ctx, r, nil)
}

// Compare checks against one version alone, -1 for the latest, in the direction of the subject's level. It asks no
// policy.
func (c *Client) Compare(ctx context.Context, r Registration, version int) (*Check, error) {
	return c.check(ctx, r, url.Values{"against": {strconv.Itoa(version)}})
}

func (c *Client) check(ctx context.Context, r Registration, query url.Values) (*Check, error) {
	var answer Check
	err := c.call(ctx, request{http.MethodPost, c.nativePath(r.Subject, "/check"), query, r}, &answer)
	if err != nil {
		return nil, err
	}
	return &answer, nil
}

// ChangeSet is a list of registrations that land together or not at all, each planned on the result of those before.
type ChangeSet struct {
	Registrations []Registration
	// If is the position that the registry must still have, 0 for any; else the error is of kind Stale. A change set with
	// If that is repeated after a lost answer may find that it has landed itself, and be Stale for that.
	If uint64
	// DryRun does everything but the commit.
	DryRun bool
}

// Registered is what became of one registration of a [ChangeSet].
type Registered struct {
	Version *Version `json:"version"`
	// Created is false when the subject had the schema already.
	Created  bool      `json:"created"`
	Findings []Finding `json:"findings"`
	// Decision is nil when no policy was asked.
	Decision *Decision `json:"decision"`
}

// Applied is what became of a [ChangeSet].
type Applied struct {
	// Registered is in the order of the change set.
	Registered []Registered `json:"registered"`
	// Seq is the position that holds all; in a dry run, that of the registry that was asked.
	Seq uint64 `json:"seq,string"`
}

// Apply registers a change set. The error names the first registration that was refused, and carries the Refusal.
func (c *Client) Apply(ctx context.Context, set ChangeSet) (*Applied, error) {
	body := struct {
		Registrations []Registration `json:"registrations"`
		If            uint64         `json:"ifSeq,string"`
		DryRun        bool           `json:"dryRun"`
	}{make([]Registration, len(set.Registrations)), set.If, set.DryRun}
	for i, r := range set.Registrations {
		if r.Domain == "" {
			r.Domain = c.domain
		}
		body.Registrations[i] = r
	}
	var answer Applied
	defer c.caches.doubt()
	if err := c.call(ctx, request{http.MethodPost, "/api/v1/changesets", nil, body}, &answer); err != nil {
		return nil, err
	}
	if !set.DryRun {
		c.wrote(answer.Seq)
	}
	return &answer, nil
}
