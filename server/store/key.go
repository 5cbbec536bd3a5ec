package store

import (
	"fmt"
	"net/url"
	"strings"
)

// Key is the place of a record: a kind and percent-encoded components, each ended by a slash, so that no component is
// a prefix of another. Storage puts its own prefix before it.
type Key string

// The kinds of records, the first component of their keys.
const (
	kindMeta        = "meta"
	kindHead        = "head"
	kindContent     = "content"
	kindIdentifier  = "id"
	kindVersion     = "version"
	kindDomain      = "context" // what the dialect that came first calls a domain
	kindConfig      = "config"
	kindMode        = "mode"
	kindEntry       = "log"
	kindAssociation = "association"
	kindKek         = "kek"
	kindDek         = "dek"
	kindPolicies    = "policies"
	kindFloor       = "floor"
	kindOperation   = "operation"
)

func key(kind string, components ...string) Key {
	b := append(make([]byte, 0, 64), kind...)
	b = append(b, '/')
	for _, c := range components {
		if plain(c) {
			b = append(b, c...)
		} else {
			b = append(b, url.QueryEscape(c)...)
		}
		b = append(b, '/')
	}
	return Key(b)
}

// plain reports whether a component stands in a key as it is, which saves the look-up of a setting its escaping.
func plain(c string) bool {
	for i := range len(c) {
		if b := c[i]; b != '-' && b != '_' && b != '.' && (b < '0' || b > '9') && (b|0x20 < 'a' || b|0x20 > 'z') {
			return false
		}
	}
	return true
}

// kind is the first component.
func (k Key) kind() string {
	kind, _, _ := strings.Cut(string(k), "/")
	return kind
}

// HeadKey is the key of the one [Head].
const HeadKey Key = kindHead + "/"

// MetaKey is the key of the one [Meta].
const MetaKey Key = kindMeta + "/"

// LogPrefix is what the keys of all entries start with; they sort by Seq.
const LogPrefix = kindEntry + "/"

func identifierKey(d DomainName, id ID) Key {
	return key(kindIdentifier, string(d), fmt.Sprintf("%010d", id))
}

func (m *Meta) Key() Key       { return MetaKey }
func (h *Head) Key() Key       { return HeadKey }
func (c *Content) Key() Key    { return key(kindContent, c.Digest.String()) }
func (i *Identifier) Key() Key { return identifierKey(i.Domain, i.ID) }
func (f *Floor) Key() Key      { return key(kindFloor, string(f.Domain)) }
func (d *Domain) Key() Key     { return key(kindDomain, string(d.Name)) }
func (c *Config) Key() Key     { return key(kindConfig, string(c.Scope.Domain), c.Scope.Name) }
func (m *Mode) Key() Key       { return key(kindMode, string(m.Scope.Domain), m.Scope.Name) }
func (e *Entry) Key() Key      { return EntryKey(e.Seq) }

func (a *Association) Key() Key {
	return key(kindAssociation, a.Resource.ID, a.Resource.Type, a.Type)
}

func (v *Version) Key() Key {
	return key(kindVersion, string(v.Subject.Domain), v.Subject.Name, fmt.Sprintf("%010d", v.Number))
}

// EntryKey is the key of the log entry at seq.
func EntryKey(seq uint64) Key { return key(kindEntry, fmt.Sprintf("%020d", seq)) }
