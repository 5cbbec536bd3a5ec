package concord

import "context"

// Position is how far the log of a registry has come, `1.4711`: the epoch, and the number of the last entry. It is opaque
// but for that.
type Position string

// Position is that of the last write of this client; empty before the first. Its reads hold at least that.
func (c *Client) Position() Position { panic("later") }

// WithMinPosition returns a context whose reads hold at least a position, for example that of a write of another
// process. A replica that does not get there in time is of kind Unavailable, reason REPLICA_BEHIND.
func WithMinPosition(ctx context.Context, p Position) context.Context { panic("later") }

// WithPosition returns a context under which the position of the first answer is noted in at, if that is empty: of a
// list, the one to watch after so that nothing is missed. One goroutine at a time may use it.
func WithPosition(ctx context.Context, at *Position) context.Context { panic("later") }
