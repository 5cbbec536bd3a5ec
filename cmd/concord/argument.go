package main

import (
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	concord "github.com/concord-registry/concord/clients/go"
)

// latest is the word for the latest live version.
const latest = "latest"

// target is what an argument names: a domain, a subject of it, or a version of that. Empty means not said.
type target struct{ domain, subject, version string }

// targetHint is the hint for arguments that name nothing.
const targetHint = "write SUBJECT, SUBJECT@VERSION, domains/DOMAIN/subjects/SUBJECT/versions/VERSION, or :.DOMAIN:SUBJECT"

// parseTarget reads SUBJECT, SUBJECT@VERSION, the same with `:.context:` before it as on the Confluent API, or a resource
// name. A subject whose name has an @ is written with its version, or as a resource name.
func parseTarget(text string) (target, error) {
	if rest, ok := strings.CutPrefix(text, "domains/"); ok {
		return parseName(text, rest)
	}
	var found target
	if rest, ok := strings.CutPrefix(text, ":."); ok {
		context, subject, whole := strings.Cut(rest, ":")
		if !whole {
			return found, &usage{fmt.Errorf("%q has no colon behind the context", text), targetHint}
		}
		found.domain, text = domainOf("."+context), subject
	}
	at := strings.LastIndexByte(text, '@')
	if at < 0 {
		found.subject = text
		return found, nil
	}
	var err error
	found.subject = text[:at]
	found.version, err = parseVersion(text[at+1:])
	return found, err
}

// domainOf is the domain that a context of the Confluent API is.
func domainOf(context string) string {
	switch context {
	case ".":
		return defaultDomain
	case "." + defaultDomain, ".-":
		return context
	}
	return strings.TrimPrefix(context, ".")
}

// parseName reads a resource name behind `domains/`.
func parseName(whole, rest string) (found target, err error) {
	wrong := &usage{fmt.Errorf("%q is not the name of a domain, a subject or a version", whole), targetHint}
	parts := strings.Split(rest, "/")
	for i, part := range parts {
		if parts[i], err = url.PathUnescape(part); err != nil || part == "" {
			return found, wrong
		}
	}
	found.domain = parts[0]
	switch {
	case len(parts) == 1:
	case len(parts) == 3 && parts[1] == "subjects":
		found.subject = parts[2]
	case len(parts) == 5 && parts[1] == "subjects" && parts[3] == "versions":
		found.subject = parts[2]
		found.version, err = parseVersion(parts[4])
	default:
		return found, wrong
	}
	return found, err
}

// parseVersion reads a number, with or without a v before it, or latest.
func parseVersion(text string) (string, error) {
	if text == latest {
		return latest, nil
	}
	n, err := strconv.ParseInt(strings.TrimPrefix(text, "v"), 10, 32)
	if err != nil || n < 1 {
		return "", &usage{fmt.Errorf("%q is not a version", text), "versions are numbers from 1, or latest"}
	}
	return strconv.FormatInt(n, 10), nil
}

// in puts a target that names no domain into one; said tells that a flag names it, which must not contradict.
func (x target) in(domain string, said bool) (target, error) {
	switch {
	case x.domain == "":
		x.domain = domain
	case said && x.domain != domain:
		return x, &usage{fmt.Errorf("the argument is of domain %s, and --domain says %s", x.domain, domain), "leave --domain out"}
	}
	return x, nil
}

// aSubject demands a target that is a subject and no version.
func (x target) aSubject() (target, error) {
	switch {
	case x.subject == "":
		return x, &usage{errors.New("the argument names no subject"), targetHint}
	case x.version != "":
		return x, &usage{fmt.Errorf("the argument names version %s, and this is about the subject", x.version), "leave the version out"}
	}
	return x, nil
}

// aVersion demands a target that is a subject or a version of one, the latest where it says none.
func (x target) aVersion() (target, error) {
	if x.subject == "" {
		return x, &usage{errors.New("the argument names no subject"), targetHint}
	}
	x.version = first(x.version, latest)
	return x, nil
}

// domainName is what people call a domain.
func domainName(domain string) string {
	if domain == "" || domain == defaultDomain {
		return "the default domain"
	}
	return "domain " + domain
}

// number is the version as the client takes it.
func (x target) number() int {
	if x.version == latest {
		return concord.Latest
	}
	n, _ := strconv.Atoi(x.version)
	return n
}

// name is the resource name.
func (x target) name() string {
	name := "domains/" + url.PathEscape(x.domain)
	if x.subject != "" {
		name += "/subjects/" + url.PathEscape(x.subject)
	}
	if x.version != "" {
		name += "/versions/" + x.version
	}
	return name
}
