package registry

import (
	"context"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Update commits a plan, unless the caller has gone already, and returns its position. The rooms above commit by it.
func (r *Registry) Update(ctx context.Context, plan store.Plan) (uint64, error) {
	if err := gone(ctx); err != nil {
		return 0, err
	}
	return r.config.Store.Update(ctx, plan)
}

// gone is an error of kind Unavailable once ctx has ended: nothing was begun.
func gone(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return fault.RequestEnded.New().Caused(err)
	}
	return nil
}
