package confluent

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
)

// Mode is the mode of exactly a scope: READWRITE, READONLY, READONLY_OVERRIDE, IMPORT or FORWARD. The error is of kind
// NotFound when none is set; the default context and [Everywhere] are READWRITE then.
func (c *Client) Mode(ctx context.Context, scope Scope) (string, error) {
	var answer struct{ Mode string }
	err := c.get(ctx, scope.path("/mode"), nil, &answer)
	return answer.Mode, err
}

// SetMode sets the mode of a scope. IMPORT is entered over live subjects too, and no soft-deleted version is removed.
func (c *Client) SetMode(ctx context.Context, scope Scope, mode string) error {
	query := url.Values{"force": {"true"}}
	return c.write(ctx, http.MethodPut, scope.path("/mode"), query, map[string]string{"mode": mode}, nil)
}

// UnsetMode removes the mode of a scope. The error is of kind NotFound when none is set.
func (c *Client) UnsetMode(ctx context.Context, scope Scope) error {
	return c.write(ctx, http.MethodDelete, scope.path("/mode"), nil, nil, nil)
}

// StoredConfig is all that is configured for a scope, with the names of the API's update request, also those that this
// package does not know; null in an update clears a setting, and one that is left out stays.
type StoredConfig map[string]json.RawMessage

// StoredConfig is what is configured for exactly a scope. The error is of kind NotFound when nothing is; the default
// context and [Everywhere] have the registry's level then.
func (c *Client) StoredConfig(ctx context.Context, scope Scope) (StoredConfig, error) {
	var answer StoredConfig
	err := c.get(ctx, scope.path("/config"), nil, &answer)
	if level, ok := answer["compatibilityLevel"]; ok {
		delete(answer, "compatibilityLevel")
		answer["compatibility"] = level
	}
	return answer, err
}

// StoreConfig changes what is configured for a scope.
func (c *Client) StoreConfig(ctx context.Context, scope Scope, change StoredConfig) error {
	return c.write(ctx, http.MethodPut, scope.path("/config"), nil, change, nil)
}
