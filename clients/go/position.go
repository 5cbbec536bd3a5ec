package concord

import (
	"cmp"
	"context"
	"strconv"
	"strings"
)

const (
	positionHeader    = "Concord-Position"
	minPositionHeader = "Concord-Min-Position"
	idempotencyHeader = "Idempotency-Key"
)

type (
	minPositionKey struct{}
	positionKey    struct{}
	idempotencyKey struct{}
)

// Position is how far the log of a registry has come, `1.4711`: the epoch, and the number of the last entry. It is opaque
// but for that.
type Position string

// Position is that of the last write of this client; empty before the first. Its reads hold at least that.
func (c *Client) Position() Position { return Position(c.wire.Position()) }

// WithMinPosition returns a context whose reads hold at least a position, for example that of a write of another
// process. A replica that does not get there in time is of kind Unavailable, reason REPLICA_BEHIND.
func WithMinPosition(ctx context.Context, p Position) context.Context {
	return context.WithValue(ctx, minPositionKey{}, p)
}

// WithPosition returns a context under which the position of the first answer is noted in at, if that is empty: of a
// list, the one to watch after so that nothing is missed. What is cached, a schema or a latest version, has none. One
// goroutine at a time may use the context.
func WithPosition(ctx context.Context, at *Position) context.Context {
	return context.WithValue(ctx, positionKey{}, at)
}

// WithIdempotencyKey returns a context whose next write goes under a key of the caller, 64 characters at most, so that it
// is done once however often it is sent, also by another process. Without it every write gets a key of its own. Use the
// context for one write.
func WithIdempotencyKey(ctx context.Context, key string) context.Context {
	return context.WithValue(ctx, idempotencyKey{}, key)
}

// later is the later of two positions, by epoch and number. One that is none, as an empty one, is before all others.
func later(a, b Position) Position {
	epochA, seqA := a.split()
	epochB, seqB := b.split()
	if cmp.Or(cmp.Compare(epochA, epochB), cmp.Compare(seqA, seqB)) < 0 {
		return b
	}
	return a
}

func (p Position) split() (epoch int, seq uint64) {
	first, second, _ := strings.Cut(string(p), ".")
	epoch, err := strconv.Atoi(first)
	if err != nil {
		return -1, 0
	}
	seq, _ = strconv.ParseUint(second, 10, 64)
	return epoch, seq
}
