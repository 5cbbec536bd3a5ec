package registry

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/concord-registry/concord/server/store"
)

// MaxSubject bounds the bytes of a qualified name: storage keeps it in its keys.
const MaxSubject = 4096

// CheckSubject refuses names under which nothing may be registered (contract §3.9). The nameless subject of the default
// domain and names that look like a search over all domains are refused as well (contract §0a.3).
func CheckSubject(s store.Subject) error {
	if s.Domain == store.Everywhere || s == (store.Subject{}) {
		return invalidSubject(s)
	}
	return checkScope(s)
}

// checkScope refuses names that cannot have a config or a mode.
func checkScope(s store.Subject) error {
	name := s.String()
	switch {
	case len(name) > MaxSubject, !utf8.ValidString(name), strings.ContainsFunc(name, unicode.IsControl),
		s.Name == "__GLOBAL", s.Name == "__EMPTY", strings.HasPrefix(s.Name, ":*:"):
		return invalidSubject(s)
	}
	return nil
}

// Resolved is the subject that requests for s are answered from: s itself unless its config names another (contract §3.9).
// Only the subject's own config counts, and only one step is taken. A whole domain has no alias, whatever its config says:
// it would lead every look-up by id in the domain astray.
func Resolved(v *store.View, s store.Subject) store.Subject {
	if s.Name == "" {
		return s
	}
	if c := v.Config(s); c != nil && c.Alias != "" {
		return store.ParseSubject(c.Alias, s.Domain)
	}
	return s
}
