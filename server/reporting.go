package server

import (
	"context"
	"errors"
	"log/slog"

	"github.com/concord-registry/concord/server/kms"
)

// reporting logs what goes wrong with a key management service: callers of the registry are told, but the operator is
// the one who can put it right. A caller who has gone is none of that.
type reporting struct {
	kms.Driver
	logger *slog.Logger
}

// Wrap implements kms.Driver.
func (r reporting) Wrap(ctx context.Context, k kms.Key, plain []byte) ([]byte, error) {
	wrapped, err := r.Driver.Wrap(ctx, k, plain)
	r.report(ctx, k, "wrap", err)
	return wrapped, err
}

// Unwrap implements kms.Driver.
func (r reporting) Unwrap(ctx context.Context, k kms.Key, wrapped []byte) ([]byte, error) {
	plain, err := r.Driver.Unwrap(ctx, k, wrapped)
	r.report(ctx, k, "unwrap", err)
	return plain, err
}

func (r reporting) report(ctx context.Context, k kms.Key, use string, err error) {
	if err != nil && !errors.Is(ctx.Err(), context.Canceled) {
		r.logger.WarnContext(ctx, "a key could not be used", "kind", k.Type, "key", k.ID, "use", use, "error", err)
	}
}
