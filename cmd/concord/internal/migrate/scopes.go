package migrate

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// elsewhere reports whether an answer to a question of the native API is that of another registry than Concord, or of what
// is before one: it is no failure of the server, and gives no reason as Concord does.
func elsewhere(err error) bool {
	var e *concord.Error
	if !errors.As(err, &e) || e.Status >= http.StatusInternalServerError {
		return false
	}
	switch e.Kind {
	case concord.Unavailable, concord.Exhausted:
		return false
	}
	return e.Reason == "" || e.Kind == concord.NotFound
}

// configured lists the scopes that have settings or a mode of their own, also subjects that have no versions. The error of
// a registry other than Concord is [elsewhere].
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

// defaultDomain is the default context as a domain.
const defaultDomain = "default"

// contextOf is the context, without its dot, that a domain is. A context whose name means something else as a domain keeps
// its dot there: the domain `.default` is the context `.default`.
func contextOf(domain string) string {
	if domain == defaultDomain {
		return ""
	}
	return strings.TrimPrefix(domain, ".")
}
