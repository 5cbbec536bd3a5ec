package store

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"iter"
	"slices"

	iradix "github.com/hashicorp/go-immutable-radix/v2"

	"github.com/concord-registry/concord/schema"
)

// View is the whole registry in memory at one position. It never changes; a newer one shares what stayed the same, so
// making one costs what has changed, whatever the size of the registry. Readers need no lock.
type View struct {
	// Revision is storage's own position, for storage alone.
	Revision int64

	seq     uint64
	records *iradix.Tree[Record] // by Key
	// The indexes follow from the records.
	subjects     *iradix.Tree[*Versions]    // by Subject.String()
	guids        *iradix.Tree[*Identifier]  // by GUID, domain, id
	uses         *iradix.Tree[*Version]     // by domain, id, subject, number
	referrers    *iradix.Tree[*Version]     // by target subject, target number, subject, number
	associations *iradix.Tree[*Association] // by each of their ties
	operations   *iradix.Tree[*Operation]   // by time
}

// Empty is a registry that holds nothing.
func Empty() *View {
	return &View{
		records:      iradix.New[Record](),
		subjects:     iradix.New[*Versions](),
		guids:        iradix.New[*Identifier](),
		uses:         iradix.New[*Version](),
		referrers:    iradix.New[*Version](),
		associations: iradix.New[*Association](),
		operations:   iradix.New[*Operation](),
	}
}

// Seq is the position.
func (v *View) Seq() uint64 { return v.seq }

// At is the same view at another revision of storage.
func (v *View) At(revision int64) *View {
	moved := *v
	moved.Revision = revision
	return &moved
}

// Records walks all records in the order of their keys.
func (v *View) Records() iter.Seq[Record] {
	return walk(v.records, "")
}

// Len is the number of records.
func (v *View) Len() int { return v.records.Len() }

func get[R Record](v *View, k Key) (r R) {
	if found, ok := v.records.Get([]byte(k)); ok {
		r, _ = found.(R)
	}
	return r
}

// Record is what stands under k, nil for nothing.
func (v *View) Record(k Key) Record { return get[Record](v, k) }

// Meta identifies the store; nil before it was set up.
func (v *View) Meta() *Meta { return get[*Meta](v, MetaKey) }

// Content is the content with that digest, or nil.
func (v *View) Content(d Digest) *Content { return get[*Content](v, (&Content{Digest: d}).Key()) }

// Identifier is the one with that number in a domain, also a retired one, or nil.
func (v *View) Identifier(d DomainName, id ID) *Identifier {
	return get[*Identifier](v, identifierKey(d, id))
}

// Identifiers lists those with a GUID in the order of domain and id, retired ones included.
func (v *View) Identifiers(g schema.GUID) iter.Seq[*Identifier] { return walk(v.guids, guidPrefix(g)) }

// AllIdentifiers walks the identifiers of all domains, retired ones included.
func (v *View) AllIdentifiers() iter.Seq[*Identifier] {
	return walkRecords[*Identifier](v, kindIdentifier+"/")
}

// MaxID is the highest id that was ever given in a domain, or may have been before a restore; 0 for none.
func (v *View) MaxID(d DomainName) ID {
	var highest ID
	if floor := get[*Floor](v, (&Floor{Domain: d}).Key()); floor != nil {
		highest = floor.ID
	}
	last := v.records.Root().ReverseIterator()
	last.SeekPrefix([]byte(key(kindIdentifier, string(d))))
	if _, r, ok := last.Previous(); ok {
		highest = max(highest, r.(*Identifier).ID)
	}
	return highest
}

// Subject is the list of a subject's versions, or nil when it has none, not even deleted ones.
func (v *View) Subject(s Subject) *Versions {
	found, _ := v.subjects.Get([]byte(s.String()))
	return found
}

// Subjects walks all subjects whose qualified name starts with prefix, in the order of qualified names. The names of
// all domains but the default one start with a colon.
func (v *View) Subjects(prefix string) iter.Seq[*Versions] { return walk(v.subjects, prefix) }

// Uses walks the versions that carry an id, in the order of subject and number, deleted ones included.
func (v *View) Uses(d DomainName, id ID) iter.Seq[*Version] { return walk(v.uses, usePrefix(d, id)) }

