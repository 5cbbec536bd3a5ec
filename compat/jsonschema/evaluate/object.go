package evaluate

import (
	"math/big"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

func (e *evaluation) object(n *model.Node, v *jsontree.Value) Answer {
	r := Object(n)
	members := make(map[string]bool, len(v.Members))
	for _, m := range v.Members {
		members[m.Name] = true
	}
	count := big.NewRat(int64(len(members)), 1)
	out := said(value.Point(count).Within(value.Interval{Min: r.Min, Max: r.Max}))
	for _, name := range r.Required {
		out = both(out, said(members[name]))
	}
	for _, d := range r.Dependencies {
		if members[d.Name] && out != No {
			out = both(out, e.dependency(n, d, members, v))
		}
	}
	for _, m := range v.Members {
		if out == No {
			break
		}
		out = both(out, e.member(r, m))
	}
	return out
}

// dependency is unknown where validators disagree about a word of earlier drafts.
func (e *evaluation) dependency(n *model.Node, d model.Dependency, members map[string]bool, v *jsontree.Value) Answer {
	out := Yes
	for _, name := range d.Required {
		out = both(out, said(members[name]))
	}
	if d.Schema != nil {
		out = both(out, e.accepts(d.Schema, v))
	}
	if out == No && n.Draft.Modern() && n.Source.Get("dependencies") != nil {
		return Unknown
	}
	return out
}

func (e *evaluation) member(r *model.ObjectRules, m jsontree.Member) Answer {
	out, covered := Yes, No
	if node := r.Property(m.Name); node != nil {
		out, covered = e.accepts(node, m.Value), Yes
	}
	for _, pattern := range r.Patterns {
		switch e.Match(pattern.Name, m.Name) {
		case Yes:
			out, covered = both(out, e.accepts(pattern.Node, m.Value)), Yes
		case Unknown:
			out, covered = both(out, either(e.accepts(pattern.Node, m.Value))), doubtful(covered)
		}
	}
	if r.PropertyNames != nil {
		out = both(out, e.accepts(r.PropertyNames, value.String(m.Name)))
	}
	switch {
	case covered == Yes || out == No:
		return out
	case covered == Unknown:
		return both(out, either(e.open(r.Additional, m.Value)))
	case !r.Additional.Set && !r.Unevaluated.Anything():
		return both(out, Unknown)
	}
	return both(out, e.open(r.Additional, m.Value))
}
