package dialect

import (
	"sync"
	"sync/atomic"
)

// Memo keeps the documents that are asked for again and again, by keys whose documents never change. It keeps what its
// keys name alive.
//
// It has two generations. What is asked for moves to the young one; when that is full it becomes the old one, and what
// nobody has asked for since the last time is forgotten. Reading takes no lock.
type Memo[K comparable] struct {
	young, old atomic.Pointer[generation]
}

type generation struct {
	documents sync.Map // *Document by key
	size      atomic.Int64
}

// A generation holds about remembered documents of at most memorable bytes each: the two of them 64 MiB at the worst,
// few in practice.
const (
	remembered = 2048
	memorable  = 16 << 10
)

// NewMemo returns a memo that keeps nothing yet.
func NewMemo[K comparable]() *Memo[K] {
	m := &Memo[K]{}
	m.young.Store(new(generation))
	m.old.Store(new(generation))
	return m
}

// Get gives the document of a key: the JSON of what show gives, which is called when the document is not there. forever
// says that the address that is asked for will never give anything else.
func (m *Memo[K]) Get(key K, forever bool, show func() any) *Document {
	young := m.young.Load()
	if d, ok := young.documents.Load(key); ok {
		return d.(*Document)
	}
	if d, ok := m.old.Load().documents.Load(key); ok {
		m.keep(young, key, d.(*Document))
		return d.(*Document)
	}
	d := newDocument(Encode(show()), forever)
	if len(d.body.bytes) <= memorable {
		m.keep(young, key, d)
	}
	return d
}

// keep adds a document to the young generation. Of several callers who find it full one begins a new one.
func (m *Memo[K]) keep(young *generation, key K, d *Document) {
	if _, there := young.documents.LoadOrStore(key, d); there {
		return
	}
	if young.size.Add(1) >= remembered && m.young.CompareAndSwap(young, new(generation)) {
		m.old.Store(young)
	}
}
