package confluent

import (
	"sync"
	"sync/atomic"

	"github.com/concord-registry/concord/server/store"
)

// memo keeps the answers that are asked for again and again: those about one version, without parameters. A version is
// never changed, only replaced, so its address names its answer; the memo keeps what it names alive.
//
// It has two generations. What is asked for moves to the young one; when that is full it becomes the old one, and what
// nobody has asked for since the last time is forgotten. Reading takes no lock.
type memo struct {
	young, old atomic.Pointer[generation]
}

type generation struct {
	documents sync.Map // *document by memoKey
	size      atomic.Int64
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

// A generation holds about remembered documents of at most memorable bytes each: the two of them 64 MiB at the worst,
// few in practice.
const (
	remembered = 2048
	memorable  = 16 << 10
)

func newMemo() *memo {
	m := &memo{}
	m.young.Store(new(generation))
	m.old.Store(new(generation))
	return m
}

// get gives the document of a version, made by render when it is not there.
func (m *memo) get(v *store.Version, f form, forever bool, render func() []byte) *document {
	key := memoKey{v, f}
	young := m.young.Load()
	if d, ok := young.documents.Load(key); ok {
		return d.(*document)
	}
	if d, ok := m.old.Load().documents.Load(key); ok {
		m.keep(young, key, d.(*document))
		return d.(*document)
	}
	d := newDocument(render(), forever)
	if len(d.body.bytes) <= memorable {
		m.keep(young, key, d)
	}
	return d
}

// keep adds a document to the young generation. Of several callers who find it full one begins a new one.
func (m *memo) keep(young *generation, key memoKey, d *document) {
	if _, there := young.documents.LoadOrStore(key, d); there {
		return
	}
	if young.size.Add(1) >= remembered && m.young.CompareAndSwap(young, new(generation)) {
		m.old.Store(young)
	}
}
