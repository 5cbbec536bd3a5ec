package confluent

import (
	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/concord-registry/concord/server/store"
)

// memo keeps the answers that are asked for again and again: those about one version, without parameters. A version is
// never changed, only replaced, so its address names its answer; the memo keeps what it names alive.
type memo struct {
	documents *lru.Cache[memoKey, *document]
}

// form is one way to answer a version.
type form uint8

const (
	byVersion form = iota
	byID
	byGUID
	// old is added to the others for clients of release 7.x.
	old form = 1 << 7
)

type memoKey struct {
	version *store.Version
	form    form
}

// The memo holds at most remembered documents of at most memorable bytes each: 64 MiB at the worst, few in practice.
const (
	remembered = 4096
	memorable  = 16 << 10
)

func newMemo() memo {
	documents, err := lru.New[memoKey, *document](remembered)
	if err != nil {
		panic(err) // the size is a positive constant
	}
	return memo{documents}
}

// get gives the document of a version, made by render when it is not there.
func (m memo) get(v *store.Version, f form, forever bool, render func() []byte) *document {
	key := memoKey{v, f}
	if d, ok := m.documents.Get(key); ok {
		return d
	}
	d := newDocument(render(), forever)
	if len(d.body.bytes) <= memorable {
		m.documents.Add(key, d)
	}
	return d
}
