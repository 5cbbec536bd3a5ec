package main

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/pflag"
)

// defaultServer is asked when nobody names another.
const defaultServer = "http://127.0.0.1:8081"

// defaultTimeout bounds one attempt where nobody says otherwise.
const defaultTimeout = 30 * time.Second

// defaultDomain is the domain of what names none.
const defaultDomain = "default"

// connectOptions are the flags that say which server a command talks to, and as whom.
type connectOptions struct {
	servers []string
	profile string
	domain  string
	login   loginFlags
	files   tlsFiles
	timeout time.Duration
	verbose bool
}

// flags adds all flags but --domain.
func (o *connectOptions) flags(f *pflag.FlagSet) {
	f.StringArrayVar(&o.servers, "server", nil, "address of the registry; may be repeated (default $CONCORD_URL, $SCHEMA_REGISTRY_URL, the profile's, "+defaultServer+")")
	f.StringVar(&o.profile, "profile", "", "profile of $XDG_CONFIG_HOME/concord/config.yaml (default $CONCORD_PROFILE)")
	o.login.flags(f)
	o.files.flags(f, "", "the registry")
	f.DurationVar(&o.timeout, "timeout", 0, "how long one attempt may take (default the profile's, 30s)")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "say which requests are sent, and how they are answered")
}

// domainFlag adds --domain.
func (o *connectOptions) domainFlag(f *pflag.FlagSet) {
	f.StringVarP(&o.domain, "domain", "d", "", "domain (default $CONCORD_DOMAIN, the profile's, "+defaultDomain+")")
}

// connection is what flags, environment and profile come to.
type connection struct {
	urls    []string
	domain  string
	login   login
	tls     *tls.Config
	timeout time.Duration
}

// connection resolves the flags: they win over CONCORD_*, that over SCHEMA_REGISTRY_*, and that over the profile.
func (o *connectOptions) connection(t *terminal) (connection, error) {
	p, err := o.namedProfile(t)
	if err != nil {
		return connection{}, err
	}
	c := connection{
		domain:  first(o.domain, t.getenv("CONCORD_DOMAIN"), p.Domain, defaultDomain),
		timeout: cmp.Or(o.timeout, p.Timeout, defaultTimeout),
	}
	if c.urls, err = o.urls(t, p); err != nil {
		return c, err
	}
	if c.login, err = o.login.resolve(t, p); err != nil {
		return c, err
	}
	files := tlsFiles{
		first(o.files.ca, t.getenv("CONCORD_CA_FILE"), p.CAFile),
		first(o.files.certificate, t.getenv("CONCORD_CERT_FILE"), p.CertFile),
		first(o.files.key, t.getenv("CONCORD_KEY_FILE"), p.KeyFile),
	}
	if c.tls, err = files.config(""); err != nil {
		return c, &usage{err, "see --ca-file, --cert-file and --key-file"}
	}
	return c, nil
}

// urls are the addresses to ask, in order. The environment lists them with commas between.
func (o *connectOptions) urls(t *terminal, p profile) ([]string, error) {
	urls := o.servers
	for _, variable := range []string{"CONCORD_URL", "SCHEMA_REGISTRY_URL"} {
		if value := t.getenv(variable); len(urls) == 0 && value != "" {
			urls = strings.Split(value, ",")
		}
	}
	if len(urls) == 0 {
		urls = p.Server
	}
	if len(urls) == 0 {
		urls = []string{defaultServer}
	}
	for i, address := range urls {
		var err error
		if urls[i], err = serverAddress(address); err != nil {
			return nil, err
		}
	}
	return urls, nil
}

// serverAddress is the address of a server without a slash at its end.
func serverAddress(address string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	switch {
	case err != nil || u.Host == "" || strings.Contains(u.Host, ","):
		return "", &usage{fmt.Errorf("%q is not the address of a server", masked(address)), "write it as http://host:8081, and repeat --server for others"}
	case u.User != nil:
		return "", &usage{errors.New("the address of the server holds a user"), "say --user and --password-file, or set $CONCORD_USER and $CONCORD_PASSWORD"}
	}
	return strings.TrimRight(u.String(), "/"), nil
}
