package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/pflag"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

// movedOptions say which server is moved, or moved to, and how much of it: one domain, or all that there are.
type movedOptions struct{ connectOptions }

// flags are those of [connectOptions], with a --domain that has no default.
func (o *movedOptions) flags(f *pflag.FlagSet) {
	f.StringVarP(&o.domain, "domain", "d", "", "only this domain; $CONCORD_DOMAIN and the profile's do not count (default all)")
	o.connectOptions.flags(f)
}

// checkDomain refuses words for a domain that mean something else in other places.
func (o *movedOptions) checkDomain() error {
	switch o.domain {
	case ".":
		return &usage{errors.New(`"." is no domain`), "the default domain is called " + defaultDomain}
	case "-":
		return &usage{errors.New(`"-" is no domain`), "leave --domain out for all of them"}
	}
	return nil
}

// selection is what --domain selects.
func (o *movedOptions) selection() migrate.Selection { return migrate.SelectionOf(o.domain) }

// read reads what is selected of a source. A domain of which that holds nothing was misspelt.
func (o *movedOptions) read(ctx context.Context, source migrate.Source) (*migrate.Snapshot, error) {
	s, err := source.Read(ctx, o.selection())
	if err == nil && s.Empty() && o.domain != "" && o.domain != defaultDomain {
		return nil, &migrate.SourceError{Err: fmt.Errorf("the source holds nothing of domain %s", o.domain), Hint: "check --domain; without it all domains are moved"}
	}
	return s, err
}

// originOptions say what is moved: from another registry, its topic or a folder to the server.
type originOptions struct {
	movedOptions
	from      string
	login     loginOptions
	level     string
	keysTopic string
	keepModes bool
}

func (o *originOptions) flags(f *pflag.FlagSet) {
	o.movedOptions.flags(f)
	f.StringVar(&o.from, "from", "", "address of the other registry, its topic as kafka://BROKER:9092,…/_schemas, or a folder that concord export wrote")
	o.login.flags(f)
	f.StringVar(&o.level, "from-compatibility", "BACKWARD", "level that the other registry was started with, which is not in its topic")
	f.StringVar(&o.keysTopic, "from-keys-topic", "_dek_registry_keys", "topic of the other registry's encryption keys, which need not be there; empty for none")
	f.BoolVar(&o.keepModes, "keep-modes", false, "leave the modes of the server out")
}

// topicFlags are the flags that only a topic uses.
var topicFlags = []string{"from-sasl", "from-tls", "from-compatibility", "from-keys-topic"}

// validate refuses flags that contradict each other, and those that the source does not use.
func (o *originOptions) validate(f *pflag.FlagSet) error {
	if err := o.checkDomain(); err != nil {
		return err
	}
	switch {
	case o.from == "":
		return &usage{errors.New("--from is missing"), "say --from http://registry:8081, --from kafka://broker:9092/_schemas, or --from FOLDER"}
	case o.overHTTP():
		return unused(f, "with the address of a registry", topicFlags...)
	case o.overKafka():
		return unused(f, "with a topic", "from-token-file")
	}
	return unused(f, "with a folder", append(topicFlags, loginOptionFlags...)...)
}

// overHTTP reports whether --from is the address of a registry, overKafka whether it is a topic.
func (o *originOptions) overHTTP() bool {
	return strings.HasPrefix(o.from, "http://") || strings.HasPrefix(o.from, "https://")
}

func (o *originOptions) overKafka() bool { return strings.HasPrefix(o.from, kafkaScheme) }

// target connects to the server, in no domain of its own.
func (o *originOptions) target(t *terminal) (migrate.Registry, error) {
	return o.movedOptions.registry(t)
}

// registry is the server that flags, environment and profile name, for what moves its contents.
func (o *connectOptions) registry(t *terminal) (migrate.Registry, error) {
	c, err := o.config(t)
	if err != nil {
		return migrate.Registry{}, err
	}
	c.Domain = defaultDomain
	return connectRegistry(c, "see --server, --user and --token-file")
}

// connectRegistry connects to a registry; help says what to look at when that cannot be.
func connectRegistry(c concord.Config, help string) (migrate.Registry, error) {
	client, err := concord.New(c)
	if err != nil {
		return migrate.Registry{}, &usage{err, help}
	}
	return migrate.NewRegistry(client), nil
}

// origin returns the source. The caller calls close when it needs the source no more.
func (o *originOptions) origin(t *terminal) (source migrate.Source, close func(), err error) {
	switch {
	case o.overHTTP():
		source, err = o.other(t)
	case o.overKafka():
		topic, err := o.topic(t)
		if err != nil {
			return nil, nil, err
		}
		return described{topic, o.from}, topic.Close, nil
	default:
		return migrate.Folder(o.from), func() {}, nil
	}
	return source, func() {}, err
}

// other is the other registry.
func (o *originOptions) other(t *terminal) (migrate.Source, error) {
	if u, err := url.Parse(o.from); err != nil || u.Host == "" {
		return nil, &usage{fmt.Errorf("%q is not the address of a registry", masked(o.from)), "write it as http://host:8081"}
	}
	c := concord.Config{
		URLs:      []string{strings.TrimRight(o.from, "/")},
		UserAgent: userAgent(),
		Timeout:   cmp.Or(o.timeout, defaultTimeout),
	}
	var err error
	if c.User, c.Password, c.Token, err = o.login.credentials(t); err != nil {
		return nil, err
	}
	if c.TLS, err = o.login.tls(); err != nil {
		return nil, err
	}
	client, err := connectRegistry(c, "see --from, --from-user and --from-token-file")
	if err != nil {
		return nil, err
	}
	return described{client, o.from}, nil
}

// described is a source whose errors say which one it is.
type described struct {
	migrate.Source
	name string
}

func (d described) Read(ctx context.Context, what migrate.Selection) (*migrate.Snapshot, error) {
	s, err := d.Source.Read(ctx, what)
	if err == nil {
		return s, nil
	}
	if known := (*migrate.SourceError)(nil); !errors.As(err, &known) {
		err = remoteError(err)
	}
	return nil, fmt.Errorf("reading %s: %w", masked(d.name), err)
}

// compareWith reads the target and compares the source with it.
func (o *originOptions) compareWith(ctx context.Context, client migrate.Registry, source *migrate.Snapshot) (*migrate.Snapshot, []migrate.Difference, error) {
	what := o.selection()
	what.Also = source.Mentioned()
	target, err := client.Read(ctx, what)
	if err != nil {
		return nil, nil, remoteError(err)
	}
	return target, migrate.Compare(source, target, o.keepModes), nil
}
