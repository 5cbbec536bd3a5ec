package kms

import (
	"crypto/sha256"
	"encoding/json"

	lru "github.com/hashicorp/golang-lru/v2"
)

// pool keeps clients of a service, which are dear to make, by what they were made from.
type pool[C any] struct{ clients *lru.Cache[[32]byte, C] }

// newPool returns an empty pool. closeClient, if not nil, is called with clients that leave it.
func newPool[C any](closeClient func(C)) pool[C] {
	const most = 64
	clients, err := lru.NewWithEvict(most, func(_ [32]byte, c C) {
		if closeClient != nil {
			closeClient(c)
		}
	})
	if err != nil {
		panic(err) // the size is positive
	}
	return pool[C]{clients}
}

// get returns the client for some properties, which build makes if there is none yet. Two may be made at a time; one
// of them stays.
func (p pool[C]) get(props any, build func() (C, error)) (C, error) {
	text, err := json.Marshal(props)
	if err != nil {
		panic(err) // properties are strings
	}
	// The key is a digest: properties may hold credentials.
	key := sha256.Sum256(text)
	if c, ok := p.clients.Get(key); ok {
		return c, nil
	}
	c, err := build()
	if err == nil {
		p.clients.Add(key, c)
	}
	return c, err
}
