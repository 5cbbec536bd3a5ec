package storetest

import (
	"crypto/sha256"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

// Register is a plan with the shape of a registration: text becomes the next version of s, with an id that is the next
// in the domain for a content that has none. If the newest version says text already, nothing changes.
func Register(s store.Subject, text string) store.Plan {
	return func(tx *store.Tx) error {
		v := tx.View()
		digest := store.Digest(sha256.Sum256([]byte(text)))
		latest := v.Subject(s).Latest()
		if latest != nil && latest.Digest == digest {
			return nil
		}
		id := assign(tx, s.Domain, digest, text)
		number := v.Subject(s).Next()
		tx.Put(&store.Version{Subject: s, Number: number, ID: id, Digest: digest, Created: tx.Now, Changed: tx.Now, Seq: tx.Seq()})
		log(tx, store.VersionRegister, tx.Version(s, number))
		return nil
	}
}

// assign gives the id of a content in a domain, and makes what is missing of both.
func assign(tx *store.Tx, d store.DomainName, digest store.Digest, text string) store.ID {
	guid := schema.Identify(text, nil, nil, nil)
	if tx.View().Content(digest) == nil {
		tx.Put(&store.Content{Digest: digest, GUID: guid, Type: schema.Avro, Text: text})
	}
	for known := range tx.View().Identifiers(guid) {
		if known.Domain == d {
			return known.ID
		}
	}
	id := tx.View().MaxID(d) + 1
	tx.Put(&store.Identifier{Domain: d, ID: id, Digest: digest, GUID: guid})
	return id
}

// Remove is a plan that deletes a version, and retires its id when no other version carries it. It changes
// nothing when there is no such version.
func Remove(s store.Subject, number int) store.Plan {
	return func(tx *store.Tx) error {
		v := tx.View().Subject(s).Get(number)
		if v == nil {
			return nil
		}
		tx.Delete(v)
		log(tx, store.VersionDelete, v)
		if tx.View().Use(s.Domain, v.ID) != nil {
			return nil
		}
		retired := *tx.View().Identifier(s.Domain, v.ID)
		retired.Retired = true
		tx.Put(&retired)
		return nil
	}
}

func log(tx *store.Tx, action store.Action, v *store.Version) {
	tx.Log(store.Entry{Changes: []store.EntryChange{{Action: action, Scope: v.Subject, Version: v.Number, ID: v.ID}}})
}
