package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"
)

// Entry is one line of the log: what a committed plan did, who asked, and why it was allowed. Entries are kept in
// storage and not in the view.
type Entry struct {
	Seq  uint64    `json:"seq"`
	Time time.Time `json:"time"`
	// Op is a random name of the attempt, by which an ambiguous commit is recognised as our own.
	Op     string `json:"op"`
	Caller Caller `json:"caller,omitzero"`
	// Operation is the caller's own name for what was asked, by which a repetition is recognised; empty for none.
	Operation string `json:"operation,omitempty"`
	// Changes are in the order in which they were planned. There is at least one.
	Changes []EntryChange `json:"changes"`
	// Previous and Hash chain the entries: Hash is SHA-256 over the entry with Hash empty.
	Previous string `json:"previous,omitempty"`
	Hash     string `json:"hash,omitempty"`
}

// EntryChange is one change of an entry.
type EntryChange struct {
	Action Action  `json:"action"`
	Scope  Subject `json:"scope"`
	// Version and ID are those of the one version that was changed, if it was one.
	Version int `json:"version,omitempty"`
	ID      ID  `json:"id,omitempty"`
	// Item names what was changed if it is neither the scope nor a version of it: `keks/name`.
	Item string `json:"item,omitempty"`
	// Before and After are what [Told] makes of what there was and of what there is; nil where there was or is nothing.
	Before json.RawMessage `json:"before,omitempty"`
	After  json.RawMessage `json:"after,omitempty"`
	// Decision is the policy decision as JSON, nil where none was taken.
	Decision json.RawMessage `json:"decision,omitempty"`
}

// Resource is the name of what was changed, as the native API spells it.
func (c EntryChange) Resource() string {
	switch {
	case c.Item != "":
		return c.Item
	case c.Version != 0:
		return c.Scope.VersionResource(c.Version)
	}
	return c.Scope.Resource()
}

// toldLimit is how many bytes of JSON the log takes whole.
const toldLimit = 4096

// Told is a value as the log shows it: whole as JSON if it is small, else its digest and its size. nil gives nil. A value
// must hold nothing that is secret.
func Told(value any) json.RawMessage {
	if value == nil {
		return nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		panic(err) // what is logged holds nothing that JSON cannot
	}
	if len(text) <= toldLimit {
		return text
	}
	sum := sha256.Sum256(text)
	text, _ = json.Marshal(map[string]any{"sha256": hex.EncodeToString(sum[:]), "bytes": len(text)})
	return text
}

// digest is the entry's hash over everything but the hash.
func (e *Entry) digest() string {
	bare := *e
	bare.Hash = ""
	text, err := json.Marshal(bare)
	if err != nil {
		panic(err) // an Entry holds nothing that JSON cannot
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
