package store

import (
	"net/url"
	"strconv"
	"strings"
)

// The public name of the default domain, and the word for every domain where a path wants one.
const (
	PublicDefault = "default"
	PublicAny     = "-"
)

// Public is the domain's name outside of the Confluent dialect: `default` for the default domain, `billing` for the
// context `.billing`. A context whose name would mean something else without its dot keeps it: `.default` is the domain
// of the context `.default`. No two domains share a public name.
func (d DomainName) Public() string {
	switch {
	case d == DefaultDomain:
		return PublicDefault
	case d == PublicDefault, d == PublicAny, strings.HasPrefix(string(d), "."):
		return "." + string(d)
	}
	return string(d)
}

// PublicDomain is the domain of a public name. It is the inverse of [DomainName.Public].
func PublicDomain(name string) DomainName {
	if name == PublicDefault {
		return DefaultDomain
	}
	return DomainName(strings.TrimPrefix(name, "."))
}

// Resource is the name of what a scope stands for, as the native API spells it: `registry`, `domains/billing`,
// `domains/billing/subjects/orders-value`. Segments are percent-encoded.
func (s Subject) Resource() string {
	switch {
	case s.Domain == Everywhere:
		return "registry"
	case s.Name == "":
		return "domains/" + url.PathEscape(s.Domain.Public())
	}
	return "domains/" + url.PathEscape(s.Domain.Public()) + "/subjects/" + url.PathEscape(s.Name)
}

// VersionResource is the name of a version of the subject.
func (s Subject) VersionResource(number int) string {
	return s.Resource() + "/versions/" + strconv.Itoa(number)
}
