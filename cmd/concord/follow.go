package main

import (
	"context"
	"time"
)

// keepUp imports again and again until ctx ends. It says something only when something happened, and ends with the
// status of the last round that came to its end. A round that was cut off in the middle of its work is an interruption.
func (i *importing) keepUp(ctx context.Context) error {
	ticker := time.NewTicker(i.every)
	defer ticker.Stop()
	var last error
	for rounds := 0; ; {
		done, err := i.round(ctx)
		switch {
		case err != nil && ctx.Err() != nil && rounds > 0 && done.Idle() && done.Left == 0:
			return last
		case err != nil && ctx.Err() != nil:
			return i.interrupted(done, "the next import goes on from here")
		case err != nil && rounds == 0:
			return err
		case err != nil:
			i.remark("%v; trying again in %v", err, i.every)
		default:
			if rounds == 0 || !done.Idle() {
				last = i.imported(done)
			}
			rounds++
		}
		select {
		case <-ctx.Done():
			return last
		case <-ticker.C:
		}
	}
}
