package migrate

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// gate holds scopes of the target in mode IMPORT, and remembers how they were.
type gate struct {
	client *confluent.Client
	// have are the modes as they are now, wants those that close leaves behind. A scope without an entry has none.
	have, wants map[confluent.Scope]string
	aliases     []Scope
}

// putBackTime bounds how long an interrupted import takes to put modes back.
const putBackTime = 30 * time.Second

// newGate reads the modes from a snapshot. IMPORT is what an import that was killed has left behind, so close removes it,
// unless the source is in that mode itself; source is nil where its modes do not count.
func newGate(client *confluent.Client, source, target *Snapshot) *gate {
	g := &gate{client, map[confluent.Scope]string{}, map[confluent.Scope]string{}, nil}
	theirs := map[confluent.Scope]Scope{}
	if source != nil {
		theirs = source.byScope()
	}
	for _, scope := range target.Scopes {
		g.have[scope.Name], g.wants[scope.Name] = scope.Mode, scope.Mode
		if scope.Mode == importMode && theirs[scope.Name].Mode != importMode {
			g.wants[scope.Name] = ""
		}
	}
	return g
}

// open puts scopes into mode IMPORT, and takes away the aliases that would redirect what is written.
func (g *gate) open(ctx context.Context, scopes []confluent.Scope, aliases []Scope) error {
	for _, scope := range scopes {
		if err := g.set(ctx, scope, importMode); err != nil {
			return err
		}
	}
	for _, scope := range aliases {
		g.aliases = append(g.aliases, scope)
		if err := g.client.StoreConfig(ctx, scope.Name, aliasesOf(scope, func(string) json.RawMessage { return null })); err != nil {
			return err
		}
	}
	return nil
}

// aliasesOf is a change of those redirects that a scope has.
func aliasesOf(scope Scope, to func(name string) json.RawMessage) confluent.StoredConfig {
	change := confluent.StoredConfig{}
	for _, name := range redirects {
		if scope.Config[name] != nil {
			change[name] = to(name)
		}
	}
	return change
}

// restoreAliases gives back what open took away.
func (g *gate) restoreAliases(ctx context.Context) error {
	for len(g.aliases) > 0 {
		scope := g.aliases[0]
		if err := g.client.StoreConfig(ctx, scope.Name, aliasesOf(scope, func(name string) json.RawMessage { return scope.Config[name] })); err != nil {
			return err
		}
		g.aliases = g.aliases[1:]
	}
	return nil
}

// wanted is the mode that close leaves a scope in.
func (g *gate) wanted(scope confluent.Scope) string { return g.wants[scope] }

// want gives a scope a mode that stays.
func (g *gate) want(ctx context.Context, scope confluent.Scope, mode string) error {
	err := g.set(ctx, scope, mode)
	if err == nil {
		g.wants[scope] = mode
	}
	return err
}

// close leaves all scopes as they are wanted, even when ctx has ended.
func (g *gate) close(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), putBackTime)
	defer cancel()
	problems := []error{g.restoreAliases(ctx)}
	for scope, mode := range g.have {
		if mode != g.wants[scope] {
			problems = append(problems, g.set(ctx, scope, g.wants[scope]))
		}
	}
	return errors.Join(problems...)
}

// set changes a mode, or removes it when it is empty.
func (g *gate) set(ctx context.Context, scope confluent.Scope, mode string) error {
	if g.have[scope] == mode {
		return nil
	}
	var err error
	if mode == "" {
		err = g.client.UnsetMode(ctx, scope)
	} else {
		// Even a request whose answer is lost may have been done, so it counts as done.
		g.have[scope] = mode
		err = g.client.SetMode(ctx, scope, mode)
	}
	if err == nil || errors.Is(err, concord.NotFound) {
		g.have[scope] = mode
		return nil
	}
	return err
}
