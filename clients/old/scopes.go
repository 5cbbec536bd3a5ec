package concord

import (
	"context"
	"iter"
	"net/url"
)

// Scopes walks the scopes that have settings or a mode of their own, also subjects that have no versions. It stops after
// an error, which is of kind NotFound for registries other than Concord.
func (c *Client) Scopes(ctx context.Context) iter.Seq2[Scope, error] {
	return func(yield func(Scope, error) bool) {
		query := url.Values{}
		for {
			var page struct {
				Scopes []wireScope
				Next   string `json:"nextPageToken"`
			}
			if err := c.read(ctx, "/api/v1/scopes", query, &page); err != nil {
				yield("", err)
				return
			}
			for _, s := range page.Scopes {
				if !yield(s.scope(), nil) {
					return
				}
			}
			if page.Next == "" {
				return
			}
			query.Set("pageToken", page.Next)
		}
	}
}

// wireScope is a scope on the native API.
type wireScope struct {
	Domain, Subject string
	Everywhere      bool
}

func (s wireScope) scope() Scope {
	if s.Everywhere {
		return Everywhere
	}
	return SubjectScope(s.Domain, s.Subject)
}