// Use is the first of [View.Uses], or nil.
func (v *View) Use(d DomainName, id ID) (first *Version) {
	v.uses.Root().WalkPrefix([]byte(usePrefix(d, id)), func(_ []byte, use *Version) bool {
		first = use
		return true
	})
	return first
}

// Referrers walks the versions that refer to a version, in the order of subject and number, deleted ones included.
func (v *View) Referrers(s Subject, number int) iter.Seq[*Version] {
	return walk(v.referrers, versionKey(s, number))
}

// Config is what is set for exactly that scope, or nil.
func (v *View) Config(scope Subject) *Config { return get[*Config](v, (&Config{Scope: scope}).Key()) }

// Mode is what is set for exactly that scope, or nil.
func (v *View) Mode(scope Subject) *Mode { return get[*Mode](v, (&Mode{Scope: scope}).Key()) }

// Configs walks all settings, by domain and name.
func (v *View) Configs() iter.Seq[*Config] { return walkRecords[*Config](v, kindConfig+"/") }

// Modes walks the modes of a domain: its own, then those of its subjects by name.
func (v *View) Modes(d DomainName) iter.Seq[*Mode] {
	return walkRecords[*Mode](v, string(key(kindMode, string(d))))
}

// Domain is what is known of a domain, or nil where nobody has said or registered anything.
func (v *View) Domain(d DomainName) *Domain { return get[*Domain](v, (&Domain{Name: d}).Key()) }

// HasDomain reports whether a domain was made, or anything was ever registered in it; the default one always is there.
func (v *View) HasDomain(d DomainName) bool { return d == DefaultDomain || v.Domain(d) != nil }

// Domains lists the default domain and then [View.OtherDomains].
func (v *View) Domains() []DomainName {
	return append([]DomainName{DefaultDomain}, v.OtherDomains()...)
}

// OtherDomains lists the domains besides the default one, by name.
func (v *View) OtherDomains() []DomainName {
	var domains []DomainName
	for d := range walkRecords[*Domain](v, kindDomain+"/") {
		if d.Name != DefaultDomain {
			domains = append(domains, d.Name)
		}
	}
	slices.Sort(domains)
	return domains
}

// Change replaces the record under a key; a nil Record deletes it.
type Change struct {
	Key    Key
	Record Record
}

// Apply returns the view after changes that belong together. It returns an error, and no view, for changes that no
// registry makes: a version without its content.
func (v *View) Apply(changes []Change, revision int64) (*View, error) {
	next := newBuilder(v)
	for _, c := range ordered(changes) {
		if err := next.apply(c); err != nil {
			return nil, err
		}
	}
	return next.view(revision), nil
}

// ordered puts contents before the versions that need them, and deletions last.
func ordered(changes []Change) []Change {
	rank := func(c Change) int {
		switch {
		case c.Record == nil:
			return 2
		case c.Key.kind() == kindContent:
			return 0
		}
		return 1
	}
	sorted := slices.Clone(changes)
	slices.SortStableFunc(sorted, func(a, b Change) int { return rank(a) - rank(b) })
	return sorted
}

// usePrefix spells the id in hexadecimal digits: a node of the index then has 16 children at the most, which makes a
// change copy little. Ids are as random as hashes.
func usePrefix(d DomainName, id ID) string {
	return string(d) + "\x00" + hex.EncodeToString(binary.BigEndian.AppendUint32(nil, uint32(id)))
}

func versionKey(s Subject, number int) string {
	return s.String() + "\x00" + string(binary.BigEndian.AppendUint32(nil, uint32(number)))
}

func walk[T any](tree *iradix.Tree[T], prefix string) iter.Seq[T] {
	return func(yield func(T) bool) {
		tree.Root().WalkPrefix([]byte(prefix), func(_ []byte, value T) bool { return !yield(value) })
	}
}

// walkRecords walks the records under a prefix that holds one kind only.
func walkRecords[R Record](v *View, prefix string) iter.Seq[R] {
	return func(yield func(R) bool) {
		for r := range walk(v.records, prefix) {
			if !yield(r.(R)) {
				return
			}
		}
	}
}

