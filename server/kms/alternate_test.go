package kms

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// regional has keys that work, and others that fail by their names.
type regional struct{}

func (regional) Wrap(ctx context.Context, k Key, plain []byte) ([]byte, error) {
	switch {
	case strings.HasPrefix(k.ID, "denied"):
		return nil, fmt.Errorf("%w: no", ErrDenied)
	case strings.HasPrefix(k.ID, "dead"):
		return nil, errors.New("dead")
	case strings.HasPrefix(k.ID, "hanging"):
		<-ctx.Done()
		return nil, ctx.Err()
	}
	return []byte(k.ID), nil
}

func (r regional) Unwrap(ctx context.Context, k Key, b []byte) ([]byte, error) {
	return r.Wrap(ctx, k, b)
}

func TestAlternates(t *testing.T) {
	for _, test := range []struct {
		name, key, alternates string
		want                  string // the key that answers, or the error
		denied                bool
		took                  time.Duration
	}{
		{"none", "a", "", "a", false, 0},
		{"not needed", "a", "b,c", "a", false, 0},
		{"the first", "dead", "b,c", "b", false, 0},
		{"the second, with spaces and gaps", "denied", " dead ,, c ", "c", false, 0},
		{"after one that hangs", "hanging", "b", "b", false, Limit / 2},
		{"all fail", "dead", "denied", "dead; alternate denied: the key management service denies access to the key: no", false, 0},
		{"all fail, the key is denied", "denied", "dead", "the key management service denies access to the key: no; alternate dead: dead", true, 0},
		{"all hang", "hanging", "hanging1,hanging2,hanging3", "did not answer in time", false, Limit},
		{"too many", "a", "b,c,d,e,f", "lists 5 keys; at most 4 are asked", false, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				k := Key{Type: "x", ID: test.key, Props: map[string]string{alternatesProp: test.alternates}}
				start := time.Now()
				got, err := Services{"x": regional{}}.Unwrap(t.Context(), k, nil)
				if took := time.Since(start); took != test.took {
					t.Errorf("it took %v, want %v", took, test.took)
				}
				if errors.Is(err, ErrDenied) != test.denied {
					t.Errorf("%v, denied: want %v", err, test.denied)
				}
				if said := fmt.Sprint(err); string(got) != test.want && !strings.Contains(said, test.want) {
					t.Errorf("%q, %v; want %s", got, err, test.want)
				}
			})
		})
	}
}
