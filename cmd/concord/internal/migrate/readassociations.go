package migrate

import (
	"context"
	"errors"
	"fmt"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/clients/go/confluent"
)

// readAssociations adds the associations of all resources. Where the registry does not list them all at once, each
// subject is asked for its own.
func (s *Snapshot) readAssociations(ctx context.Context, c *confluent.Client) (err error) {
	s.Associations, err = c.Associations(ctx)
	if errors.Is(err, concord.Invalid) {
		var lists [][]confluent.Association
		lists, err = each(ctx, s.subjects(), c.AssociationsOf)
		s.Associations = nil
		for _, list := range lists {
			s.Associations = append(s.Associations, list...)
		}
	}
	if err != nil {
		return s.without("the associations", err)
	}
	for i, a := range s.Associations {
		s.Associations[i].Subject = a.Subject.Plain()
	}
	return nil
}

// without is for a part of the API that answered with an error: a registry that does not have the part lacks nothing;
// what this caller may not see is left out; other errors count.
func (s *Snapshot) without(what string, err error) error {
	switch concord.KindOf(err) {
	case concord.NotFound:
		return nil
	case concord.Denied:
		s.Skipped = append(s.Skipped, Skipped{what, err.Error()})
		return nil
	}
	return err
}

// associationName is what people call an association.
func associationName(a confluent.Association) string {
	return fmt.Sprintf("association of the %ss of %s %s in %s", a.Type, a.ResourceType, a.ResourceName, a.ResourceNamespace)
}
