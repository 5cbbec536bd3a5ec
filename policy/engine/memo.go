package engine

import (
	"sync"

	"github.com/open-policy-agent/opa/v1/ast"
)

// memos hold what recurs from field to field and from version to version: names, plain fields, types without parameters,
// single tags, single meanings.
type memos struct {
	names    memo[nameKey, *name]
	fields   memo[plainField, *ast.Term]
	types    memo[typeKey, *ast.Term]
	tags     memo[string, *ast.Term]
	meanings memo[meaning, *ast.Term]
}

// memo remembers finished answers to questions that come from clients. It is emptied when full, since whoever asks
// could ask for ever. The zero value is ready, and safe for concurrent use; an answer is shared and must not change.
type memo[K comparable, V any] struct {
	mu    sync.Mutex
	known map[K]V
}

// The bounds of a memo: a field's term has some two kilobytes, everything else less.
const (
	maxMemo = 1 << 13
	// maxMemoText is the longest text, in bytes, that is remembered.
	maxMemoText = 128
)

// get is the answer to k, made by read when nobody has asked before. Two who ask at once may both make it.
func (m *memo[K, V]) get(k K, read func() V) V {
	m.mu.Lock()
	answer, ok := m.known[k]
	m.mu.Unlock()
	if ok {
		return answer
	}
	answer = read()
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.known == nil || len(m.known) >= maxMemo {
		m.known = map[K]V{}
	}
	m.known[k] = answer
	return answer
}
