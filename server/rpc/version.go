package rpc

import (
	"context"
	"iter"
	"slices"
	"strconv"
	"time"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

var versionKeys = map[string]key[*store.Version]{
	"version": {number: func(v *store.Version) []int64 { return []int64{int64(v.Number)} }},
	"id":      {number: func(v *store.Version) []int64 { return []int64{int64(v.ID)} }},
	"type":    {text: func(v *store.Version) []string { return one(string(v.Content().Type)) }},
	"created": {time: func(v *store.Version) []time.Time { return []time.Time{v.Created} }},
	"deleted": {text: func(v *store.Version) []string { return yes(v.Deleted) }},
}

// usageKeys are those of lists of versions of many subjects.
var usageKeys = map[string]key[*store.Version]{
	"domain":  {text: func(v *store.Version) []string { return one(v.Subject.Domain.Public()) }},
	"subject": {text: func(v *store.Version) []string { return one(v.Subject.Name) }},
}

func (m *methods) ListVersions(ctx context.Context, r *concordv1.ListVersionsRequest) (*concordv1.ListVersionsResponse, error) {
	return read(ctx, m, "ListVersions", func(_ context.Context, c *call) (*concordv1.ListVersionsResponse, error) {
		f, err := parseFilter(r.GetFilter(), versionKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[int](r)
		if err != nil {
			return nil, err
		}
		s, err := subject(r.GetDomain(), r.GetSubject())
		if err != nil {
			return nil, err
		}
		versions, err := c.versionsOf(store.VersionList, s, r.GetShowDeleted())
		if err != nil {
			return nil, err
		}
		fits := func(v *store.Version) bool { return (r.GetShowDeleted() || !v.Deleted) && f.fits(v) }
		list, next := take(p, versionsAfter(versions, p.after), fits, func(v *store.Version) int { return v.Number })
		encode := encodeVersion
		if r.GetView() == concordv1.View_FULL {
			encode = encodeWhole
		}
		return &concordv1.ListVersionsResponse{Versions: each(list, encode), NextPageToken: next}, nil
	})
}

// versionsAfter walks the versions of a subject from behind a number on.
func versionsAfter(s *store.Versions, after *int) iter.Seq[*store.Version] {
	return func(yield func(*store.Version) bool) {
		first := 0
		if after != nil {
			first, _ = slices.BinarySearchFunc(s.All, *after+1, func(v *store.Version, n int) int { return v.Number - n })
		}
		for _, v := range s.All[first:] {
			if !yield(v) {
				return
			}
		}
	}
}

func (m *methods) GetVersion(ctx context.Context, r *concordv1.GetVersionRequest) (*concordv1.GetVersionResponse, error) {
	return read(ctx, m, "GetVersion", func(_ context.Context, c *call) (*concordv1.GetVersionResponse, error) {
		v, err := c.version(store.VersionRead, r, r.GetShowDeleted())
		if err != nil {
			return nil, err
		}
		return &concordv1.GetVersionResponse{Version: encodeWhole(v)}, nil
	})
}

// named is a request that names a version.
type named interface {
	GetDomain() string
	GetSubject() string
	GetVersion() string
}

// version is the version that a request names.
func (c *call) version(action store.Action, r named, deleted bool) (*store.Version, error) {
	s, err := subject(r.GetDomain(), r.GetSubject())
	if err != nil {
		return nil, err
	}
	which, err := selector("version", r.GetVersion())
	if err != nil {
		return nil, err
	}
	versions, err := c.versionsOf(action, s, deleted)
	if err != nil {
		return nil, err
	}
	v := versions.Latest()
	if which != registry.Latest {
		v = versions.Get(which.Number)
	}
	if v == nil || v.Deleted && !deleted {
		return nil, fault.VersionNotFound.About(versions.Subject).With("version", r.GetVersion())
	}
	return v, nil
}

// encodeVersion is a version without what it says.
func encodeVersion(v *store.Version) *concordv1.Version {
	m := &concordv1.Version{
		Name:       v.Subject.VersionResource(v.Number),
		Domain:     v.Subject.Domain.Public(),
		Subject:    v.Subject.Name,
		Version:    int32(v.Number),
		Id:         int32(v.ID),
		CreateTime: encodeTime(v.Created),
		Entry:      entryName(v.Seq),
		Creator:    v.Creator,
	}
	if v.Decided {
		m.Decision = decisionName(v.Seq, m.Name)
	}
	if v.Deleted {
		m.DeleteTime = encodeTime(v.Changed)
	}
	if content := v.Content(); content != nil {
		m.Guid, m.Type = content.GUID.String(), typeValue(content.Type)
	}
	return m
}

// encodeWhole is a version with what it says.
func encodeWhole(v *store.Version) *concordv1.Version {
	m := encodeVersion(v)
	m.Schema = encodeSchema(v.Content(), &v.Subject.Domain)
	return m
}

// encodePlanned is a version that nobody has yet: it has no time and no place in the log.
func encodePlanned(v *store.Version) *concordv1.Version {
	m := encodeVersion(v)
	m.CreateTime, m.Entry, m.Decision = nil, "", ""
	return m
}

func (m *methods) RenderVersion(ctx context.Context, r *concordv1.RenderVersionRequest) (*concordv1.RenderVersionResponse, error) {
	return read(ctx, m, "RenderVersion", func(_ context.Context, c *call) (*concordv1.RenderVersionResponse, error) {
		v, err := c.version(store.VersionRead, r, r.GetShowDeleted())
		if err != nil {
			return nil, err
		}
		form, err := rendering(r.GetFormat())
		if err != nil {
			return nil, err
		}
		text, err := c.Render(v, form)
		if err != nil {
			return nil, err
		}
		return &concordv1.RenderVersionResponse{Name: v.Subject.VersionResource(v.Number), Format: r.GetFormat(), Text: text}, nil
	})
}

// rendering is the registry's word for a form.
func rendering(f concordv1.Rendering_Value) (string, error) {
	switch f {
	case concordv1.Rendering_RENDERING_UNSPECIFIED:
		return "", nil
	case concordv1.Rendering_RESOLVED:
		return "resolved", nil
	case concordv1.Rendering_SERIALIZED:
		return "serialized", nil
	}
	return "", fault.FieldInvalid.With("field", "format").Because("%d is none of its words", f)
}

func (m *methods) DeleteVersion(ctx context.Context, r *concordv1.DeleteVersionRequest) (*concordv1.DeleteVersionResponse, error) {
	return answer(ctx, m, "DeleteVersion", func(ctx context.Context, c *call) (*concordv1.DeleteVersionResponse, error) {
		change, err := c.versionDeletion(r)
		if err != nil {
			return nil, err
		}
		return land(ctx, c, r, setOf(change), func(done registry.Landed) (*concordv1.DeleteVersionResponse, error) {
			number := done.Outcomes[0].Value.(int)
			return &concordv1.DeleteVersionResponse{Name: done.Outcomes[0].Scope.VersionResource(number), Version: int32(number)}, nil
		})
	})
}

func (c *call) versionDeletion(r *concordv1.DeleteVersionRequest) (registry.Change, error) {
	s, err := subject(r.GetDomain(), r.GetSubject())
	if err != nil {
		return registry.Change{}, err
	}
	which, err := selector("version", r.GetVersion())
	if err != nil {
		return registry.Change{}, err
	}
	return registry.DeleteVersion{Subject: s, Version: which, Permanent: r.GetPermanent()}.Change(), nil
}

func (m *methods) UndeleteVersion(ctx context.Context, r *concordv1.UndeleteVersionRequest) (*concordv1.UndeleteVersionResponse, error) {
	return answer(ctx, m, "UndeleteVersion", func(ctx context.Context, c *call) (*concordv1.UndeleteVersionResponse, error) {
		change, err := c.versionUndeletion(r)
		if err != nil {
			return nil, err
		}
		return land(ctx, c, r, setOf(change), func(done registry.Landed) (*concordv1.UndeleteVersionResponse, error) {
			return &concordv1.UndeleteVersionResponse{Version: encodeVersion(done.Outcomes[0].Value.(*store.Version))}, nil
		})
	})
}

func (c *call) versionUndeletion(r *concordv1.UndeleteVersionRequest) (registry.Change, error) {
	s, err := subject(r.GetDomain(), r.GetSubject())
	if err != nil {
		return registry.Change{}, err
	}
	n, err := strconv.ParseInt(r.GetVersion(), 10, 32)
	if err != nil || n < 1 {
		return registry.Change{}, fault.VersionInvalid.With("version", shortened(r.GetVersion())).With("field", "version").
			Because("a deleted version is named by its number")
	}
	return registry.UndeleteVersion{Subject: s, Version: int(n)}.Change(), nil
}
