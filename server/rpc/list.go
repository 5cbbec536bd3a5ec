package rpc

import (
	"cmp"
	"context"
	"slices"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// maxPage is how many subjects one page holds.
const maxPage = 1000

func (m *methods) ListDomains(ctx context.Context, r *concordv1.ListDomainsRequest) (*concordv1.ListDomainsResponse, error) {
	return read(ctx, m, Call{Method: "ListDomains"}, r.GetMinSeq(), func(seq uint64) (*concordv1.ListDomainsResponse, error) {
		response := &concordv1.ListDomainsResponse{Seq: seq}
		for _, d := range m.as(ctx).Domains() {
			response.Domains = append(response.Domains, string(d.Name))
		}
		return response, nil
	})
}

func (m *methods) ListSubjects(ctx context.Context, r *concordv1.ListSubjectsRequest) (*concordv1.ListSubjectsResponse, error) {
	call := Call{Method: "ListSubjects"}
	domain, err := scope(r.GetDomain(), "")
	if r.Domain != nil {
		call.Subject = &domain
	}
	return read(ctx, m, call, r.GetMinSeq(), func(seq uint64) (*concordv1.ListSubjectsResponse, error) {
		if err != nil {
			return nil, err
		}
		all, err := m.subjects(ctx, r)
		if err != nil {
			return nil, err
		}
		page, next, err := paged(all, int(r.GetPageSize()), r.GetPageToken())
		if err != nil {
			return nil, err
		}
		response := &concordv1.ListSubjectsResponse{NextPageToken: next, Seq: seq}
		for _, s := range page {
			response.Subjects = append(response.Subjects, encodeSubject(s))
		}
		return response, nil
	})
}

// subjects are all that r selects, in the order of qualified names.
func (m *methods) subjects(ctx context.Context, r *concordv1.ListSubjectsRequest) ([]store.Subject, error) {
	which, err := deletionWord(r.GetDeletion())
	if err != nil {
		return nil, err
	}
	if r.Domain == nil {
		return slices.Collect(m.as(ctx).Subjects(":*:"+r.GetPrefix(), which)), nil
	}
	return slices.Collect(m.as(ctx).Subjects(":"+store.DomainName(r.GetDomain()).Context()+":"+r.GetPrefix(), which)), nil
}

// paged is the page of at most size subjects after the one that token names, and the token of the next page.
func paged(all []store.Subject, size int, token string) (page []store.Subject, next string, err error) {
	if size < 0 || size > maxPage {
		return nil, "", fault.New(fault.Invalid, "page_size is between 0 and %d", maxPage)
	}
	if size == 0 {
		size = maxPage
	}
	if token != "" {
		at, found := slices.BinarySearchFunc(all, token, func(s store.Subject, token string) int { return cmp.Compare(s.String(), token) })
		if found {
			at++
		}
		all = all[at:]
	}
	if len(all) <= size {
		return all, "", nil
	}
	return all[:size], all[size-1].String(), nil
}

func (m *methods) ListVersions(ctx context.Context, r *concordv1.ListVersionsRequest) (*concordv1.ListVersionsResponse, error) {
	about, err := subject(r.GetDomain(), r.GetSubject())
	return read(ctx, m, on("ListVersions", about, false), r.GetMinSeq(), func(seq uint64) (*concordv1.ListVersionsResponse, error) {
		if err != nil {
			return nil, err
		}
		which, err := deletionWord(r.GetDeletion())
		if err != nil {
			return nil, err
		}
		versions, err := m.as(ctx).Versions(about, which)
		if err != nil {
			return nil, err
		}
		response := &concordv1.ListVersionsResponse{Seq: seq}
		for _, v := range versions {
			response.Versions = append(response.Versions, encodeVersion(v))
		}
		return response, nil
	})
}
