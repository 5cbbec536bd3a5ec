// Package registry holds the use cases: register, look up, check, delete, configure, and change sets of them. There is
// one registration pipeline; a dry run is the same code without the last step. The package knows nothing of HTTP, gRPC
// or etcd: it is told a [store.Store] and answers with values and with errors of server/fault.
//
// Reads are answered from the store's view and take neither locks nor a context. Errors carry the code of the
// Confluent catalogue (contract §1.12) where the catalogue has one.
package registry

import (
	"context"
	"fmt"
	"log/slog"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/reading"
	"github.com/concord-registry/concord/server/store"
)

// IDs says how ids are given.
type IDs string

const (
	// ContentIDs derives a 31-bit id from the GUID, probing on collision: the same schema has the same id everywhere.
	ContentIDs IDs = "content"
	// SequenceIDs counts from 1 in each domain, as Confluent does (contract §3.2).
	SequenceIDs IDs = "confluent"
)

// Draft is a schema as a caller offers it.
type Draft = reading.Draft

// Config says what a registry stands on.
type Config struct {
	// Store is required.
	Store store.Store
	// Policy decides on every new schema; nil accepts all.
	Policy Policy
	// IDs is ContentIDs when empty.
	IDs IDs
	// Level is the server's default compatibility level, BACKWARD when empty.
	Level word.Level
	// Limits bound every schema; the zero value means [schema.DefaultLimits].
	Limits schema.Limits
	// FixedModes forbids every change of mode.
	FixedModes bool
	// Access says what callers may do; nil lets everybody do everything.
	Access Access
	// Logger gets what has no caller to be told; nil discards.
	Logger *slog.Logger
}

// Policy decides whether a new schema may be registered. policy/engine has one.
type Policy interface {
	Evaluate(context.Context, policy.Request) policy.Decision
}

// Registry is the set of use cases over one store. It is safe for concurrent use.
type Registry struct {
	config Config
	reader *reading.Reader
}

// New returns a registry. It returns an error for an unknown IDs or Level, and for a missing Store.
func New(c Config) (*Registry, error) {
	c = c.withDefaults()
	if err := c.validate(); err != nil {
		return nil, err
	}
	return &Registry{config: c, reader: reading.New(c.Limits)}, nil
}

func (c Config) withDefaults() Config {
	if c.IDs == "" {
		c.IDs = ContentIDs
	}
	if c.Level == "" {
		c.Level = word.Backward
	}
	if c.Access == nil {
		c.Access = everybody{}
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	c.Limits = c.Limits.WithDefaults()
	return c
}

func (c Config) validate() error {
	if c.Store == nil {
		return fmt.Errorf("a registry needs a store")
	}
	if c.IDs != ContentIDs && c.IDs != SequenceIDs {
		return fmt.Errorf("%q is not a way to give ids; choose %s or %s", c.IDs, ContentIDs, SequenceIDs)
	}
	_, err := word.ParseLevel(string(c.Level))
	return err
}

// Reader is where views come from, for those who wait for one.
func (r *Registry) Reader() store.Reader { return r.config.Store }

// View is the newest view of the store. Nobody is asked whether somebody may see it: what is shown to callers comes from a
// [Session].
func (r *Registry) View() *store.View { return r.config.Store.View() }
