package store

import (
	"strings"

	"github.com/concord-registry/concord/server/fault"
)

// Domain owns subjects. On the Confluent API a domain is a context: `billing` is the context `.billing`. The empty
// Domain is the default domain, the default context.
type DomainName string

const (
	// DefaultDomain is the domain of subjects that name none.
	DefaultDomain DomainName = ""
	// Everywhere is no domain: its config and mode apply where neither subject nor domain has any (contract §3.9).
	Everywhere DomainName = "__GLOBAL"
)

// Context is the domain's name on the Confluent API: `.`, `.billing`.
func (d DomainName) Context() string { return "." + string(d) }

// DomainOf is the domain of a context, whose leading dot may be missing.
func DomainOf(context string) DomainName { return DomainName(strings.TrimPrefix(context, ".")) }

// Subject names an ordered list of versions inside a domain. One with an empty Name stands for the whole domain where a
// config or a mode is meant.
type Subject struct {
	Domain DomainName
	Name   string
}

// ParseSubject reads a name as the API writes it: `name` belongs to domain in, `:.billing:name` to billing. `:.billing`
// without a second colon means the whole domain, as `:.billing:` does.
func ParseSubject(s string, in DomainName) Subject {
	if rest, ok := strings.CutPrefix(s, ":."); ok {
		context, name, _ := strings.Cut(rest, ":")
		return Subject{DomainName(context), name}
	}
	return Subject{in, s}
}

// String is the qualified name; a subject of the default domain prints without one.
func (s Subject) String() string {
	if s.Domain == DefaultDomain {
		return s.Name
	}
	return ":" + s.Domain.Context() + ":" + s.Name
}

// Facts are the subject's names, for errors about it.
func (s Subject) Facts() fault.Facts {
	return fault.Facts{"domain": string(s.Domain), "subject": s.Name}
}

// Registry is the scope of what belongs to no domain.
var Registry = Subject{Domain: Everywhere}

// Whole is the scope of the subject's domain.
func (s Subject) Whole() Subject { return Subject{Domain: s.Domain} }
