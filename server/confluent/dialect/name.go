package dialect

import (
	"strconv"
	"strings"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// ID is the id in the path.
func (c *Call) ID() (store.ID, error) {
	n, err := parseInt32(c.Path("id"))
	return store.ID(n), err
}

// Version is the version in the path: a number from 1, or -1 for `latest`.
func (c *Call) Version() (int, error) {
	given := strings.TrimSpace(c.Path("version"))
	if strings.EqualFold(given, "latest") {
		return -1, nil
	}
	n, err := strconv.ParseInt(given, 10, 32)
	if err != nil || n < -1 || n == 0 {
		return 0, fault.VersionInvalid.With("version", given)
	}
	return int(n), nil
}

// Qualify reads the name of a subject in the context of the path (contract §2.4); a qualified one keeps its own.
func (c *Call) Qualify(name string) store.Subject {
	if qualified(name) {
		return store.ParseSubject(name, store.DefaultDomain)
	}
	return store.Subject{Domain: c.domain, Name: name}
}

// qualified reports whether a name, or the prefix of one, says its context itself.
func qualified(name string) bool {
	return strings.HasPrefix(name, ":.") || strings.HasPrefix(name, ":*:")
}

// Scope is what a config or a mode is for: the subject of the path, or the whole domain when the path has none.
func (c *Call) Scope() store.Subject { return c.Qualify(c.Path("subject")) }

// Prefixes are the subject prefixes of the query in the context of the path, in the syntax of the API (contract §1.3); none
// when neither says any.
func (c *Call) Prefixes() []string {
	given := c.Texts("subjectPrefix")
	if c.domain == store.DefaultDomain {
		return given
	}
	if len(given) == 0 {
		given = []string{""}
	}
	for i, prefix := range given {
		if !qualified(prefix) {
			given[i] = store.Subject{Domain: c.domain}.String() + prefix
		}
	}
	return given
}

// Prefix is the first of the [Call.Prefixes], or absent when there is none.
func (c *Call) Prefix(absent string) string {
	if prefixes := c.Prefixes(); len(prefixes) > 0 {
		return prefixes[0]
	}
	return absent
}

// Within takes the context of the parameter `context` for subjects that name none, unless the path has one.
func (c *Call) Within() error {
	if c.domain != store.DefaultDomain {
		return nil
	}
	domain, err := ParseContext(c.Text("context"))
	c.domain = domain
	return err
}

// ParseContext reads a context as paths spell it: `.billing`, `billing`, `:.billing:`.
func ParseContext(context string) (store.DomainName, error) {
	name := strings.TrimSuffix(strings.TrimPrefix(context, ":"), ":")
	if strings.Contains(name, ":") {
		return "", badRequest("Context name '%s' cannot contain a colon", name)
	}
	return store.DomainOf(name), nil
}
