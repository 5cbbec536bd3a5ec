package rpc

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// domain is the domain of a public name.
func domain(name string) (store.DomainName, error) {
	d := store.PublicDomain(name)
	invalid := fault.NameInvalid.With("field", "domain").With("domain", string(d))
	switch {
	case name == "":
		return d, fault.NameInvalid.With("field", "domain").Because("it is missing; the default domain is called %s", store.PublicDefault)
	case name == store.PublicAny:
		return d, invalid.Because("%s means every domain, and here one is wanted", store.PublicAny)
	case d == store.Everywhere || strings.Contains(name, ":") || strings.ContainsFunc(name, unicode.IsControl) || !utf8.ValidString(name):
		return d, invalid.Because("%q is no name of a domain", shortened(name))
	case d.Public() != name:
		return d, invalid.Because("the domain of context %s is called %s", shortened(d.Context()), shortened(d.Public()))
	}
	return d, nil
}

// domains are those of a public name that may also mean every domain; any is set where it does.
func domains(name string) (d store.DomainName, any bool, err error) {
	if name == store.PublicAny {
		return "", true, nil
	}
	d, err = domain(name)
	return d, false, err
}

// subject is a subject by its two names. They stand apart: a name that the Confluent API would read as one of another
// domain is refused, and so is an empty one.
func subject(domainName, name string) (store.Subject, error) {
	d, err := domain(domainName)
	s := store.Subject{Domain: d, Name: name}
	switch {
	case err != nil:
		return s, err
	case name == "":
		return s, fault.NameInvalid.With("field", "subject").Because("it is missing")
	case store.ParseSubject(name, d) != s:
		return s, fault.NameInvalid.About(s).With("field", "subject").Because("it is qualified with a domain, which belongs into the field domain")
	}
	return s, nil
}

// maxSubject bounds the names of new subjects, in bytes.
const maxSubject = 255

// newSubject refuses a name that a subject may not be given. One that has it from elsewhere keeps it.
func newSubject(v *store.View, s store.Subject) error {
	if v.Subject(s) != nil {
		return nil
	}
	invalid := fault.NameInvalid.About(s).With("field", "subject")
	switch {
	case len(s.Name) > maxSubject:
		return invalid.Because("a name has at most %d bytes", maxSubject)
	case s.Name == "." || s.Name == "..":
		return invalid.Because("%s is a step in a path, and many programs cannot fetch it", s.Name)
	case !utf8.ValidString(s.Name) || !norm.NFC.IsNormalString(s.Name):
		return invalid.Because("a name is UTF-8 in the normal form NFC")
	case strings.ContainsFunc(s.Name, hidden):
		return invalid.Because("a name holds no characters that do not show")
	}
	return nil
}

// hidden are control characters and those that turn the direction of text.
func hidden(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}

// scope is what a request means that may name a subject, a whole domain, or neither for the registry as a whole.
func scope(domainName, name string) (store.Subject, error) {
	switch {
	case domainName == "" && name == "":
		return store.Subject{Domain: store.Everywhere}, nil
	case name == "":
		d, err := domain(domainName)
		return store.Subject{Domain: d}, err
	}
	return subject(domainName, name)
}

// latest is the word for the live version with the highest number.
const latest = "latest"

// selector is a version as requests write it.
func selector(field, version string) (registry.Selector, error) {
	if version == latest {
		return registry.Latest, nil
	}
	n, err := strconv.ParseInt(version, 10, 32)
	if err != nil || n < 1 || version[0] == '+' {
		return registry.Selector{}, fault.VersionInvalid.With("version", shortened(version)).With("field", field).
			Because("a version is a number from 1, or %s", latest)
	}
	return registry.Selector{Number: int(n)}, nil
}

// The names of resources, besides those that package store makes.

func settingsName(s store.Subject) string {
	if s.Domain == store.Everywhere {
		return "settings"
	}
	return s.Resource() + "/settings"
}

func schemaName(guid string) string { return "schemas/" + guid }

func entryName(seq uint64) string {
	if seq == 0 {
		return ""
	}
	return "log/entries/" + strconv.FormatUint(seq, 10)
}

func compatibilityRuleName(code string) string { return "compatibility/rules/" + code }

func policyRuleName(id string) string { return "policy/rules/" + url.PathEscape(id) }

// decisionName is the name of what the policies said about a version that was registered at a position.
func decisionName(seq uint64, version string) string {
	sum := sha256.Sum256([]byte(version))
	return "decisions/" + strconv.FormatUint(seq, 10) + "-" + hex.EncodeToString(sum[:4])
}
