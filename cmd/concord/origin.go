package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/pflag"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

// originOptions say what is moved: from a registry or a folder to the server of remote.
type originOptions struct {
	remote    remoteOptions
	from      string
	fromUser  string
	fromToken string
	keepModes bool
}

func (o *originOptions) flags(f *pflag.FlagSet) {
	o.remote.flags(f)
	f.Lookup("domain").Usage = `only this domain, "." for the default one (default all)`
	f.StringVar(&o.from, "from", "", "address of the other registry, or a folder that concord export wrote")
	f.StringVar(&o.fromUser, "from-user", "", "user:password for the other registry (default $CONCORD_FROM_USER)")
	f.StringVar(&o.fromToken, "from-token", "", "bearer token for the other registry (default $CONCORD_FROM_TOKEN)")
	f.BoolVar(&o.keepModes, "keep-modes", false, "leave the modes of the server out")
}

// selection is what --domain selects.
func (o *originOptions) selection() migrate.Selection {
	return migrate.Selection{All: o.remote.domain == "", Domain: strings.TrimPrefix(o.remote.domain, ".")}
}

// overHTTP reports whether --from is an address.
func (o *originOptions) overHTTP() bool {
	return strings.HasPrefix(o.from, "http://") || strings.HasPrefix(o.from, "https://")
}

// target connects to the server, in no domain of its own.
func (o *originOptions) target(t *terminal) (*concord.Client, error) {
	remote := o.remote
	remote.domain = ""
	return remote.client(t)
}

// origin returns what reads the source, and a client of it if it is a registry.
func (o *originOptions) origin(t *terminal) (func(context.Context) (*migrate.Snapshot, error), error) {
	if o.from == "" {
		return nil, &usage{errors.New("--from is missing"), "say --from http://registry:8081, or --from FOLDER"}
	}
	if !o.overHTTP() {
		return func(context.Context) (*migrate.Snapshot, error) { return o.folder() }, nil
	}
	client, err := o.source(t)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context) (*migrate.Snapshot, error) {
		s, err := migrate.Read(ctx, client, o.selection())
		return s, o.explain(err)
	}, nil
}

// folder loads an export, and leaves of it what is selected.
func (o *originOptions) folder() (*migrate.Snapshot, error) {
	s, err := migrate.Load(o.from)
	if err != nil {
		return nil, err
	}
	return s.Only(o.selection()), nil
}

func (o *originOptions) source(t *terminal) (*concord.Client, error) {
	if u, err := url.Parse(o.from); err != nil || u.Host == "" {
		return nil, &usage{fmt.Errorf("%q is not the address of a registry", o.from), "write it as http://host:8081"}
	}
	c := concord.Config{
		URLs:      []string{strings.TrimRight(o.from, "/")},
		Token:     first(o.fromToken, t.getenv("CONCORD_FROM_TOKEN")),
		UserAgent: "concord-cli/" + buildVersion(),
		Timeout:   o.remote.timeout,
	}
	if credentials := first(o.fromUser, t.getenv("CONCORD_FROM_USER")); credentials != "" {
		c.User, c.Password, _ = strings.Cut(credentials, ":")
	}
	client, err := concord.New(c)
	if err != nil {
		return nil, &usage{err, "see --from, --from-user and --from-token"}
	}
	return client, nil
}

// explain says which of the two registries an error is of.
func (o *originOptions) explain(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("reading %s: %w", masked(o.from), remoteError(err))
}

// compared reads the target and compares the source with it.
func (o *originOptions) compared(ctx context.Context, client *concord.Client, source *migrate.Snapshot) (*migrate.Snapshot, []migrate.Difference, error) {
	what := o.selection()
	what.Also = source.Scopes
	target, err := migrate.Read(ctx, client, what)
	if err != nil {
		return nil, nil, remoteError(err)
	}
	return target, migrate.Compare(source, target, o.keepModes), nil
}
