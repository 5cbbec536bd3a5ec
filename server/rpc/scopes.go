package rpc

import (
	"context"
	"strings"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) ListScopes(ctx context.Context, r *concordv1.ListScopesRequest) (*concordv1.ListScopesResponse, error) {
	return read(ctx, m, Call{Method: "ListScopes"}, r.GetMinSeq(), func(seq uint64) (*concordv1.ListScopesResponse, error) {
		page, next, err := scopePage(m.as(ctx).Scopes(), int(r.GetPageSize()), r.GetPageToken())
		if err != nil {
			return nil, err
		}
		response := &concordv1.ListScopesResponse{NextPageToken: next, Seq: seq}
		for _, s := range page {
			response.Scopes = append(response.Scopes, encodeScope(s))
		}
		return response, nil
	})
}

// scopeToken begins every page token, for the name of the default domain is empty.
const scopeToken = "="

// scopePage is the page of at most size scopes after the one that token names, and the token of the next page.
func scopePage(all []store.Subject, size int, token string) (page []store.Subject, next string, err error) {
	last, continued := strings.CutPrefix(token, scopeToken)
	switch {
	case size < 0 || size > maxPage:
		return nil, "", fault.New(fault.Invalid, "page_size is between 0 and %d", maxPage)
	case token != "" && !continued:
		return nil, "", fault.New(fault.Invalid, "page_token is none that this method gave; leave it out to begin")
	case size == 0:
		size = maxPage
	}
	for _, s := range all {
		switch {
		case continued && s.String() <= last:
		case len(page) == size:
			return page, scopeToken + page[size-1].String(), nil
		default:
			page = append(page, s)
		}
	}
	return page, "", nil
}

func encodeScope(s store.Subject) *concordv1.Scope {
	if s.Domain == store.Everywhere {
		return &concordv1.Scope{Everywhere: true}
	}
	return &concordv1.Scope{Domain: string(s.Domain), Subject: s.Name}
}
