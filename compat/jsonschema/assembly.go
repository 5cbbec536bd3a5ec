package jsonschema

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/jsonschema/search"
	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// assembly joins the two answers into findings.
type assembly struct {
	edits       edits
	differences []reference.Difference
	obstacles   []proof.Obstacle
	// unfinished says that the search for a value was given up before its end.
	unfinished bool
	// breaking says of every difference whether an obstacle stands at it or below it, or above it where nothing else does;
	// matched of every obstacle whether it stands at a difference.
	breaking, matched []bool
}

// prove finds the obstacles, and where it can a value that the reader refuses.
func (a *assembly) prove(f *search.Finder, j *judge, w, r *model.Node) (whole *jsontree.Value) {
	breaking := []search.Literal{search.Satisfy(w), search.Violate(r)}
	out := f.Find(breaking, func(v *jsontree.Value) (ok bool) {
		rule.Optional(func() { ok = j.confirms(v) })
		return ok
	})
	a.unfinished = f.Exhausted()
	if !out.None {
		a.obstacles = proof.Obstacles(f, w, r)
	}
	if len(a.obstacles) == 0 && (out.Value != nil || f.Early && !safeWithPrefixes(breaking)) {
		a.obstacles = []proof.Obstacle{{Code: proof.NotProved, Site: site.Site{Writer: w, Reader: r}, Violated: r}}
	}
	a.place()
	return out.Value
}

// safeWithPrefixes reports whether containment holds as well where `prefixItems` is read in 2019-09.
func safeWithPrefixes(breaking []search.Literal) bool {
	f := search.New()
	f.Prefixes = true
	return f.Impossible(breaking)
}

// place says of obstacles and differences which belong together.
func (a *assembly) place() {
	a.breaking, a.matched = make([]bool, len(a.differences)), make([]bool, len(a.obstacles))
	for i, o := range a.obstacles {
		if !a.mark(i, func(d reference.Difference) bool { return site.Leads(d.Path, o.Path) }) {
			a.mark(i, func(d reference.Difference) bool { return site.Leads(o.Path, d.Path) })
		}
	}
	a.spread()
}

// mark says of the differences at an obstacle that they break.
func (a *assembly) mark(obstacle int, at func(reference.Difference) bool) bool {
	for j, d := range a.differences {
		if at(d) {
			a.breaking[j], a.matched[obstacle] = true, true
		}
	}
	return a.matched[obstacle]
}

// spread marks the repetitions of a breaking difference: a recursive schema is proved once and reported several times.
func (a *assembly) spread() {
	known := map[string]bool{}
	for j, d := range a.differences {
		if a.breaking[j] {
			known[identity(d)] = true
		}
	}
	for j, d := range a.differences {
		a.breaking[j] = a.breaking[j] || known[identity(d)]
	}
}

// identity is the same for the repetitions of one difference.
func identity(d reference.Difference) string {
	last := ""
	if len(d.Path) > 0 {
		last = d.Path[len(d.Path)-1]
	}
	return strings.Join([]string{string(d.Type), pointerOf(d.Writer), pointerOf(d.Reader), last}, "\x00")
}

func pointerOf(n *model.Node) string {
	if n == nil {
		return ""
	}
	return n.At + n.Source.At.String()
}

func (a *assembly) findings() []rule.Finding {
	var out []rule.Finding
	for i, d := range a.differences {
		out = append(out, a.ofDifference(d, a.breaking[i]))
	}
	for i, o := range a.obstacles {
		if !a.matched[i] {
			out = append(out, a.ofObstacle(o))
		}
	}
	slices.SortStableFunc(out, func(x, y rule.Finding) int {
		return cmp.Or(strings.Compare(x.New.Path, y.New.Path), strings.Compare(x.Old.Path, y.Old.Path), strings.Compare(string(x.Code), string(y.Code)))
	})
	return out
}

func (a *assembly) ofDifference(d reference.Difference, breaks bool) rule.Finding {
	f := byDifference[d.Type].finding(a.edits, d.Site)
	f.Reference = &rule.Difference{Type: string(d.Type), Path: d.Pointer(), Lenient: d.Type.Lenient()}
	if breaks {
		f.Breaks = rule.Value
	}
	return f
}

func (a *assembly) ofObstacle(o proof.Obstacle) rule.Finding {
	f := byCode[o.Code].finding(a.edits, o.Site)
	f.Breaks = rule.Value
	return f
}

// conclude says so where neither a proof nor a witness was found: at the root, unless it is said there already.
func (a *assembly) conclude(findings []rule.Finding, w, r *model.Node) []rule.Finding {
	why := &notProved
	if a.unfinished {
		why = &unfinished
	}
	breaks := false
	for _, f := range findings {
		breaks = breaks || f.Breaks != 0
		if f.Witness != nil || f.Code == why.Code && f.New.Path == "#/" {
			return findings
		}
	}
	if !breaks {
		return findings
	}
	f := why.finding(a.edits, site.Site{Writer: w, Reader: r})
	f.Breaks = rule.Value
	return append([]rule.Finding{f}, findings...)
}
