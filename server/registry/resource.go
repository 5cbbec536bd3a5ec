package registry

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

// check puts defaults into a request and refuses what no registry could accept, whatever it holds (contract §1.11).
func (req *AssociationRequest) check() error {
	if err := checkResource(&req.Resource, req.DryRun); err != nil {
		return err
	}
	switch {
	case len(req.Changes) == 0:
		return InvalidAssociation("associations", "cannot be null or empty")
	case len(req.Changes) > maxChanges:
		return InvalidAssociation("associations", "has %d elements; send at most %d for one resource", len(req.Changes), maxChanges)
	}
	changes := make([]AssociationChange, len(req.Changes))
	for i, c := range req.Changes {
		if err := c.check(); err != nil {
			return err
		}
		changes[i] = c
	}
	req.Changes = changes
	return nil
}

// checkResource accepts the names of topics, dots included, which the reference refuses; a namespace becomes the name
// of a domain and has none.
func checkResource(r *store.Resource, dry bool) error {
	if err := checkName("resourceName", r.Name, "_-."); err != nil {
		return err
	}
	if err := checkName("resourceNamespace", r.Namespace, "_-"); err != nil {
		return err
	}
	switch {
	case r.ID == "" && !dry:
		return InvalidAssociation("resourceId", "cannot be null or empty")
	case len(r.ID) > maxResourceID:
		return InvalidAssociation("resourceId", "exceeds max length of %d", maxResourceID)
	case !utf8.ValidString(r.ID), strings.ContainsFunc(r.ID, unicode.IsControl):
		return InvalidAssociation("resourceId", "holds a control character or is not UTF-8")
	}
	return checkResourceType(&r.Type)
}

func checkResourceType(kind *string) error {
	if *kind = cmp.Or(*kind, Topic); *kind != Topic {
		return InvalidAssociation("resourceType", "must be '%s'", Topic)
	}
	return nil
}

func checkName(property, name, marks string) error {
	switch {
	case name == "":
		return InvalidAssociation(property, "cannot be null or empty")
	case utf8.RuneCountInString(name) > maxResourceName:
		return InvalidAssociation(property, "exceeds max length of %d", maxResourceName)
	}
	for _, c := range name {
		if !unicode.IsLetter(c) && !unicode.IsDigit(c) && !strings.ContainsRune(marks, c) {
			return InvalidAssociation(property, "illegal character %q", c)
		}
	}
	return nil
}

// check puts defaults into one change. The lifecycle, if anything tells it, is written out: a schema and frozen=true
// mean STRONG, frozen=false means WEAK.
func (c *AssociationChange) check() error {
	if c.Op != CreateAssociation && c.Op != UpsertAssociation && c.Op != DeleteAssociation {
		return InvalidAssociation("opType", "must be %s, %s or %s", CreateAssociation, UpsertAssociation, DeleteAssociation)
	}
	if c.Type = cmp.Or(c.Type, Value); c.Type != Key && c.Type != Value {
		return InvalidAssociation("associationType", "must be '%s' or '%s'", Key, Value)
	}
	if c.Schema != nil {
		if c.Lifecycle == store.Weak {
			return InvalidAssociation("lifecycle", "an association with a schema is STRONG; register the schema first, or leave the lifecycle out")
		}
		c.Lifecycle = store.Strong
	}
	if c.Frozen == nil {
		return nil
	}
	told := store.Weak
	if *c.Frozen {
		told = store.Strong
	}
	if c.Lifecycle != "" && c.Lifecycle != told {
		return InvalidAssociation("frozen", "must be %v for a %s association; leave it out", !*c.Frozen, c.Lifecycle)
	}
	c.Lifecycle = told
	return nil
}

// ownSubject is the subject that belongs to a resource: `:.namespace:name-type`.
func ownSubject(r store.Resource, kind string) store.Subject {
	return store.Subject{Domain: store.DomainName(r.Namespace), Name: r.Name + "-" + kind}
}

// InvalidAssociation is the error of a request about associations that has a property wrong.
func InvalidAssociation(property, detail string, args ...any) error {
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

// lastLiveVersion keeps an association from losing what it ties to.
func lastLiveVersion(s store.Subject) error {
	return fault.LastVersion.About(s)
}

func frozen(a *store.Association) error {
	return fault.AssociationFrozen.About(a.Subject).With("type", a.Type)
}
