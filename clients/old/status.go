package concord

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"time"
)

// Status is about the replica that answered.
type Status struct {
	// Release is what the server calls its release.
	Release string `json:"release"`
	// UUID is the registry's identity, Epoch how often it was restored: positions mean the same only within one.
	UUID  string `json:"uuid"`
	Epoch int    `json:"epoch"`
	// Connected tells whether storage answers, Problem why not.
	Connected bool   `json:"connected"`
	Problem   string `json:"problem"`
	// Fresh is when the replica was last known to hold everything; the zero time means never since its start.
	Fresh time.Time `json:"fresh"`
	// Seq is the replica's position.
	Seq uint64 `json:"seq,string"`
}

// Status asks which registry this is, and how current.
func (c *Client) Status(ctx context.Context) (Status, error) {
	var answer Status
	err := c.call(ctx, request{http.MethodGet, "/api/v1/status", nil, nil}, &answer)
	return answer, err
}

// LogEntry is one line of the registry's log.
type LogEntry struct {
	Seq  uint64    `json:"seq,string"`
	Time time.Time `json:"time"`
	// Actor is who asked; empty when nobody had to say.
	Actor string `json:"actor"`
	// Action is register, delete, configure and so on.
	Action string `json:"action"`
	// Subject is nil when no single one was touched, Version and ID 0.
	Subject *SubjectName `json:"subject"`
	Version int          `json:"version"`
	ID      int32        `json:"id"`
	// Hash is SHA-256 over the entry and Previous, the hash of the one before.
	Hash     string `json:"hash"`
	Previous string `json:"previous"`
}

// Decision gives the log entry at a position, for example [Version.Seq], and the decision that let it pass, nil when no
// policy was asked.
func (c *Client) Decision(ctx context.Context, seq uint64) (*LogEntry, *Decision, error) {
	var answer struct {
		Entry    *LogEntry
		Decision *Decision
	}
	if err := c.call(ctx, request{http.MethodGet, fmt.Sprintf("/api/v1/decisions/%d", seq), nil, nil}, &answer); err != nil {
		return nil, nil, err
	}
	return answer.Entry, answer.Decision, nil
}

// Rule is one row of the table of a format's compatibility check.
type Rule struct {
	Code string `json:"code"`
	// Type is empty for a rule of all formats.
	Type  Type   `json:"type"`
	Title string `json:"title"`
	Why   string `json:"why"`
	// Breaks is empty for a note.
	Breaks []Axis `json:"breaks"`
	// Differences are the reference registry's; empty when it lets the change pass.
	Differences []string `json:"differences"`
	// BufRules are buf's; empty when it lets the change pass.
	BufRules []string `json:"bufRules"`
	// Old and New are a smallest example.
	Old string `json:"old"`
	New string `json:"new"`
}

// Rules lists the rules of the compatibility check of a format, or of all for an empty one.
func (c *Client) Rules(ctx context.Context, t Type) ([]Rule, error) {
	query := url.Values{}
	if t != "" {
		query.Set("type", typePrefix+string(t))
	}
	var answer struct{ Rules []Rule }
	err := c.call(ctx, request{http.MethodGet, "/api/v1/rules", query, nil}, &answer)
	return answer.Rules, err
}
