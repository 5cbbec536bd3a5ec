package association

import (
	"cmp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Bounds of a request: characters of a name, bytes of an id, which storage keeps in its keys, and changes of a
// resource, which has no more than an association for keys and one for values.
const (
	maxResourceName = 256
	maxResourceID   = 1024
	maxChanges      = 16
)

// completed is a request with its defaults written out. It refuses what no registry could accept, whatever it holds.
func (req Request) completed(rehearsed bool) (Request, error) {
	req.Resource.Type = cmp.Or(req.Resource.Type, Topic)
	if err := checkResource(req.Resource, rehearsed); err != nil {
		return req, err
	}
	switch {
	case len(req.Changes) == 0:
		return req, invalid("associations", "cannot be null or empty")
	case len(req.Changes) > maxChanges:
		return req, invalid("associations", "has %d elements; send at most %d for one resource", len(req.Changes), maxChanges)
	}
	changes := make([]Change, len(req.Changes))
	for i, c := range req.Changes {
		if err := c.check(); err != nil {
			return req, err
		}
		changes[i] = c.completed()
	}
	req.Changes = changes
	return req, nil
}

// checkResource accepts the names of topics, dots included, which the reference refuses; a namespace becomes the name
// of a domain and has none.
func checkResource(r store.Resource, rehearsed bool) error {
	if err := checkName("resourceName", r.Name, "_-."); err != nil {
		return err
	}
	if err := checkName("resourceNamespace", r.Namespace, "_-"); err != nil {
		return err
	}
	switch {
	case r.ID == "" && !rehearsed:
		return invalid("resourceId", "cannot be null or empty")
	case len(r.ID) > maxResourceID:
		return invalid("resourceId", "exceeds max length of %d", maxResourceID)
	case !utf8.ValidString(r.ID), strings.ContainsFunc(r.ID, unicode.IsControl):
		return invalid("resourceId", "holds a control character or is not UTF-8")
	}
	return checkResourceType(r.Type)
}

func checkResourceType(kind string) error {
	if kind != Topic {
		return invalid("resourceType", "must be '%s'", Topic)
	}
	return nil
}

func checkName(property, name, marks string) error {
	switch {
	case name == "":
		return invalid(property, "cannot be null or empty")
	case utf8.RuneCountInString(name) > maxResourceName:
		return invalid(property, "exceeds max length of %d", maxResourceName)
	}
	for _, c := range name {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune(marks, c) {
			return invalid(property, "illegal character %q", c)
		}
	}
	return nil
}

// check refuses a change that contradicts itself.
func (c Change) check() error {
	if c.Op != Create && c.Op != Upsert && c.Op != Delete {
		return invalid("opType", "must be %s, %s or %s", Create, Upsert, Delete)
	}
	if c.Type != "" && c.Type != Key && c.Type != Value {
		return invalid("associationType", "must be '%s' or '%s'", Key, Value)
	}
	if c.Schema != nil && c.Lifecycle == store.Weak {
		return invalid("lifecycle", "an association with a schema is STRONG; register the schema first, or leave the lifecycle out")
	}
	said := c.Lifecycle
	if c.Schema != nil {
		said = store.Strong
	}
	if c.Frozen != nil && said != "" && said != lifecycleOf(*c.Frozen) {
		return invalid("frozen", "must be %v for a %s association; leave it out", !*c.Frozen, said)
	}
	return nil
}

// completed is a change with its type and, if anything tells it, its lifecycle written out: a schema and frozen=true mean
// STRONG, frozen=false means WEAK.
func (c Change) completed() Change {
	c.Type = cmp.Or(c.Type, Value)
	switch {
	case c.Schema != nil:
		c.Lifecycle = store.Strong
	case c.Frozen != nil:
		c.Lifecycle = lifecycleOf(*c.Frozen)
	}
	return c
}

func lifecycleOf(frozen bool) store.Lifecycle {
	if frozen {
		return store.Strong
	}
	return store.Weak
}

// ownSubject is the subject that belongs to a resource: `:.namespace:name-type`.
func ownSubject(r store.Resource, kind string) store.Subject {
	return store.Subject{Domain: store.DomainName(r.Namespace), Name: r.Name + "-" + kind}
}

// invalid is the error of a request about associations that has a property wrong.
func invalid(property, detail string, args ...any) error {
	return fault.AssociationInvalid.With("property", property).Because(detail, args...)
}

func unknownAssociation(r store.Resource) error {
	return fault.AssociationNotFound.With("resource", cmp.Or(r.ID, r.Name))
}

func tiedResource(kind string, r store.Resource) error {
	return fault.AssociationExists.With("type", kind).With("resource", cmp.Or(r.ID, r.Name))
}

func tiedSubject(s store.Subject) error {
	return fault.SubjectAssociated.About(s)
}

func ownedSubject(s store.Subject) error {
	return fault.SubjectOwned.About(s)
}

func noLiveVersion(s store.Subject) error {
	return fault.SubjectWithoutVersion.About(s)
}

func frozen(a *store.Association) error {
	return fault.AssociationFrozen.About(a.Subject).With("type", a.Type)
}
