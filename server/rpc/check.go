package rpc

import (
	"context"
	"strconv"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) CheckVersion(ctx context.Context, r *concordv1.CheckVersionRequest) (*concordv1.CheckVersionResponse, error) {
	return read(ctx, m, "CheckVersion", func(ctx context.Context, c *call) (*concordv1.CheckVersionResponse, error) {
		req, err := c.registration(r)
		if err != nil {
			return nil, err
		}
		c.about = aliased(c.view, req.Subject)
		if len(r.GetAgainst()) > 0 {
			return c.compare(ctx, req, r.GetAgainst())
		}
		change := req.Change()
		change.Action = store.VersionCheck
		made, err := registry.Try[registry.Registration](ctx, c.Session, change)
		if v := refusalOf(err); v != nil {
			return &concordv1.CheckVersionResponse{Verdict: c.complete(v, c.about)}, nil
		}
		if err != nil {
			return nil, err
		}
		verdict := c.complete(encodeVerdict(made.Verdict, made.Decision), made.Version.Subject)
		response := &concordv1.CheckVersionResponse{Verdict: verdict, Version: encodePlanned(made.Version), Created: made.Created}
		if !made.Created {
			response.Version = encodeVersion(made.Version)
		}
		return response, nil
	})
}

// refusalOf is the verdict of a schema that compatibility or a policy refuses, or that is none; nil for another error.
func refusalOf(err error) *concordv1.Verdict {
	if err == nil {
		return nil
	}
	return verdictOf(err)
}

// compare checks against some versions alone, each in the direction of the level.
func (c *call) compare(ctx context.Context, req registry.RegisterRequest, against []string) (*concordv1.CheckVersionResponse, error) {
	var all *concordv1.Verdict
	for i, version := range against {
		which, err := selector("against["+strconv.Itoa(i)+"]", version)
		if err != nil {
			return nil, err
		}
		found, err := c.Session.Check(ctx, registry.CheckRequest{Subject: req.Subject, Draft: req.Draft, Against: &which})
		if v := refusalOf(err); v != nil {
			return &concordv1.CheckVersionResponse{Verdict: c.complete(v, c.about)}, nil
		}
		if err != nil {
			return nil, err
		}
		one := encodeVerdict(found, nil)
		if all == nil {
			all = one
			continue
		}
		all.Findings = append(all.Findings, one.Findings...)
		all.ComparedWith = append(all.ComparedWith, one.ComparedWith...)
	}
	all.Outcome = outcomeOf(all.Findings)
	return &concordv1.CheckVersionResponse{Verdict: all}, nil
}

func (m *methods) LookUpVersion(ctx context.Context, r *concordv1.LookUpVersionRequest) (*concordv1.LookUpVersionResponse, error) {
	return read(ctx, m, "LookUpVersion", func(_ context.Context, c *call) (*concordv1.LookUpVersionResponse, error) {
		s, err := subject(r.GetDomain(), r.GetSubject())
		if err != nil {
			return nil, err
		}
		if _, err := c.versionsOf(store.VersionLookUp, s, r.GetShowDeleted()); err != nil {
			return nil, err
		}
		d, err := draft(r.GetSchema(), s.Domain, r.GetNormalize())
		if err != nil {
			return nil, err
		}
		match, err := c.LookUp(registry.LookUpRequest{Subject: s, Draft: d, Deleted: r.GetShowDeleted()})
		if err != nil {
			return nil, err
		}
		// The registry looks for a subject of the default domain in the others too, as the Confluent API does.
		if match.Version.Subject != aliased(c.view, s) {
			return nil, fault.ContentNotFound.New()
		}
		return &concordv1.LookUpVersionResponse{Version: encodeVersion(match.Version), Exact: match.Exact}, nil
	})
}
