package rpc

import (
	"context"
	"iter"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

var domainKeys = map[string]key[*store.Domain]{
	"domain": {text: func(d *store.Domain) []string { return one(d.Name.Public()) }},
	"owner":  {text: func(d *store.Domain) []string { return one(d.Owner) }},
}

func (m *methods) ListDomains(ctx context.Context, r *concordv1.ListDomainsRequest) (*concordv1.ListDomainsResponse, error) {
	return read(ctx, m, "ListDomains", func(_ context.Context, c *call) (*concordv1.ListDomainsResponse, error) {
		f, err := parseFilter(r.GetFilter(), domainKeys)
		if err != nil {
			return nil, err
		}
		p, err := pageOf[store.DomainName](r)
		if err != nil {
			return nil, err
		}
		list, next := take(p, c.domainsAfter(p.after), f.fits, func(d *store.Domain) store.DomainName { return d.Name })
		return &concordv1.ListDomainsResponse{Domains: each(list, encodeDomain), NextPageToken: next}, nil
	})
}

// domainsAfter walks the domains that the caller may see, the default one first, from behind one of them on.
func (c *call) domainsAfter(after *store.DomainName) iter.Seq[*store.Domain] {
	return func(yield func(*store.Domain) bool) {
		for name := range c.view.DomainsAfter(after) {
			if c.May(c.view, store.DomainList, store.Subject{Domain: name}) == nil && !yield(domainOf(c.view, name)) {
				return
			}
		}
	}
}

// domainOf is what is known of a domain that is there.
func domainOf(v *store.View, name store.DomainName) *store.Domain {
	if d := v.Domain(name); d != nil {
		return d
	}
	return &store.Domain{Name: name}
}

func encodeDomain(d *store.Domain) *concordv1.Domain {
	m := &concordv1.Domain{
		Name:        store.Subject{Domain: d.Name}.Resource(),
		Domain:      d.Name.Public(),
		Context:     d.Name.Context(),
		Owner:       d.Owner,
		Description: d.Description,
		Etag:        registry.DomainETag(d),
		CreateTime:  encodeTime(d.Created),
	}
	for _, c := range d.Contacts {
		m.Contacts = append(m.Contacts, &concordv1.Contact{Kind: c.Kind, Address: c.Address})
	}
	return m
}

func (m *methods) GetDomain(ctx context.Context, r *concordv1.GetDomainRequest) (*concordv1.GetDomainResponse, error) {
	return read(ctx, m, "GetDomain", func(_ context.Context, c *call) (*concordv1.GetDomainResponse, error) {
		name, err := domain(r.GetDomain())
		if err != nil {
			return nil, err
		}
		d, err := c.Domain(name)
		if err != nil {
			return nil, err
		}
		found, n := encodeDomain(d), int32(0)
		for versions := range c.view.SubjectsOf(name, "") {
			if versions.Latest() != nil {
				n++
			}
		}
		found.SubjectCount = &n
		return &concordv1.GetDomainResponse{Domain: found}, nil
	})
}

func (m *methods) CreateDomain(ctx context.Context, r *concordv1.CreateDomainRequest) (*concordv1.CreateDomainResponse, error) {
	return answer(ctx, m, "CreateDomain", func(ctx context.Context, c *call) (*concordv1.CreateDomainResponse, error) {
		name, err := domain(r.GetDomain())
		if err != nil {
			return nil, err
		}
		change := registry.CreateDomain{Domain: store.Domain{
			Name: name, Owner: r.GetOwner(), Description: r.GetDescription(), Contacts: decodeContacts(r.GetContacts()),
		}}
		return land(ctx, c, r, setOf(change.Change()), func(done registry.Landed) (*concordv1.CreateDomainResponse, error) {
			return &concordv1.CreateDomainResponse{Domain: encodeDomain(done.Outcomes[0].Value.(*store.Domain))}, nil
		})
	})
}

func (m *methods) UpdateDomain(ctx context.Context, r *concordv1.UpdateDomainRequest) (*concordv1.UpdateDomainResponse, error) {
	return answer(ctx, m, "UpdateDomain", func(ctx context.Context, c *call) (*concordv1.UpdateDomainResponse, error) {
		change, err := c.domainChange(r)
		if err != nil {
			return nil, err
		}
		return land(ctx, c, r, setOf(change), func(done registry.Landed) (*concordv1.UpdateDomainResponse, error) {
			return &concordv1.UpdateDomainResponse{Domain: encodeDomain(done.Outcomes[0].Value.(*store.Domain))}, nil
		})
	})
}

// domainChange is the change that a request asks for.
func (c *call) domainChange(r *concordv1.UpdateDomainRequest) (registry.Change, error) {
	name, err := domain(r.GetDomain())
	if err != nil {
		return registry.Change{}, err
	}
	edit, err := domainEdit(r)
	if err != nil {
		return registry.Change{}, err
	}
	return registry.UpdateDomain{Name: name, Edit: edit, ETag: r.GetEtag(), Create: r.GetAllowMissing()}.Change(), nil
}

// domainEdit writes the fields of r that its mask names into what is known of a domain.
func domainEdit(r *concordv1.UpdateDomainRequest) (func(*store.Domain) error, error) {
	writers := map[string]func(*store.Domain){
		"owner":       func(d *store.Domain) { d.Owner = r.GetOwner() },
		"description": func(d *store.Domain) { d.Description = r.GetDescription() },
		"contacts":    func(d *store.Domain) { d.Contacts = decodeContacts(r.GetContacts()) },
	}
	paths, err := masked(r, r.GetUpdateMask(), writers)
	return func(d *store.Domain) error {
		for _, path := range paths {
			writers[path](d)
		}
		return nil
	}, err
}

func decodeContacts(list []*concordv1.Contact) []store.Contact {
	var contacts []store.Contact
	for _, c := range list {
		contacts = append(contacts, store.Contact{Kind: c.GetKind(), Address: c.GetAddress()})
	}
	return contacts
}

func (m *methods) DeleteDomain(ctx context.Context, r *concordv1.DeleteDomainRequest) (*concordv1.DeleteDomainResponse, error) {
	return answer(ctx, m, "DeleteDomain", func(ctx context.Context, c *call) (*concordv1.DeleteDomainResponse, error) {
		change, err := c.domainDeletion(r)
		if err != nil {
			return nil, err
		}
		return land(ctx, c, r, setOf(change), func(done registry.Landed) (*concordv1.DeleteDomainResponse, error) {
			if !done.Outcomes[0].Changed {
				return nil, fault.DomainNotFound.About(done.Outcomes[0].Scope)
			}
			return &concordv1.DeleteDomainResponse{Name: done.Outcomes[0].Scope.Resource()}, nil
		})
	})
}

func (c *call) domainDeletion(r *concordv1.DeleteDomainRequest) (registry.Change, error) {
	name, err := domain(r.GetDomain())
	if err != nil {
		return registry.Change{}, err
	}
	return registry.DeleteDomain{Name: name, ETag: r.GetEtag()}.Change(), nil
}
