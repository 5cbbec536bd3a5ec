package migrate

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	"github.com/concord-registry/concord/clients/go/confluent"
)

// keyLog is the state of the encryption keys that a registry keeps in a topic of their own, made by replaying its records
// in order.
type keyLog struct {
	keks    map[string]confluent.Kek
	deks    map[dekKey]confluent.Dek
	skipped unread
}

func newKeyLog() *keyLog {
	return &keyLog{map[string]confluent.Kek{}, map[dekKey]confluent.Dek{}, unread{}}
}

// keyRecordKey is the key of both kinds of record; which members count depends on the kind.
type keyRecordKey struct {
	Kind      string          `json:"type"`
	Name      string          `json:"name"`
	Kek       string          `json:"kekName"`
	Subject   confluent.Scope `json:"subject"`
	Algorithm string          `json:"algorithm"`
	Version   int             `json:"version"`
}

// dekValue is what the value of a DEK record says beyond its key.
type dekValue struct {
	Encrypted string `json:"encryptedKeyMaterial"`
	Deleted   bool   `json:"deleted"`
}

func (l *keyLog) apply(r record) { l.skipped.note(r, l.replay(r)) }

func (l *keyLog) replay(r record) error {
	var k keyRecordKey
	if err := json.Unmarshal(r.key, &k); err != nil {
		return fmt.Errorf("its key is not that of a registry: %w", err)
	}
	switch k.Kind {
	case "KEK":
		return l.kek(k, r.value)
	case "DEK":
		return l.dek(k, r.value)
	}
	return fmt.Errorf("its key is of the kind %q, which is not known", k.Kind)
}

func (l *keyLog) kek(k keyRecordKey, value []byte) error {
	if value == nil {
		delete(l.keks, k.Name)
		return nil
	}
	var kek confluent.Kek
	if err := json.Unmarshal(value, &kek); err != nil {
		return fmt.Errorf("key encryption key %s: %w", k.Name, err)
	}
	kek.Name = k.Name
	l.keks[k.Name] = kek
	return nil
}

func (l *keyLog) dek(k keyRecordKey, value []byte) error {
	dek := confluent.Dek{Kek: k.Kek, Subject: k.Subject.Plain(), Algorithm: k.Algorithm, Version: k.Version}
	if value == nil {
		delete(l.deks, dekKeyOf(dek))
		return nil
	}
	var told dekValue
	if err := json.Unmarshal(value, &told); err != nil {
		return fmt.Errorf("%s: %w", dekName(dek), err)
	}
	dek.Encrypted, dek.Deleted = told.Encrypted, told.Deleted
	l.deks[dekKeyOf(dek)] = dek
	return nil
}

// addTo adds the keys to a snapshot.
func (l *keyLog) addTo(s *Snapshot) {
	s.Keks = slices.AppendSeq(s.Keks, maps.Values(l.keks))
	s.Deks = slices.AppendSeq(s.Deks, maps.Values(l.deks))
	s.Skipped = append(s.Skipped, l.skipped.list(" among the encryption keys")...)
	s.sort()
}
