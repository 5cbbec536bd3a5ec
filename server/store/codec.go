package store

import (
	"encoding/json"
	"fmt"
)

// Encode is the stored form of a record.
func Encode(r Record) ([]byte, error) { return json.Marshal(r) }

// Decode reads the record that is stored under k. A kind that this release does not know gives a nil record without an
// error: a newer replica wrote it, and [Meta.MinReader] says whether that is safe.
func Decode(k Key, value []byte) (Record, error) {
	r := blank(k.kind())
	if r == nil {
		return nil, nil
	}
	if err := json.Unmarshal(value, r); err != nil {
		return nil, fmt.Errorf("record %s: %w", k, err)
	}
	return r, nil
}

func blank(kind string) Record {
	switch kind {
	case kindMeta:
		return &Meta{}
	case kindHead:
		return &Head{}
	case kindContent:
		return &Content{}
	case kindIdentifier:
		return &Identifier{}
	case kindVersion:
		return &Version{}
	case kindDomain:
		return &Domain{}
	case kindConfig:
		return &Config{}
	case kindMode:
		return &Mode{}
	case kindAssociation:
		return &Association{}
	case kindKek:
		return &Kek{}
	case kindDek:
		return &Dek{}
	case kindFloor:
		return &Floor{}
	case kindPolicies:
		return &Policies{}
	case kindOperation:
		return &Operation{}
	case kindEntry:
		return &Entry{}
	}
	return nil
}
