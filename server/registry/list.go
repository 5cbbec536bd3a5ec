package registry

import (
	"iter"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

// Subjects walks the subjects that match a prefix in the syntax of the API (contract §1.3), by qualified name. Walking a
// few of many costs what the few do.
func (r *Session) Subjects(prefix string, which Deletion) iter.Seq[store.Subject] {
	return func(yield func(store.Subject) bool) {
		view := r.View()
		for versions := range matching(view, parsePrefix(prefix)) {
			live := versions.Latest() != nil
			listed := (which == WithDeleted || live == (which == LiveOnly)) && r.May(view, store.SubjectList, versions.Subject) == nil
			if listed && !yield(versions.Subject) {
				return
			}
		}
	}
}

// prefixed is a prefix of subjects in the syntax of the API: `:*:a` in all domains, `:.d:a` in domain d, `a` in the
// default one.
type prefixed struct {
	everywhere bool
	store.Subject
}

func parsePrefix(prefix string) prefixed {
	if name, ok := strings.CutPrefix(prefix, ":*:"); ok {
		return prefixed{true, store.Subject{Name: name}}
	}
	return prefixed{false, store.ParseSubject(prefix, store.DefaultDomain)}
}

func (p prefixed) selects(s store.Subject) bool {
	return (p.everywhere || s.Domain == p.Domain) && strings.HasPrefix(s.Name, p.Name)
}

// matching walks the subjects that a prefix selects, by qualified name.
func matching(view *store.View, p prefixed) iter.Seq[*store.Versions] {
	const others = ":." // what the qualified names of all domains but the default one start with
	switch {
	case !p.everywhere:
		return view.SubjectsOf(p.Domain, p.Name)
	case strings.HasPrefix(others, p.Name):
		return filter(view.Subjects(""), p.selects)
	}
	parts := []iter.Seq[*store.Versions]{}
	for _, d := range byQualifiedName(view.OtherDomains()) {
		parts = append(parts, view.SubjectsOf(d, p.Name))
	}
	own := view.SubjectsOf(store.DefaultDomain, p.Name)
	if p.Name < others {
		return inTurn(append([]iter.Seq[*store.Versions]{own}, parts...))
	}
	return inTurn(append(parts, own))
}

// byQualifiedName orders domains as their subjects are ordered: `a-b` before `a`, for a dash comes before the colon.
func byQualifiedName(domains []store.DomainName) []store.DomainName {
	slices.SortFunc(domains, func(a, b store.DomainName) int { return strings.Compare(string(a)+":", string(b)+":") })
	return domains
}

func inTurn[T any](parts []iter.Seq[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		for _, part := range parts {
			for item := range part {
				if !yield(item) {
					return
				}
			}
		}
	}
}

func filter(subjects iter.Seq[*store.Versions], keep func(store.Subject) bool) iter.Seq[*store.Versions] {
	return func(yield func(*store.Versions) bool) {
		for versions := range subjects {
			if keep(versions.Subject) && !yield(versions) {
				return
			}
		}
	}
}

// SchemaQuery selects versions across subjects (contract §1.5).
type SchemaQuery struct {
	Prefix   string
	Deleted  bool
	Latest   bool
	Aliases  bool
	RuleType string
	// Keep selects subjects; nil selects all.
	Keep func(*store.View, store.Subject) bool
}

// AliasedVersion is a version together with the subjects that are aliases of its subject.
type AliasedVersion struct {
	*store.Version
	Aliases []string
}

// Schemas walks the versions that q selects, by subject and number. With q.Aliases a prefix also selects the subjects
// that aliases with that prefix stand for.
func (r *Session) Schemas(q SchemaQuery) iter.Seq[AliasedVersion] {
	return func(yield func(AliasedVersion) bool) {
		view, aliases := r.View(), map[store.Subject][]string(nil)
		if q.Aliases {
			aliases = aliasesOf(view)
		}
		for versions := range selected(view, q, aliases) {
			if q.Keep != nil && !q.Keep(view, versions.Subject) || r.May(view, store.SchemaList, versions.Subject) != nil {
				continue
			}
			for _, v := range q.of(versions) {
				if !yield(AliasedVersion{v, aliases[versions.Subject]}) {
					return
				}
			}
		}
	}
}

// aliasesOf lists, for each subject, the qualified names of its aliases in order.
func aliasesOf(view *store.View) map[store.Subject][]string {
	aliases := map[store.Subject][]string{}
	for c := range view.Configs() {
		if c.Alias != "" {
			target := store.ParseSubject(c.Alias, c.Scope.Domain)
			aliases[target] = append(aliases[target], c.Scope.String())
		}
	}
	for _, names := range aliases {
		slices.Sort(names)
	}
	return aliases
}

func selected(view *store.View, q SchemaQuery, aliases map[store.Subject][]string) iter.Seq[*store.Versions] {
	p := parsePrefix(q.Prefix)
	if len(aliases) == 0 {
		return matching(view, p)
	}
	return filter(view.Subjects(""), func(s store.Subject) bool {
		return p.selects(s) || slices.ContainsFunc(aliases[s], func(alias string) bool {
			return p.selects(store.ParseSubject(alias, store.DefaultDomain))
		})
	})
}

// of lists the versions of one subject that q selects.
func (q SchemaQuery) of(versions *store.Versions) []*store.Version {
	var found []*store.Version
	for _, v := range slices.Backward(versions.All) {
		if v.Deleted && !q.Deleted || q.RuleType != "" && !hasRule(v.Content().RuleSet, q.RuleType) {
			continue
		}
		found = append(found, v)
		if q.Latest {
			break
		}
	}
	slices.Reverse(found)
	return found
}

func hasRule(s *schema.RuleSet, kind string) bool {
	if s == nil {
		return false
	}
	is := func(r schema.Rule) bool { return r.Type == kind }
	return slices.ContainsFunc(s.MigrationRules, is) || slices.ContainsFunc(s.DomainRules, is) ||
		slices.ContainsFunc(s.EncodingRules, is)
}
