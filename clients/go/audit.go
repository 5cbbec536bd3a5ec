package concord

import (
	"context"
	"iter"
	"time"
)

// AuditClient reads the log: what was changed, by whom, and why it was allowed.
type AuditClient struct{ client *Client }

// Entries lists entries of the log, ascending. Filter has the keys `domain`, `subject`, `action`, `caller`, `seq` and
// `time`.
func (a *AuditClient) Entries(ctx context.Context, options ...ListOptions) iter.Seq2[Entry, error] {
	return pages[Entry](ctx, a.client, entriesPath, "entries", options)
}

// Entry finds an entry by its resource name, as [Version.Entry] has it, or by its number alone.
func (a *AuditClient) Entry(ctx context.Context, name string) (Entry, error) {
	var answer struct{ Entry Entry }
	err := a.client.get(ctx, below(entriesPath, name), nil, &answer)
	return answer.Entry, err
}

// Entry is one line of the registry's log: one atomic step.
type Entry struct {
	// Name is the resource name, `log/entries/4713`, Seq the number.
	Name   string    `json:"name"`
	Seq    uint64    `json:"seq,string"`
	Time   time.Time `json:"time,omitzero"`
	Caller Caller    `json:"caller"`
	// IdempotencyKey is that of the request, as it was sent or as the server made it.
	IdempotencyKey string `json:"idempotencyKey"`
	// Changes were made together.
	Changes []EntryChange `json:"changes"`
	// Hash is SHA-256 over the entry and PreviousHash, that of the entry before.
	Hash         string `json:"hash"`
	PreviousHash string `json:"previousHash"`
}

// EntryChange is one thing that an entry changed.
type EntryChange struct {
	// Resource is the name of what was changed, Action the action, `version.register` for example.
	Resource string `json:"resource"`
	Action   string `json:"action"`
	// ID was given or taken; 0 when there was none.
	ID int `json:"id"`
	// Before and After are what was there and is there: small values whole, texts by their digest. nil when nothing was.
	Before map[string]any `json:"before,omitempty"`
	After  map[string]any `json:"after,omitempty"`
	// Decision is the resource name of the decision that allowed it; empty when no policy was asked.
	Decision string `json:"decision"`
}

// WatchStep says how far a watch has come.
type WatchStep struct {
	// Position is up to where everything was seen. Resume after it.
	Position Position `json:"position"`
	// Entry is what happened there; nil when nothing did, which is seen with [WatchOptions.Progress] only.
	Entry *Entry `json:"entry,omitempty"`
}
