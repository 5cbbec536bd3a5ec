package wire

import (
	"context"
	"time"
)

// Pause is how long to wait before something is tried again that has failed that often in a row, at last with err, and
// whether it is to be tried at all.
func (w *Wire) Pause(failed int, err error) (time.Duration, bool) { return w.pause(failed, err) }

// Sleep reports whether it slept to the end.
func Sleep(ctx context.Context, d time.Duration) bool { return sleep(ctx, d) }

// Timeout is what bounds one attempt.
func (w *Wire) Timeout() time.Duration { return w.config.Timeout }
