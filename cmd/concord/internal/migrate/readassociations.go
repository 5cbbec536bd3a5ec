package migrate

import (
	"context"
	"errors"
	"fmt"

	concord "github.com/concord-registry/concord/clients/old"
)

// readAssociations adds the associations of all resources. Where the registry does not list them all at once, each
// subject is asked for its own.
func (s *Snapshot) readAssociations(ctx context.Context, c *concord.Client) (err error) {
	s.Associations, err = c.Associations(ctx)
	if concord.KindOf(err) == concord.Invalid {
		var lists [][]concord.Association
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
		s.Associations[i].Subject = plainScope(string(a.Subject))
	}
	return nil
}

// without is for a part of the API that answered with an error: a registry that does not have the part lacks nothing;
// what this caller may not see is left out; other errors count.
func (s *Snapshot) without(what string, err error) error {
	switch concord.KindOf(err) {
	case concord.NotFound:
		return nil
	case concord.Forbidden:
		s.Skipped = append(s.Skipped, Skipped{what, err.Error()})
		return nil
	}
	return err
}

// associationName is what people call an association.
func associationName(a concord.Association) string {
	return fmt.Sprintf("association of the %ss of %s %s in %s", a.Type, a.ResourceType, a.ResourceName, a.ResourceNamespace)
}

// codeOf is the code of an answer, 0 for other errors.
func codeOf(err error) int {
	if answer := (*concord.Error)(nil); errors.As(err, &answer) {
		return answer.Code
	}
	return 0
}
