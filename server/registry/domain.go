package registry

import (
	"context"
	"regexp"
	"slices"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// newDomain is what the name of a domain that is made by hand looks like. Others come with what is registered in them.
var newDomain = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)

// Bounds of what is said of a domain, in bytes and in contacts.
const (
	maxOwner       = 255
	maxDescription = 4096
	maxContacts    = 20
)

// Domains lists the domains that the caller may see, the default one first, the others by name.
func (r *Session) Domains() []*store.Domain {
	view := r.View()
	var list []*store.Domain
	for _, name := range view.Domains() {
		if r.May(view, store.DomainList, store.Subject{Domain: name}) == nil {
			list = append(list, described(view, name))
		}
	}
	return list
}

// Domain is what is known of a domain. The error is of kind NotFound for one that is not there.
func (r *Session) Domain(name store.DomainName) (*store.Domain, error) {
	view := r.View()
	if !view.HasDomain(name) {
		return nil, fault.DomainNotFound.About(store.Subject{Domain: name})
	}
	return shown(r, view, store.DomainRead, store.Subject{Domain: name}, described(view, name))
}

// described is a domain's record, or a bare one where nobody has said anything.
func described(v *store.View, name store.DomainName) *store.Domain {
	if d := v.Domain(name); d != nil {
		return d
	}
	return &store.Domain{Name: name}
}

// CreateDomain makes a domain.
type CreateDomain struct{ Domain store.Domain }

// Change is the request as a change; it gives a *store.Domain. The error is of kind Exists if the domain is there.
func (req CreateDomain) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		if newDomain.MatchString(string(req.Domain.Name)) && p.View().HasDomain(req.Domain.Name) {
			return nil, fault.DomainExists.About(p.Scope)
		}
		return p.createDomain(req.Domain)
	}
	return Change{Action: store.DomainCreate, Scope: store.Subject{Domain: req.Domain.Name}, Plan: plan}
}

// createDomain makes a domain that is not there.
func (p *Plan) createDomain(d store.Domain) (*store.Domain, error) {
	if !newDomain.MatchString(string(d.Name)) {
		return nil, fault.NameInvalid.About(p.Scope).Because("a domain has 1 to 63 letters, digits, dots, dashes and underscores, and begins with a letter or a digit")
	}
	if err := p.Becomes(store.DomainCreate); err != nil {
		return nil, err
	}
	return p.putDomain(nil, d)
}

// UpdateDomain changes what is said of a domain.
type UpdateDomain struct {
	Name store.DomainName
	// Edit gets what is known and changes it. It must do nothing else; a change of the name counts for nothing.
	Edit func(*store.Domain) error
	// ETag is what [DomainETag] must still say; empty for no condition.
	ETag string
	// Create makes the domain where it is missing.
	Create bool
}

// Change is the request as a change; it gives a *store.Domain.
func (req UpdateDomain) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		missing := !p.View().HasDomain(req.Name)
		if missing && !req.Create {
			return nil, fault.DomainNotFound.About(p.Scope)
		}
		old := described(p.View(), req.Name)
		if err := unchanged(DomainETag(old), req.ETag); err != nil {
			return nil, err
		}
		next := *old
		if err := req.Edit(&next); err != nil {
			return nil, err
		}
		if missing {
			return p.createDomain(next)
		}
		next.Name, next.Created = old.Name, old.Created
		if sameDomain(old, &next) {
			return old, nil
		}
		return p.putDomain(old, next)
	}
	return Change{Action: store.DomainUpdate, Scope: store.Subject{Domain: req.Name}, Plan: plan}
}

// putDomain writes a domain. old is nil for a new one.
func (p *Plan) putDomain(old *store.Domain, d store.Domain) (*store.Domain, error) {
	switch {
	case len(d.Owner) > maxOwner:
		return nil, fault.FieldInvalid.With("field", "owner").Because("an owner has at most %d bytes", maxOwner)
	case len(d.Description) > maxDescription:
		return nil, fault.FieldInvalid.With("field", "description").Because("a description has at most %d bytes", maxDescription)
	case len(d.Contacts) > maxContacts:
		return nil, fault.FieldInvalid.With("field", "contacts").Because("a domain has at most %d contacts", maxContacts)
	}
	for _, c := range d.Contacts {
		if c.Kind == "" || c.Address == "" || len(c.Kind)+len(c.Address) > maxOwner {
			return nil, fault.FieldInvalid.With("field", "contacts").Because("a contact has a kind and an address, of at most %d bytes together", maxOwner)
		}
	}
	told := store.EntryChange{After: store.Told(d)}
	if old != nil {
		told.Before = store.Told(old)
	} else {
		d.Created = p.Tx.Now
	}
	p.Tx.Put(&d)
	p.Log(told)
	return &d, nil
}

func sameDomain(a, b *store.Domain) bool {
	return a.Owner == b.Owner && a.Description == b.Description && slices.Equal(a.Contacts, b.Contacts)
}

// DeleteDomain forgets an empty domain (contract §1.9).
type DeleteDomain struct {
	Name store.DomainName
	// ETag is what [DomainETag] must still say; empty for no condition.
	ETag string
}

// Change is the request as a change; it gives nil. Nothing changes where there is no such domain.
func (req DeleteDomain) Change() Change {
	plan := func(_ context.Context, p *Plan) (any, error) {
		if req.Name == store.DefaultDomain {
			return nil, fault.DefaultDomain.New()
		}
		for range p.View().Subjects(p.Scope.String()) {
			return nil, fault.DomainNotEmpty.About(p.Scope)
		}
		if err := unchanged(DomainETag(described(p.View(), req.Name)), req.ETag); err != nil {
			return nil, err
		}
		if old := p.View().Domain(req.Name); old != nil {
			p.Tx.Delete(old)
			p.Log(store.EntryChange{Before: store.Told(old)})
		}
		return nil, nil
	}
	return Change{Action: store.DomainDelete, Scope: store.Subject{Domain: req.Name}, Plan: plan}
}
