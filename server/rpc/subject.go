package rpc

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"iter"
	"slices"
	"time"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

var subjectKeys = map[string]key[*store.Versions]{
	"subject": {text: func(s *store.Versions) []string { return one(s.Subject.Name) }},
	"domain":  {text: func(s *store.Versions) []string { return one(s.Subject.Domain.Public()) }},
	"owner":   {text: func(s *store.Versions) []string { return one(ownerOf(newest(s).Content().Metadata)) }},
	"type":    {text: func(s *store.Versions) []string { return one(string(newest(s).Content().Type)) }},
	"deleted": {text: func(s *store.Versions) []string { return yes(s.Latest() == nil) }},
}

func (m *methods) ListSubjects(ctx context.Context, r *concordv1.ListSubjectsRequest) (*concordv1.ListSubjectsResponse, error) {
	return read(ctx, m, "ListSubjects", func(_ context.Context, c *call) (*concordv1.ListSubjectsResponse, error) {
		f, err := parseFilter(r.GetFilter(), subjectKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[store.Subject](r)
		if err != nil {
			return nil, err
		}
		among, err := c.among(r.GetDomain(), f, p.after)
		if err != nil {
			return nil, err
		}
		prefix, _, _ := f.only("subject")
		fits := func(s *store.Versions) bool {
			return (r.GetShowDeleted() || s.Latest() != nil) && f.fits(s) && c.May(c.view, store.SubjectList, s.Subject) == nil
		}
		list, next := take(p, c.subjectsAfter(among, prefix, p.after), fits, func(s *store.Versions) store.Subject { return s.Subject })
		return &concordv1.ListSubjectsResponse{Subjects: each(list, encodeSubject), NextPageToken: next}, nil
	})
}

// among are the domains in which a list looks, from behind a place on: the one of its path, or where that means all of
// them the one that its filter names, or all.
func (c *call) among(name string, f filter[*store.Versions], after *store.Subject) (iter.Seq[store.DomainName], error) {
	d, any, err := domains(name)
	switch {
	case err != nil:
		return nil, err
	case !any && !c.view.HasDomain(d):
		return nil, fault.DomainNotFound.About(store.Subject{Domain: d})
	case !any:
		return slices.Values([]store.DomainName{d}), nil
	}
	if only, prefix, ok := f.only("domain"); ok && !prefix {
		return slices.Values([]store.DomainName{store.PublicDomain(only)}), nil
	}
	if after == nil {
		return c.view.DomainsAfter(nil), nil
	}
	return func(yield func(store.DomainName) bool) {
		if yield(after.Domain) {
			c.view.DomainsAfter(&after.Domain)(yield)
		}
	}, nil
}

// subjectsAfter walks the subjects of domains whose name starts with prefix, from behind one of them on.
func (c *call) subjectsAfter(among iter.Seq[store.DomainName], prefix string, after *store.Subject) iter.Seq[*store.Versions] {
	return func(yield func(*store.Versions) bool) {
		for d := range among {
			name := ""
			if after != nil && d == after.Domain {
				name = after.Name
			}
			for s := range c.view.SubjectsAfter(d, prefix, name) {
				if !yield(s) {
					return
				}
			}
		}
	}
}

// newest is the latest live version, or the last one of a subject without any.
func newest(s *store.Versions) *store.Version {
	if v := s.Latest(); v != nil {
		return v
	}
	return s.All[len(s.All)-1]
}

// ownerProperty is the metadata property that says who answers for a schema.
const ownerProperty = "owner"

func ownerOf(m *schema.Metadata) string {
	if m == nil {
		return ""
	}
	return m.Properties[ownerProperty]
}

func encodeSubject(s *store.Versions) *concordv1.Subject {
	last := newest(s)
	m := &concordv1.Subject{
		Name:    s.Subject.Resource(),
		Domain:  s.Subject.Domain.Public(),
		Subject: s.Subject.Name,
		Owner:   ownerOf(last.Content().Metadata),
		Type:    typeValue(last.Content().Type),
		Etag:    subjectETag(s),
	}
	var deleted time.Time
	for _, v := range s.All {
		if !v.Deleted {
			m.LatestVersion = int32(v.Number)
			m.VersionCount++
		} else if v.Changed.After(deleted) {
			deleted = v.Changed
		}
	}
	if m.VersionCount == 0 {
		m.DeleteTime = encodeTime(deleted)
	}
	return m
}

// subjectETag names the versions that a subject has.
func subjectETag(s *store.Versions) string {
	sum := sha256.New()
	for _, v := range s.All {
		fmt.Fprintln(sum, v.Number, v.ID, v.Digest, v.Deleted)
	}
	return base64.RawURLEncoding.EncodeToString(sum.Sum(nil)[:12])
}

func (m *methods) GetSubject(ctx context.Context, r *concordv1.GetSubjectRequest) (*concordv1.GetSubjectResponse, error) {
	return read(ctx, m, "GetSubject", func(_ context.Context, c *call) (*concordv1.GetSubjectResponse, error) {
		s, err := subject(r.GetDomain(), r.GetSubject())
		if err != nil {
			return nil, err
		}
		versions, err := c.versionsOf(store.SubjectRead, s, r.GetShowDeleted())
		if err != nil {
			return nil, err
		}
		return &concordv1.GetSubjectResponse{Subject: encodeSubject(versions)}, nil
	})
}

// versionsOf are the versions of a subject or of the one that it is an alias of.
func (c *call) versionsOf(action store.Action, s store.Subject, deleted bool) (*store.Versions, error) {
	s = aliased(c.view, s)
	versions := c.view.Subject(s)
	if versions == nil || !deleted && versions.Latest() == nil {
		return nil, fault.SubjectNotFound.About(s)
	}
	return versions, c.May(c.view, action, s)
}

// aliased is the subject that requests for s are answered from.
func aliased(v *store.View, s store.Subject) store.Subject {
	if c := v.Config(s); c != nil && c.Alias != "" {
		return store.ParseSubject(c.Alias, s.Domain)
	}
	return s
}

func (m *methods) DeleteSubject(ctx context.Context, r *concordv1.DeleteSubjectRequest) (*concordv1.DeleteSubjectResponse, error) {
	return answer(ctx, m, "DeleteSubject", func(ctx context.Context, c *call) (*concordv1.DeleteSubjectResponse, error) {
		change, err := c.subjectDeletion(r)
		if err != nil {
			return nil, err
		}
		return land(ctx, c, r, setOf(change), func(done registry.Landed) (*concordv1.DeleteSubjectResponse, error) {
			return &concordv1.DeleteSubjectResponse{
				Name: done.Outcomes[0].Scope.Resource(), Versions: numbers(done.Outcomes[0].Value.([]int)),
			}, nil
		})
	})
}

func (c *call) subjectDeletion(r *concordv1.DeleteSubjectRequest) (registry.Change, error) {
	s, err := subject(r.GetDomain(), r.GetSubject())
	if err != nil {
		return registry.Change{}, err
	}
	return conditional(registry.DeleteSubject{Subject: s, Permanent: r.GetPermanent()}.Change(), r.GetEtag(), func(p *registry.Plan) string {
		if versions := p.View().Subject(p.Scope); versions != nil {
			return subjectETag(versions)
		}
		return ""
	}), nil
}

func (m *methods) UndeleteSubject(ctx context.Context, r *concordv1.UndeleteSubjectRequest) (*concordv1.UndeleteSubjectResponse, error) {
	return answer(ctx, m, "UndeleteSubject", func(ctx context.Context, c *call) (*concordv1.UndeleteSubjectResponse, error) {
		change, err := c.subjectUndeletion(r)
		if err != nil {
			return nil, err
		}
		var returned *store.Versions
		change = after(change, func(p *registry.Plan) { returned = p.View().Subject(p.Scope) })
		return land(ctx, c, r, setOf(change), func(done registry.Landed) (*concordv1.UndeleteSubjectResponse, error) {
			return &concordv1.UndeleteSubjectResponse{
				Subject: encodeSubject(returned), Versions: numbers(done.Outcomes[0].Value.([]int)),
			}, nil
		})
	})
}

func (c *call) subjectUndeletion(r *concordv1.UndeleteSubjectRequest) (registry.Change, error) {
	s, err := subject(r.GetDomain(), r.GetSubject())
	if err != nil {
		return registry.Change{}, err
	}
	return registry.UndeleteSubject{Subject: s}.Change(), nil
}

func numbers(list []int) []int32 {
	return each(list, func(n int) int32 { return int32(n) })
}
