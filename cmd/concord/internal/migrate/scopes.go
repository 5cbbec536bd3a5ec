package migrate

import (
	"context"
	"fmt"
	"net/url"
	"strings"

	"github.com/concord-registry/concord/clients/go/confluent"
)

// configured lists the scopes that have settings or a mode of their own, also subjects that have no versions. A registry
// other than Concord answers with an error of kind NotFound.
func (r Registry) configured(ctx context.Context) (scopes []confluent.Scope, err error) {
	for settings, err := range r.native.ListSettings(ctx) {
		if err != nil {
			return nil, err
		}
		scope, err := scopeOf(settings.Name)
		if err != nil {
			return nil, err
		}
		scopes = append(scopes, scope)
	}
	return scopes, nil
}

// scopeOf is the scope that settings are for, by their resource name: settings, domains/D/settings or
// domains/D/subjects/S/settings, where D and S are percent-encoded.
func scopeOf(name string) (confluent.Scope, error) {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		var err error
		if parts[i], err = url.PathUnescape(part); err != nil {
			return "", fmt.Errorf("%q names no settings: %w", name, err)
		}
	}
	switch {
	case name == "settings":
		return confluent.Everywhere, nil
	case len(parts) == 3 && parts[0] == "domains":
		return confluent.ContextScope(contextOf(parts[1])), nil
	case len(parts) == 5 && parts[0] == "domains":
		return confluent.SubjectScope(contextOf(parts[1]), parts[3]), nil
	}
	return "", fmt.Errorf("%q names no settings", name)
}

// contextOf is the context of a domain. The names that mean something of their own as a domain stand for the contexts
// that are spelled like them with a dot before.
func contextOf(domain string) string {
	switch domain {
	case "default":
		return ""
	case ".default", ".-":
		return domain[1:]
	}
	return domain
}
