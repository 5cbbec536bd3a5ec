// Package kms asks key management services to wrap and unwrap data encryption keys (contract §1.13), and makes such
// keys in the form that the clients' encryption rules read. It is a leaf: it knows no records and no HTTP.
//
// Nothing that this package returns as an error, and nothing that it prints, holds a key or a secret.
package kms

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Key says where a key encryption key lies.
type Key struct {
	// Type names the service: `local-kms`, `aws-kms`.
	Type string
	// ID names the key there, Props are what else the service wants to know; nil for nothing.
	ID    string
	Props map[string]string
}

// Driver speaks to one kind of service. It is safe for concurrent use.
type Driver interface {
	// Wrap encrypts a key. It returns an error for which errors.Is(err, ErrDenied) holds when the service forbids it.
	Wrap(ctx context.Context, k Key, plain []byte) (wrapped []byte, err error)
	// Unwrap decrypts what Wrap gave, with the errors of Wrap.
	Unwrap(ctx context.Context, k Key, wrapped []byte) (plain []byte, err error)
}

// ErrDenied is the cause when a service forbids the use of a key.
var ErrDenied = errors.New("the key management service denies access to the key")

// Services are drivers by the type of key that each serves. A call takes at most [Limit].
type Services map[string]Driver

// Limit is how long one call of a service may take, with all of a key's alternates.
const Limit = 10 * time.Second

// Wrap asks the driver for the type of the key; it returns an error that says what is missing when there is none. Where
// the key fails, its alternates are asked in turn.
func (s Services) Wrap(ctx context.Context, k Key, plain []byte) ([]byte, error) {
	return s.ask(k, func(d Driver, k Key, limit time.Duration) ([]byte, error) {
		return once(ctx, k, limit, func(ctx context.Context) ([]byte, error) { return d.Wrap(ctx, k, plain) })
	})
}

// Unwrap is the reverse of Wrap.
func (s Services) Unwrap(ctx context.Context, k Key, wrapped []byte) ([]byte, error) {
	return s.ask(k, func(d Driver, k Key, limit time.Duration) ([]byte, error) {
		return once(ctx, k, limit, func(ctx context.Context) ([]byte, error) { return d.Unwrap(ctx, k, wrapped) })
	})
}

// ask calls for the key, and while that fails for its alternates. The error is that of the key, with what the others
// said.
func (s Services) ask(k Key, call func(Driver, Key, time.Duration) ([]byte, error)) ([]byte, error) {
	d, err := s.driver(k)
	if err != nil {
		return nil, err
	}
	keys, err := k.alternatives()
	if err != nil {
		return nil, err
	}
	var failure error
	for _, k := range keys {
		answer, err := call(d, k, Limit/time.Duration(len(keys)))
		switch {
		case err == nil:
			return answer, nil
		case failure == nil:
			failure = err
		default:
			failure = fmt.Errorf("%w; alternate %s: %v", failure, k.ID, err)
		}
	}
	return nil, failure
}

// once makes one call within a limit.
func once(ctx context.Context, k Key, limit time.Duration, call func(context.Context) ([]byte, error)) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	answer, err := call(ctx)
	switch {
	case err == nil && len(answer) == 0:
		return nil, fmt.Errorf("%s answered with nothing", k.Type)
	case err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
		return nil, fmt.Errorf("%s did not answer in time; see that the server reaches it, and send the request again", k.Type)
	}
	return answer, err
}

func (s Services) driver(k Key) (Driver, error) {
	if d := s[k.Type]; d != nil {
		return d, nil
	}
	switch {
	case k.Type == LocalType:
		return nil, errors.New("this server has no secret for local-kms; start it with --kms-local-secret-file, or create the key with shared=false and let clients ask")
	case slices.Contains(Remotes, k.Type):
		return nil, fmt.Errorf("this server may not ask %[1]s; start it with --kms %[1]s, or create the key with shared=false and let clients ask", k.Type)
	}
	return nil, fmt.Errorf("this server has no driver for %s; it has %s. Create the key with shared=false and let clients ask", k.Type, s.names())
}

func (s Services) names() string {
	if len(s) == 0 {
		return "none"
	}
	return strings.Join(slices.Sorted(maps.Keys(s)), ", ")
}
