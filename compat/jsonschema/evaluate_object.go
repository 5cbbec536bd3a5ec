package jsonschema

import (
	"math/big"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

func (e *evaluation) object(n *model.Node, v *jsontree.Value) answer {
	r := objectOf(n)
	members := make(map[string]bool, len(v.Members))
	for _, m := range v.Members {
		members[m.Name] = true
	}
	count := big.NewRat(int64(len(members)), 1)
	out := said(interval{min: count, max: count}.within(interval{min: r.Min, max: r.Max}))
	for _, name := range r.Required {
		out = both(out, said(members[name]))
	}
	for _, d := range r.Dependencies {
		if members[d.Name] && out != no {
			out = both(out, e.dependency(n, d, members, v))
		}
	}
	for _, m := range v.Members {
		if out == no {
			break
		}
		out = both(out, e.member(r, m))
	}
	return out
}

// dependency is unknown where validators disagree about a word of earlier drafts.
func (e *evaluation) dependency(n *model.Node, d model.Dependency, members map[string]bool, v *jsontree.Value) answer {
	out := yes
	for _, name := range d.Required {
		out = both(out, said(members[name]))
	}
	if d.Schema != nil {
		out = both(out, e.accepts(d.Schema, v))
	}
	if out == no && n.Draft.Modern() && n.Source.Get("dependencies") != nil {
		return unknown
	}
	return out
}

func (e *evaluation) member(r *model.ObjectRules, m jsontree.Member) answer {
	out, covered := yes, no
	if node := r.Property(m.Name); node != nil {
		out, covered = e.accepts(node, m.Value), yes
	}
	for _, pattern := range r.Patterns {
		switch e.match(pattern.Name, m.Name) {
		case yes:
			out, covered = both(out, e.accepts(pattern.Node, m.Value)), yes
		case unknown:
			out, covered = both(out, either(e.accepts(pattern.Node, m.Value))), doubtful(covered)
		}
	}
	if r.PropertyNames != nil {
		out = both(out, e.accepts(r.PropertyNames, &jsontree.Value{Kind: jsontree.String, Text: m.Name}))
	}
	switch {
	case covered == yes || out == no:
		return out
	case covered == unknown:
		return both(out, either(e.open(r.Additional, m.Value)))
	case !r.Additional.Set && !anything(r.Unevaluated):
		return both(out, unknown)
	}
	return both(out, e.open(r.Additional, m.Value))
}

// doubtful is an answer that may still be yes.
func doubtful(a answer) answer {
	if a == no {
		return unknown
	}
	return a
}

// either is the answer of a schema that may apply or not.
func either(a answer) answer {
	if a == yes {
		return yes
	}
	return unknown
}
