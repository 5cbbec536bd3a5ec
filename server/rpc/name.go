package rpc

import (
	"strings"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// subject makes a subject of its two names. The native API keeps them apart: a name that the Confluent API would read as
// one of another domain is refused, and so is an empty one.
func subject(domain, name string) (store.Subject, error) {
	if name == "" {
		return store.Subject{}, &fault.Error{Kind: fault.Invalid, Reason: fault.NameInvalid, Message: "the subject has no name", Hint: "set subject"}
	}
	return scope(domain, name)
}

// scope is like [subject], but without a name it is the whole domain.
func scope(domain, name string) (store.Subject, error) {
	s := store.Subject{Domain: store.DomainName(domain), Name: name}
	switch {
	case strings.ContainsFunc(domain, notInDomain) || strings.HasPrefix(domain, "."):
		return s, &fault.Error{
			Kind:    fault.Invalid,
			Reason:  fault.NameInvalid,
			Message: "a domain's name holds neither colons nor control characters and begins with no dot",
			Hint:    "the context .billing of the Confluent API is the domain billing",
		}
	case s.Domain == store.Everywhere:
		return s, fault.NameInvalid.Says("%s is not the name of a domain", store.Everywhere)
	case store.ParseSubject(name, s.Domain) != s:
		return s, &fault.Error{
			Kind:    fault.Invalid,
			Reason:  fault.NameInvalid,
			Message: "the subject's name is qualified with a domain",
			Hint:    "put the domain into the field domain and the rest into subject",
		}
	}
	return s, nil
}

func notInDomain(r rune) bool { return r == ':' || r < ' ' || r == 0x7f }

// configScope is the scope that a config request names.
func configScope(domain, name string, everywhere bool) (store.Subject, error) {
	switch {
	case !everywhere:
		return scope(domain, name)
	case domain != "" || name != "":
		return store.Subject{}, fault.New(fault.Invalid, "everywhere is neither a domain nor a subject: leave both empty")
	}
	return store.Subject{Domain: store.Everywhere}, nil
}