// builder makes the next view from one.
type builder struct {
	base         *View
	seq          uint64
	records      *iradix.Txn[Record]
	subjects     *iradix.Txn[*Versions]
	guids        *iradix.Txn[*Identifier]
	uses         *iradix.Txn[*Version]
	referrers    *iradix.Txn[*Version]
	associations *iradix.Txn[*Association]
	operations   *iradix.Txn[*Operation]
}

func newBuilder(v *View) *builder {
	return &builder{
		base: v, seq: v.seq,
		records: v.records.Txn(), subjects: v.subjects.Txn(), guids: v.guids.Txn(),
		uses: v.uses.Txn(), referrers: v.referrers.Txn(), associations: v.associations.Txn(),
		operations: v.operations.Txn(),
	}
}

func (b *builder) view(revision int64) *View {
	return &View{
		Revision: revision, seq: b.seq,
		records: b.records.Commit(), subjects: b.subjects.Commit(), guids: b.guids.Commit(),
		uses: b.uses.Commit(), referrers: b.referrers.Commit(), associations: b.associations.Commit(),
		operations: b.operations.Commit(),
	}
}

func (b *builder) apply(c Change) error {
	if c.Key.kind() == kindEntry {
		return nil
	}
	if old, ok := b.records.Get([]byte(c.Key)); ok {
		b.unindex(old)
	}
	if c.Record == nil {
		b.records.Delete([]byte(c.Key))
		return nil
	}
	record, err := b.index(c.Record)
	if err != nil {
		return err
	}
	b.records.Insert([]byte(c.Key), record)
	return nil
}

// index enters a record into the indexes and returns it as the view keeps it.
func (b *builder) index(r Record) (Record, error) {
	switch r := r.(type) {
	case *Head:
		b.seq = r.Seq
	case *Identifier:
		b.guids.Insert(guidKey(r), r)
	case *Operation:
		b.operations.Insert(operationKey(r), r)
	case *Version:
		return b.indexVersion(r)
	case *Association:
		for _, tie := range r.ties() {
			b.associations.Insert(tie, r)
		}
	}
	return r, nil
}

func (b *builder) indexVersion(r *Version) (Record, error) {
	content, ok := b.records.Get([]byte((&Content{Digest: r.Digest}).Key()))
	if !ok {
		return nil, fmt.Errorf("version %d of %s: its content %s is missing", r.Number, r.Subject, r.Digest)
	}
	linked := *r
	linked.content = content.(*Content)
	b.uses.Insert(useKey(&linked), &linked)
	for _, k := range referenceKeys(&linked) {
		b.referrers.Insert(k, &linked)
	}
	name := []byte(r.Subject.String())
	versions, _ := b.subjects.Get(name)
	b.subjects.Insert(name, versions.with(&linked))
	return &linked, nil
}

func (b *builder) unindex(r Record) {
	switch r := r.(type) {
	case *Identifier:
		b.guids.Delete(guidKey(r))
	case *Operation:
		b.operations.Delete(operationKey(r))
	case *Version:
		b.uses.Delete(useKey(r))
		for _, k := range referenceKeys(r) {
			b.referrers.Delete(k)
		}
		b.dropVersion(r)
	case *Association:
		for _, tie := range r.ties() {
			b.associations.Delete(tie)
		}
	}
}

func (b *builder) dropVersion(r *Version) {
	name := []byte(r.Subject.String())
	versions, _ := b.subjects.Get(name)
	if left := versions.without(r.Number); left != nil {
		b.subjects.Insert(name, left)
	} else {
		b.subjects.Delete(name)
	}
}

func guidKey(i *Identifier) []byte { return []byte(guidPrefix(i.GUID) + usePrefix(i.Domain, i.ID)) }

func guidPrefix(g schema.GUID) string { return hex.EncodeToString(g[:]) }

func useKey(v *Version) []byte {
	return []byte(usePrefix(v.Subject.Domain, v.ID) + versionKey(v.Subject, v.Number))
}

func referenceKeys(v *Version) [][]byte {
	keys := make([][]byte, len(v.content.References))
	for i, r := range v.content.References {
		target := versionKey(ParseSubject(r.Subject, v.Subject.Domain), r.Version)
		keys[i] = []byte(target + versionKey(v.Subject, v.Number))
	}
	return keys
}
