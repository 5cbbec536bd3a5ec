package reading

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"hash"
	"io"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

// digestOf is SHA-256 over all that a content says, with lengths between its parts.
func digestOf(c *store.Content) store.Digest {
	h := sha256.New()
	writeText(h, string(c.Type))
	writeText(h, c.Text)
	writeReferences(h, c.References)
	writeJSON(h, c.Metadata)
	writeJSON(h, c.RuleSet)
	return store.Digest(h.Sum(nil))
}

func writeReferences(h hash.Hash, references []schema.Reference) {
	writeNumber(h, len(references))
	for _, ref := range references {
		writeText(h, ref.Name)
		writeText(h, ref.Subject)
		writeNumber(h, ref.Version)
	}
}

func writeText(h hash.Hash, text string) {
	writeNumber(h, len(text))
	io.WriteString(h, text)
}

func writeNumber(h hash.Hash, n int) {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n))
	h.Write(b[:])
}

func writeJSON(h hash.Hash, v any) { writeText(h, asJSON(v)) }

func asJSON(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err) // metadata and rules hold nothing that JSON cannot
	}
	return string(text)
}
