package migrate

import (
	"context"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// Source is what an import reads: a [Registry], a [Folder] or a [Topic].
type Source interface {
	// Read reads all that is selected, as it is now. The same snapshot twice means that nothing has changed in between;
	// the caller changes none.
	Read(context.Context, Selection) (*Snapshot, error)
}

// SourceError is why a source could not be read, with what to do about it.
type SourceError struct {
	Err  error
	Hint string
}

func (e *SourceError) Error() string { return e.Err.Error() }

func (e *SourceError) Unwrap() error { return e.Err }

// HintText says what to do next.
func (e *SourceError) HintText() string { return e.Hint }

// Selection says what to read.
type Selection struct {
	// All selects every domain; otherwise Domain is the only one: its context without the dot, empty for the default domain.
	All    bool
	Domain string
	// Also are scopes to ask for a registry that lists none, beside those of its domains and subjects.
	Also []confluent.Scope
}

// SelectionOf is a domain, by the name that the native API has for it, or all domains for none.
func SelectionOf(domain string) Selection {
	return Selection{All: domain == "", Domain: contextOf(domain)}
}

// holds reports whether a scope is selected.
func (what Selection) holds(scope confluent.Scope) bool {
	return what.All || scope != confluent.Everywhere && scope.Context() == what.Domain
}

// Folder is a folder that [Snapshot.Export] wrote.
type Folder string

// Read reads the folder. Files outside of it are not read, wherever links lead.
func (f Folder) Read(_ context.Context, what Selection) (*Snapshot, error) {
	s, err := load(string(f))
	if err != nil {
		return nil, err
	}
	return s.Only(what), nil
}

// Registry is a registry that has the API of Confluent Schema Registry.
type Registry struct {
	*confluent.Client
	// native asks the same registry over Concord's own API, in case it is one.
	native *concord.Client
}

// NewRegistry returns the registry that a client reaches, which need not be a Concord.
func NewRegistry(c *concord.Client) Registry { return Registry{confluent.New(c), c} }
