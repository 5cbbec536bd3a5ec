package rpc

import (
	"context"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

func (m *methods) GetSchema(ctx context.Context, r *concordv1.GetSchemaRequest) (*concordv1.GetSchemaResponse, error) {
	about, err := scope(r.GetDomain(), r.GetSubject())
	return read(ctx, m, on("GetSchema", about, false), r.GetMinSeq(), func(seq uint64) (*concordv1.GetSchemaResponse, error) {
		if err != nil {
			return nil, err
		}
		version, err := m.find(ctx, r, about)
		if err != nil {
			return nil, err
		}
		text := version.Content().Text
		if r.GetFormat() != "" {
			if text, err = m.Registry.Render(version, r.GetFormat()); err != nil {
				return nil, err
			}
		}
		return &concordv1.GetSchemaResponse{
			Version: encodeVersion(version),
			Schema:  encodeSchema(version.Content(), text),
			Seq:     seq,
		}, nil
	})
}

// find is the version that a request names.
func (m *methods) find(ctx context.Context, r *concordv1.GetSchemaRequest, about store.Subject) (*store.Version, error) {
	switch name := r.GetName().(type) {
	case *concordv1.GetSchemaRequest_Id:
		return m.as(ctx).ByID(store.ID(name.Id), about)
	case *concordv1.GetSchemaRequest_Guid:
		return m.byGUID(ctx, name.Guid, about)
	}
	if about.Name == "" {
		return nil, &fault.Error{Kind: fault.Invalid, Message: "nothing names the schema", Hint: "set id, guid, or subject"}
	}
	which := registry.Selector{Number: int(r.GetVersion())}
	if which.Number == 0 {
		which = registry.Latest
	}
	return m.as(ctx).Version(about, which, r.GetDeleted())
}

func (m *methods) byGUID(ctx context.Context, text string, about store.Subject) (*store.Version, error) {
	if about != (store.Subject{}) {
		return nil, fault.New(fault.Invalid, "a GUID means the same everywhere: leave domain and subject empty")
	}
	guid, err := schema.ParseGUID(text)
	if err != nil {
		return nil, fault.New(fault.Invalid, "%v", err)
	}
	return m.as(ctx).ByGUID(guid)
}

func (m *methods) LookUp(ctx context.Context, r *concordv1.LookUpRequest) (*concordv1.LookUpResponse, error) {
	about, err := subject(r.GetDomain(), r.GetSubject())
	return read(ctx, m, on("LookUp", about, false), r.GetMinSeq(), func(seq uint64) (*concordv1.LookUpResponse, error) {
		if err != nil {
			return nil, err
		}
		draft, err := decodeDraft(r.GetSchema(), r.GetNormalize())
		if err != nil {
			return nil, err
		}
		match, err := m.as(ctx).LookUp(registry.LookUpRequest{Subject: about, Draft: draft, Deleted: r.GetDeleted()})
		if err != nil {
			return nil, err
		}
		return &concordv1.LookUpResponse{Version: encodeVersion(match.Version), Exact: match.Exact, Seq: seq}, nil
	})
}
