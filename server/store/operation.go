package store

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"time"
)

// Operation remembers what a caller has asked for under a key of their own, and what was answered, so that asking again
// changes nothing. See [View.Operation].
type Operation struct {
	Caller string `json:"caller,omitempty"` // the caller's ID
	Name   string `json:"key"`
	// Request identifies what was asked.
	Request Digest    `json:"request"`
	Time    time.Time `json:"time"`
	// Seq is the position at which it was done.
	Seq uint64 `json:"seq"`
	// Answer is what the front end answered, in a form of its own.
	Answer []byte `json:"answer,omitempty"`
}

// Key is where the record is stored. Callers and their keys are as long as they like; storage's keys are not.
func (o *Operation) Key() Key {
	sum := sha256.Sum256([]byte(o.Caller + "\x00" + o.Name))
	return key(kindOperation, hex.EncodeToString(sum[:16]))
}

// Operation is what a caller has asked for under a key, or nil where nothing was or it was forgotten.
func (v *View) Operation(caller, key string) *Operation {
	return get[*Operation](v, (&Operation{Caller: caller, Name: key}).Key())
}

// OldestOperations lists the operations that are remembered for the longest time, n at the most.
func (v *View) OldestOperations(n int) []*Operation {
	var oldest []*Operation
	for o := range walk(v.operations, "") {
		if len(oldest) == n {
			break
		}
		oldest = append(oldest, o)
	}
	return oldest
}

// OperationCount is the number of operations that are remembered.
func (v *View) OperationCount() int { return v.operations.Len() }

// operationKey orders operations by time.
func operationKey(o *Operation) []byte {
	return append(binary.BigEndian.AppendUint64(nil, uint64(o.Time.UnixMilli())), o.Key()...)
}
