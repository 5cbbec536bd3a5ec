package store

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
)

// Record is one stored fact. Records are values: once put they are never changed, only replaced or deleted.
type Record interface {
	// Key is where the record is stored; no two kinds of record share one.
	Key() Key
}

// ID is a schema's number on the wire, unique in its domain. Positive, except for a schema imported as 0.
type ID int32

// Digest identifies a content beyond doubt: SHA-256 over all its parts, with lengths between them.
type Digest [sha256.Size]byte

func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// MarshalText gives hexadecimal digits.
func (d Digest) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads hexadecimal digits.
func (d *Digest) UnmarshalText(text []byte) error {
	_, err := hex.Decode(d[:], text)
	return err
}

// Meta identifies the store itself.
type Meta struct {
	// UUID is given once. Epoch grows with every restore; both together name one history.
	UUID  string `json:"uuid"`
	Epoch int    `json:"epoch"`
	// Format is the generation of keys and records, MinReader the oldest that may read them.
	Format    int `json:"format"`
	MinReader int `json:"min_reader"`
}

// Head is the registry's position. Every commit replaces it, and every commit is conditional on it.
type Head struct {
	// Seq is dense: one for each committed plan.
	Seq uint64 `json:"seq"`
	// Chain is the hash of the last log entry.
	Chain string `json:"chain,omitempty"`
}

// Content is what a schema says, without the subject it stands under. It is shared by all that registered the same.
type Content struct {
	Digest     Digest             `json:"digest"`
	GUID       schema.GUID        `json:"guid"`
	Type       schema.Type        `json:"type"`
	Text       string             `json:"text"`
	References []schema.Reference `json:"references,omitempty"`
	Metadata   *schema.Metadata   `json:"metadata,omitempty"`
	RuleSet    *schema.RuleSet    `json:"rule_set,omitempty"`
}

// Identifier gives a content its number in one domain. It is never deleted: an id means one content for ever.
type Identifier struct {
	Domain DomainName  `json:"domain"`
	ID     ID          `json:"id"`
	Digest Digest      `json:"digest"`
	GUID   schema.GUID `json:"guid"`
	// Retired is set when no version uses the id any more; the content may be gone.
	Retired bool `json:"retired,omitempty"`
}

// Floor says that the ids of a domain are counted from beyond it: a restore has left it, because ids up to there may have
// been given that are not known any more.
type Floor struct {
	Domain DomainName `json:"domain"`
	ID     ID         `json:"id"`
}

// Version is one version of a subject.
type Version struct {
	Subject Subject `json:"subject"`
	Number  int     `json:"number"`
	ID      ID      `json:"id"`
	Digest  Digest  `json:"digest"`
	// Deleted marks a soft deletion.
	Deleted bool `json:"deleted,omitempty"`
	// Created is when the version was registered, Changed when it was last soft-deleted or restored.
	Created time.Time `json:"created"`
	Changed time.Time `json:"changed"`
	// Seq is the position at which it was registered; the log entry there holds the decision, if Decided is set.
	Seq     uint64 `json:"seq"`
	Decided bool   `json:"decided,omitempty"`
	// Creator is the id of the caller who registered it; empty where nobody had to say.
	Creator string `json:"creator,omitempty"`

	// content is linked by the view.
	content *Content
}

// Content is what the version says. It is nil only in a record that no view holds.
func (v *Version) Content() *Content { return v.content }

// Domain is what is known of a domain besides its subjects. A domain that nobody has described has a record with a name
// alone; the default domain is there without any.
type Domain struct {
	Name DomainName `json:"domain"`
	// Owner is who answers for the domain, as callers and groups are written: `group:billing`. Empty means nobody.
	Owner       string    `json:"owner,omitempty"`
	Description string    `json:"description,omitempty"`
	Contacts    []Contact `json:"contacts,omitempty"`
	// Created is the zero time for a domain from before domains had one.
	Created time.Time `json:"created,omitzero"`
}

// Contact is a way to reach those who own a domain.
type Contact struct {
	// Kind is a word such as email, slack or page.
	Kind string `json:"kind"`
	// Address is what that kind of contact needs: an address, a channel, a URL.
	Address string `json:"address"`
}

// Config holds the settings of a scope: a subject, a whole domain, or [Everywhere]. nil and empty mean not set.
type Config struct {
	Scope              Subject          `json:"scope"`
	Alias              string           `json:"alias,omitempty"`
	AliasForDeks       string           `json:"alias_for_deks,omitempty"`
	Normalize          *bool            `json:"normalize,omitempty"`
	ValidateFields     *bool            `json:"validate_fields,omitempty"`
	ValidateNewSchemas *bool            `json:"validate_new_schemas,omitempty"`
	ValidateRules      *bool            `json:"validate_rules,omitempty"`
	Level              word.Level       `json:"level,omitempty"`
	Policy             word.Policy      `json:"policy,omitempty"`
	Group              string           `json:"group,omitempty"`
	Judge              word.Judge       `json:"judge,omitempty"`
	DefaultMetadata    *schema.Metadata `json:"default_metadata,omitempty"`
	OverrideMetadata   *schema.Metadata `json:"override_metadata,omitempty"`
	DefaultRuleSet     *schema.RuleSet  `json:"default_rule_set,omitempty"`
	OverrideRuleSet    *schema.RuleSet  `json:"override_rule_set,omitempty"`
}

// Mode holds the mode of a scope. An empty Name is a mode that was cleared by null and counts as not set.
type Mode struct {
	Scope Subject `json:"scope"`
	Name  string  `json:"mode"`
}
