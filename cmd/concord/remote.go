package main

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/spf13/pflag"

	now "github.com/concord-registry/concord/clients/go"
	concord "github.com/concord-registry/concord/clients/old"
	"github.com/concord-registry/concord/cmd/concord/internal/migrate"
)

// remoteOptions say which server a command talks to.
type remoteOptions struct {
	server, domain, token, user string
	timeout                     time.Duration
}

func (o *remoteOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.server, "server", "", "address of the registry (default $CONCORD_URL, then $SCHEMA_REGISTRY_URL, then http://127.0.0.1:8081)")
	f.StringVarP(&o.domain, "domain", "d", "", "domain of the subject (default the default domain)")
	f.StringVar(&o.token, "token", "", "bearer token (default $CONCORD_TOKEN)")
	f.StringVar(&o.user, "user", "", "user:password (default $CONCORD_USER, then $SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO)")
	f.DurationVar(&o.timeout, "timeout", 30*time.Second, "how long one attempt may take")
}

// client connects to the server that flags and environment name.
func (o *remoteOptions) client(t *terminal) (*concord.Client, error) {
	c, err := o.config(t)
	if err != nil {
		return nil, err
	}
	client, err := concord.New(c)
	if err != nil {
		return nil, &usage{err, "see --server, --user and --token"}
	}
	return client, nil
}

// registry is the same server for what moves its contents.
func (o *remoteOptions) registry(t *terminal) (migrate.Registry, error) {
	c, err := o.config(t)
	if err != nil {
		return migrate.Registry{}, err
	}
	client, err := connectRegistry(c)
	if err != nil {
		return migrate.Registry{}, &usage{err, "see --server, --user and --token"}
	}
	return client, nil
}

func connectRegistry(c concord.Config) (migrate.Registry, error) {
	client, err := now.New(now.Config{
		URLs: c.URLs, User: c.User, Password: c.Password, Token: c.Token, TLS: c.TLS, UserAgent: c.UserAgent,
		Timeout: c.Timeout, Retries: c.Retries,
	})
	if err != nil {
		return migrate.Registry{}, err
	}
	return migrate.NewRegistry(client), nil
}

func (o *remoteOptions) config(t *terminal) (concord.Config, error) {
	c := concord.Config{
		URLs:      strings.Split(first(o.server, t.getenv("CONCORD_URL"), t.getenv("SCHEMA_REGISTRY_URL"), "http://127.0.0.1:8081"), ","),
		Domain:    o.domain,
		Token:     first(o.token, t.getenv("CONCORD_TOKEN")),
		UserAgent: "concord-cli/" + buildVersion(),
		Timeout:   o.timeout,
		Retries:   1,
	}
	credentials := first(o.user, t.getenv("CONCORD_USER"), t.getenv("SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO"))
	if credentials != "" && c.Token == "" {
		c.User, c.Password, _ = strings.Cut(credentials, ":")
	}
	for i, address := range c.URLs {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			return c, &usage{fmt.Errorf("%q is not the address of a server", address), "write it as http://host:8081"}
		}
		c.URLs[i] = strings.TrimRight(u.String(), "/")
	}
	return c, nil
}

func first(texts ...string) string {
	for _, t := range texts {
		if t != "" {
			return t
		}
	}
	return ""
}

// domainName is what people call a domain.
func domainName(domain string) string {
	if domain == "" {
		return "the default domain"
	}
	return "domain " + domain
}

// readable reports whether a name is that of a file.
func readable(name string) bool {
	info, err := os.Stat(name)
	return err == nil && !info.IsDir()
}
