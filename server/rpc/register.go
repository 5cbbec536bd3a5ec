package rpc

import (
	"context"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) RegisterVersion(ctx context.Context, r *concordv1.RegisterVersionRequest) (*concordv1.RegisterVersionResponse, error) {
	return answer(ctx, m, "RegisterVersion", func(ctx context.Context, c *call) (*concordv1.RegisterVersionResponse, error) {
		req, err := c.registration(r)
		if err != nil {
			return nil, err
		}
		c.about = aliased(c.Store.View(), req.Subject)
		return land(ctx, c, r, setOf(req.Change()), func(done registry.Landed) (*concordv1.RegisterVersionResponse, error) {
			made := done.Outcomes[0].Value.(registry.Registration)
			return &concordv1.RegisterVersionResponse{
				Version: encodeVersion(made.Version), Created: made.Created, Verdict: c.registered(made),
			}, nil
		})
	})
}

// registered is the verdict on what was let in. A version that was there already is not judged again.
func (c *call) registered(made registry.Registration) *concordv1.Verdict {
	v := c.complete(encodeVerdict(made.Verdict, made.Decision), made.Version.Subject)
	if made.Version.Decided {
		v.Decision = decisionName(made.Version.Seq, made.Version.Subject.VersionResource(made.Version.Number))
	}
	return v
}

// registrar is a request to register a version, or to check what would become of one.
type registrar interface {
	GetDomain() string
	GetSubject() string
	GetSchema() *concordv1.Schema
	GetNormalize() bool
	GetExpectedVersion() int32
	GetStampVersion() bool
	GetId() int32
	GetSkipCompatibility() bool
	GetAddTags() []*concordv1.EntityTags
	GetRemoveTags() []*concordv1.EntityTags
	GetPropagateTags() bool
	GetCreateTime() *timestamppb.Timestamp
}

// registration reads what a caller asks to register.
func (c *call) registration(r registrar) (registry.RegisterRequest, error) {
	s, err := subject(r.GetDomain(), r.GetSubject())
	if err != nil {
		return registry.RegisterRequest{}, err
	}
	if err := newSubject(c.Store.View(), s); err != nil {
		return registry.RegisterRequest{}, err
	}
	d, err := draft(r.GetSchema(), s.Domain, r.GetNormalize())
	if err != nil {
		return registry.RegisterRequest{}, err
	}
	req := registry.RegisterRequest{
		Subject:       s,
		Draft:         d,
		Force:         r.GetSkipCompatibility(),
		AddTags:       decodeEntityTags(r.GetAddTags()),
		RemoveTags:    decodeEntityTags(r.GetRemoveTags()),
		PropagateTags: r.GetPropagateTags(),
	}
	if err := number(&req, r); err != nil {
		return req, err
	}
	if id, set := optionalID(r); set {
		if id < 0 {
			return req, fault.FieldInvalid.With("field", "id").Because("an id is not negative")
		}
		req.ID = (*store.ID)(&id)
	}
	if at := r.GetCreateTime(); at != nil {
		if err := at.CheckValid(); err != nil {
			return req, fault.FieldInvalid.With("field", "createTime").Because("it is no time")
		}
		req.Created = at.AsTime().In(time.UTC)
	}
	return req, nil
}

// number reads which number the new version is to get.
func number(req *registry.RegisterRequest, r registrar) error {
	expected, set := expectedVersion(r)
	switch {
	case set && expected < 1:
		return fault.FieldInvalid.With("field", "expectedVersion").Because("a version is a number from 1")
	case set && r.GetStampVersion():
		return fault.FieldInvalid.With("field", "stampVersion").Because("a version that is expected is stamped anyway: leave one of the two out")
	case set:
		req.Version = int(expected)
	case r.GetStampVersion():
		req.Version = registry.Latest.Number
	}
	return nil
}

func expectedVersion(r registrar) (int32, bool) {
	switch r := r.(type) {
	case *concordv1.RegisterVersionRequest:
		return r.GetExpectedVersion(), r != nil && r.ExpectedVersion != nil
	case *concordv1.CheckVersionRequest:
		return r.GetExpectedVersion(), r != nil && r.ExpectedVersion != nil
	}
	return 0, false
}

func optionalID(r registrar) (int32, bool) {
	switch r := r.(type) {
	case *concordv1.RegisterVersionRequest:
		return r.GetId(), r != nil && r.Id != nil
	case *concordv1.CheckVersionRequest:
		return r.GetId(), r != nil && r.Id != nil
	}
	return 0, false
}
