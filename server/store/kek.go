package store

import (
	"fmt"
	"iter"
	"time"
)

// Kek describes a key encryption key: where it lies, not what it is (contract §1.13). It belongs to no domain.
type Kek struct {
	Name string `json:"name"`
	// KMSType names the service that has the key, KMSKeyID the key there, KMSProps how to ask for it.
	KMSType  string            `json:"kms_type"`
	KMSKeyID string            `json:"kms_key_id"`
	KMSProps map[string]string `json:"kms_props,omitempty"`
	Doc      string            `json:"doc,omitempty"`
	// Shared lets the registry itself ask the service; else only clients do.
	Shared bool `json:"shared,omitempty"`
	// Deleted marks a soft deletion.
	Deleted bool      `json:"deleted,omitempty"`
	Changed time.Time `json:"changed"`
}

// Algorithm is what a data encryption key is for.
type Algorithm string

// The algorithms that clients know.
const (
	AES128GCM Algorithm = "AES128_GCM"
	AES256GCM Algorithm = "AES256_GCM"
	AES256SIV Algorithm = "AES256_SIV"
)

// DekList names the versions of one data encryption key: those of a subject under a KEK for an algorithm.
type DekList struct {
	Kek       string    `json:"kek"`
	Subject   Subject   `json:"subject"`
	Algorithm Algorithm `json:"algorithm"`
}

// Dek is one version of a data encryption key, wrapped. The registry never stores one in the clear.
type Dek struct {
	DekList
	Version int `json:"version"`
	// Encrypted is the key as its KEK encrypts it, in base64.
	Encrypted string `json:"encrypted"`
	// Deleted marks a soft deletion.
	Deleted bool      `json:"deleted,omitempty"`
	Changed time.Time `json:"changed"`
}

// Key is where the record is stored.
func (k *Kek) Key() Key { return key(kindKek, k.Name) }

// Key is where the record is stored.
func (d *Dek) Key() Key {
	return key(kindDek, d.Kek, string(d.Subject.Domain), d.Subject.Name, string(d.Algorithm), fmt.Sprintf("%010d", d.Version))
}

// Kek is the one of that name, also a deleted one, or nil.
func (v *View) Kek(name string) *Kek { return get[*Kek](v, (&Kek{Name: name}).Key()) }

// Keks walks all, deleted ones included, by name.
func (v *View) Keks() iter.Seq[*Kek] { return walkRecords[*Kek](v, kindKek+"/") }

// Dek is a version of a list, also a deleted one, or nil.
func (v *View) Dek(l DekList, version int) *Dek {
	return get[*Dek](v, (&Dek{DekList: l, Version: version}).Key())
}

// Deks walks the versions of a list by number, deleted ones included.
func (v *View) Deks(l DekList) iter.Seq[*Dek] {
	return walkRecords[*Dek](v, string(key(kindDek, l.Kek, string(l.Subject.Domain), l.Subject.Name, string(l.Algorithm))))
}

// DeksOf walks everything under a KEK, deleted ones included.
func (v *View) DeksOf(kek string) iter.Seq[*Dek] {
	return walkRecords[*Dek](v, string(key(kindDek, kek)))
}

// KeyCount is the number of KEKs and DEKs, deleted ones included. It counts no further than most.
func (v *View) KeyCount(most int) (n int) {
	for _, kind := range []string{kindKek, kindDek} {
		for range walk(v.records, kind+"/") {
			if n++; n >= most {
				return n
			}
		}
	}
	return n
}
