package confluent

import (
	"net/url"
	"strings"
)

// Scope is a name as the API spells it: a subject, qualified with its context; a whole context as `:.context:`; the
// default context, empty; or [Everywhere].
type Scope string

// Everywhere is the scope below all contexts.
const Everywhere Scope = ":.__GLOBAL:"

// ContextScope is the scope of a whole context, named without its dot; empty for the default context.
func ContextScope(context string) Scope { return SubjectScope(context, "") }

// SubjectScope is the scope of a subject of a context, named without its dot; empty for the default context.
func SubjectScope(context, subject string) Scope {
	if context == "" {
		return Scope(subject)
	}
	return Scope(":." + context + ":" + subject)
}

// Context is the context that a scope is or belongs to, without its dot; empty for the default context.
func (s Scope) Context() string {
	context, _ := s.split()
	return context
}

// Subject is the subject of a scope without its context; empty for a whole context.
func (s Scope) Subject() string {
	_, subject := s.split()
	return subject
}

// Plain spells the scope in the one way that [SubjectScope] does: `:.:s` becomes `s`.
func (s Scope) Plain() Scope { return SubjectScope(s.split()) }

func (s Scope) split() (context, subject string) {
	if rest, ok := strings.CutPrefix(string(s), ":."); ok {
		if context, subject, ok := strings.Cut(rest, ":"); ok {
			return context, subject
		}
	}
	return "", string(s)
}

// path is a path that ends with the scope, or without it for the default context.
func (s Scope) path(of string) string {
	if s == "" {
		return of
	}
	return of + "/" + url.PathEscape(string(s))
}
