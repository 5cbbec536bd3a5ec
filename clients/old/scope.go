package concord

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Scope is what a mode or settings stand for, as the Confluent API spells it: a subject, qualified with its domain; a
// whole domain as `:.domain:`; the default domain, empty; or [Everywhere].
type Scope string

// Everywhere is the scope below all domains.
const Everywhere Scope = ":.__GLOBAL:"

// DomainScope is the scope of a whole domain.
func DomainScope(domain string) Scope { return Scope(qualify(domain, "")) }

// SubjectScope is the scope of a subject.
func SubjectScope(domain, subject string) Scope { return Scope(qualify(domain, subject)) }

// Domain is the domain that a scope is or belongs to.
func (s Scope) Domain() string {
	domain, _ := unqualify(string(s))
	return domain
}

// Subject is the subject of a scope without its domain; empty for a whole domain.
func (s Scope) Subject() string {
	_, subject := unqualify(string(s))
	return subject
}

func (s Scope) path(of string) string {
	if s == "" {
		return of
	}
	return of + "/" + url.PathEscape(string(s))
}

// Mode is the mode of exactly a scope: READWRITE, READONLY, READONLY_OVERRIDE, IMPORT or FORWARD. The error is of kind
// NotFound when none is set; the default domain and [Everywhere] are READWRITE then.
func (c *Client) Mode(ctx context.Context, scope Scope) (string, error) {
	var answer struct{ Mode string }
	err := c.call(ctx, request{http.MethodGet, scope.path("/mode"), nil, nil}, &answer)
	return answer.Mode, err
}

// SetMode sets the mode of a scope. IMPORT is entered over live subjects too, and no soft-deleted version is removed.
func (c *Client) SetMode(ctx context.Context, scope Scope, mode string) error {
	query := url.Values{"force": {"true"}}
	return c.call(ctx, request{http.MethodPut, scope.path("/mode"), query, map[string]string{"mode": mode}}, nil)
}

// UnsetMode removes the mode of a scope. The error is of kind NotFound when none is set.
func (c *Client) UnsetMode(ctx context.Context, scope Scope) error {
	return c.call(ctx, request{http.MethodDelete, scope.path("/mode"), nil, nil}, nil)
}

// StoredConfig is all that is configured for a scope, with the names of the Confluent API's update request; null in an
// update clears a setting, and one that is left out stays.
type StoredConfig map[string]json.RawMessage

// StoredConfig is what is configured for exactly a scope, over the Confluent API. The error is of kind NotFound when
// nothing is; the default domain and [Everywhere] have the server's level then.
func (c *Client) StoredConfig(ctx context.Context, scope Scope) (StoredConfig, error) {
	var answer StoredConfig
	err := c.call(ctx, request{http.MethodGet, scope.path("/config"), nil, nil}, &answer)
	if level, ok := answer["compatibilityLevel"]; ok {
		delete(answer, "compatibilityLevel")
		answer["compatibility"] = level
	}
	return answer, err
}

// StoreConfig changes what is configured for a scope, over the Confluent API.
func (c *Client) StoreConfig(ctx context.Context, scope Scope, change StoredConfig) error {
	defer c.caches.doubt()
	return c.call(ctx, request{http.MethodPut, scope.path("/config"), nil, change}, nil)
}
