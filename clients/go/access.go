package concord

import (
	"context"
	"iter"
)

// AccessClient asks who may do what.
type AccessClient struct{ client *Client }

// WhoAmI says who the server takes the caller for.
func (a *AccessClient) WhoAmI(ctx context.Context) (Caller, error) {
	var answer struct{ Caller Caller }
	err := a.client.get(ctx, "/api/v1/access/self", nil, &answer)
	return answer.Caller, err
}

// Actions lists the actions that permissions are given for. Filter has the keys `action` and `writes`.
func (a *AccessClient) Actions(ctx context.Context, options ...ListOptions) iter.Seq2[Action, error] {
	return pages[Action](ctx, a.client, "/api/v1/access/actions", "actions", options)
}

// Caller is who asks.
type Caller struct {
	// ID is the name, `user:ada` or `service:billing-deploy`; empty when nobody had to say.
	ID string `json:"id"`
	// Via is how the identity was proved, TOKEN for example; empty when nothing was proved, SYSTEM for the server itself.
	Via    string   `json:"via"`
	Groups []string `json:"groups"`
}

// Action is what can be done, and be allowed.
type Action struct {
	// Action is the word, `version.register` for example. Description completes "whoever may do this …".
	Action      string `json:"action"`
	Description string `json:"description"`
	// Writes tells that it changes the registry.
	Writes bool `json:"writes"`
	// Methods are those of the API that it is for.
	Methods []string `json:"methods"`
}
