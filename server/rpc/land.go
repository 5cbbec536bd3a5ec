package rpc

import (
	"context"
	"crypto/sha256"
	"errors"

	"google.golang.org/protobuf/proto"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
)

// land makes changes, all or none of them, and answers. Under an idempotency key it does so once: a repetition gets the
// first answer.
func land[R proto.Message](ctx context.Context, c *call, request proto.Message, set registry.Set, answer func(registry.Landed) (R, error)) (response R, err error) {
	name, err := c.key()
	if err != nil {
		return response, err
	}
	if name != "" {
		set.Once = once(name, request, answer)
	}
	done, err := c.Apply(ctx, set)
	var repeated *registry.Repeated
	switch {
	case errors.As(err, &repeated):
		c.landed = repeated.Seq
		response = response.ProtoReflect().New().Interface().(R)
		return response, proto.Unmarshal(repeated.Answer, response)
	case err != nil:
		return response, ambiguous(err, name)
	}
	c.landed = done.Seq
	return answer(done)
}

// once makes changes land once under a name.
func once[R proto.Message](name string, request proto.Message, answer func(registry.Landed) (R, error)) *registry.Once {
	return &registry.Once{Name: name, Request: identity(request), Answer: func(done registry.Landed) ([]byte, error) {
		response, err := answer(done)
		if err != nil {
			return nil, err
		}
		return proto.Marshal(response)
	}}
}

// identity tells requests apart.
func identity(request proto.Message) [sha256.Size]byte {
	text, err := proto.MarshalOptions{Deterministic: true}.Marshal(request)
	if err != nil {
		panic(err) // what was read can be written
	}
	return sha256.Sum256(append([]byte(request.ProtoReflect().Descriptor().FullName()+"\x00"), text...))
}

// ambiguous adds the key to an error of which nobody knows whether the change was made, so that repeating is safe.
func ambiguous(err error, key string) error {
	var known *fault.Error
	if !errors.As(err, &known) || known.Kind != fault.Unavailable || key == "" {
		return err
	}
	told := *known
	told.Details = nil
	for name, value := range known.Details {
		told.With(name, value)
	}
	return told.With("idempotency_key", key)
}

// setOf is a set without conditions.
func setOf(changes ...registry.Change) registry.Set { return registry.Set{Changes: changes} }

// before is a change that is made only where a check passes.
func before(change registry.Change, check func(*registry.Plan) error) registry.Change {
	plan := change.Plan
	change.Plan = func(ctx context.Context, p *registry.Plan) (any, error) {
		if err := check(p); err != nil {
			return nil, err
		}
		return plan(ctx, p)
	}
	return change
}

// after is a change that tells what there is after it.
func after(change registry.Change, tell func(*registry.Plan)) registry.Change {
	plan := change.Plan
	change.Plan = func(ctx context.Context, p *registry.Plan) (any, error) {
		done, err := plan(ctx, p)
		if err == nil {
			tell(p)
		}
		return done, err
	}
	return change
}

// conditional is a change that is made only where what it changes has the wanted etag; empty wants nothing.
func conditional(change registry.Change, etag string, is func(*registry.Plan) string) registry.Change {
	if etag == "" {
		return change
	}
	return before(change, func(p *registry.Plan) error {
		if is(p) != etag {
			return fault.ETagMismatch.About(p.Scope)
		}
		return nil
	})
}
