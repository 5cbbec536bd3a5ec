package reading

import (
	"cmp"
	"slices"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// latestVersion in a reference asks for the newest version of its subject.
const latestVersion = -1

// pin returns references with -1 replaced by the number of the latest live version. The targets of new references must
// be live; those of a look-up and of stored schemas may be soft-deleted.
func pin(view *store.View, d store.DomainName, references []schema.Reference, deleted bool) ([]schema.Reference, error) {
	pinned := slices.Clone(references)
	for i, ref := range pinned {
		v, err := target(view, d, ref, deleted)
		if err != nil {
			return nil, err
		}
		pinned[i].Version = v.Number
	}
	return pinned, nil
}

// target is the version that a reference from domain d means.
func target(view *store.View, d store.DomainName, ref schema.Reference, deleted bool) (*store.Version, error) {
	if ref.Name == "" || ref.Subject == "" || ref.Version == 0 {
		return nil, fault.ReferenceInvalid.Because("name %q, subject %q and version %d must all be given", ref.Name, ref.Subject, ref.Version)
	}
	s := store.ParseSubject(ref.Subject, d)
	versions := view.Subject(s)
	v := versions.Get(ref.Version)
	if ref.Version == latestVersion {
		v = versions.Latest()
	}
	if v == nil || v.Deleted && !deleted {
		return nil, fault.ReferenceNotFound.About(s).With("reference", ref.Subject).With("version", ref.Version)
	}
	return v, nil
}

// sortReferences puts references in the order of normalised schemas, each once.
func sortReferences(references []schema.Reference) []schema.Reference {
	ordered := slices.SortedStableFunc(slices.Values(references), func(a, b schema.Reference) int {
		return cmp.Or(cmp.Compare(a.Subject, b.Subject), cmp.Compare(a.Version, b.Version))
	})
	return slices.Compact(ordered)
}

// closure gathers the texts behind references and, in turn, behind theirs.
type closure struct {
	view *store.View
	// draft stands in the place of every version of its subject; nil for none.
	draft  *Offer
	limit  int // of texts
	named  map[string]bool
	texts  []schema.Dependency
	behind []store.Digest // of the contents behind texts
}

// add appends the texts behind pinned references of domain d, each after those that it needs itself. Of several with
// one name the first counts. A version never refers to a later registration, so this ends; and a name is visited once.
func (c *closure) add(d store.DomainName, references []schema.Reference) error {
	for _, ref := range references {
		if c.named[ref.Name] {
			continue
		}
		if len(c.named) >= c.limit {
			return fault.SchemaTooComplex.With("limit", c.limit)
		}
		c.named[ref.Name] = true
		v, err := target(c.view, d, ref, true)
		if err != nil {
			return err
		}
		content := c.content(v)
		if err := c.add(v.Subject.Domain, content.References); err != nil {
			return err
		}
		named := schema.Reference{Name: ref.Name, Subject: v.Subject.String(), Version: v.Number}
		c.texts = append(c.texts, schema.Dependency{Reference: named, Text: content.Text})
		c.behind = append(c.behind, content.Digest)
	}
	return nil
}

func (c *closure) content(v *store.Version) *store.Content {
	if c.draft != nil && v.Subject == c.draft.Subject {
		return c.draft.Content
	}
	return v.Content()
}
