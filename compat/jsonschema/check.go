// Package jsonschema compares JSON Schema schemas in two ways at once.
//
// The first is that of the reference registry: a comparison of structure, keyword by keyword, whose differences are
// reported in its words, types and paths (compatibility contract §4.2 to §4.4). The second is containment: whether every
// value that the writer's schema allows is allowed by the reader's (§4.7). It is decided by looking for a value of which
// that is not true. Where there is none, it is proved; one that an independent validator confirms is the witness; where
// neither is found within a number of steps, the answer is no, and says that it was not proved. Each finding carries both
// answers, so that one report serves whoever wants the reference's verdict and whoever wants the truth.
package jsonschema

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/reference"
	"github.com/concord-registry/concord/compat/jsonschema/search"
	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Check lists what differs between old and new in one direction, by place and then by code. Findings that break nothing
// are refused by the reference only; findings without Reference are seen by containment only.
func Check(dir rule.Direction, old, new *jsonschema.Schema) []rule.Finding {
	if old.Equal(new) {
		return nil
	}
	reader, writer := rule.Roles(dir, old, new)
	w, err := writer.Model()
	if err != nil {
		return []rule.Finding{tooComplex(dir, err.Error())}
	}
	r, err := reader.Model()
	if err != nil {
		return []rule.Finding{tooComplex(dir, err.Error())}
	}
	differences, complete := reference.Compare(w, r)
	if !complete {
		return []rule.Finding{tooComplex(dir, "it takes more than "+strconv.Itoa(reference.MaxSteps)+" steps")}
	}
	a := &assembly{dir: dir, differences: differences, edits: edits{dir, fileOf(new)}}
	f, j := search.New(), &judge{writer: writer, reader: reader}
	whole := a.prove(f, j, w, r)
	findings := a.findings()
	rule.Optional(func() { j.addWitnesses(findings, a.obstacles, f, w, whole) })
	return a.conclude(findings, w, r)
}

// fileOf is what positions call the text of a schema.
func fileOf(s *jsonschema.Schema) string {
	if root, err := s.Model(); err == nil {
		return root.Source.At.File
	}
	return ""
}

// tooComplex is the answer where a comparison had to end early. It refuses under every judge: what is not known to be
// compatible is not.
func tooComplex(dir rule.Direction, reason string) rule.Finding {
	e := byCode[codeTooComplex]
	return rule.Finding{
		Code: e.code, Direction: dir, Breaks: rule.Value, Reference: &rule.Difference{Type: string(reference.TypeChanged), Path: "#/"},
		Message: e.sentence(dir, reason, "", ""), Fix: rule.Fix{Text: e.fix},
	}
}

// assembly joins the two answers into findings.
type assembly struct {
	dir         rule.Direction
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

// conclude says so where neither a proof nor a witness was found: at the root, unless it is said there already.
func (a *assembly) conclude(findings []rule.Finding, w, r *model.Node) []rule.Finding {
	code := proof.NotProved
	if a.unfinished {
		code = proof.Unfinished
	}
	breaks := false
	for _, f := range findings {
		breaks = breaks || f.Breaks != 0
		if f.Witness != nil || f.Code == code && f.New.Path == "#/" {
			return findings
		}
	}
	if !breaks {
		return findings
	}
	f := a.finding(byCode[code], site.Site{Writer: w, Reader: r})
	f.Breaks = rule.Value
	return append([]rule.Finding{f}, findings...)
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
	f := a.finding(byKind[string(d.Type)], d.Site)
	f.Fix.Edit = a.edits.of(f.Code, d.Around)
	f.Reference = &rule.Difference{Type: string(d.Type), Path: d.Pointer(), Lenient: d.Type.Lenient()}
	if breaks {
		f.Breaks = rule.Value
	}
	return f
}

func (a *assembly) ofObstacle(o proof.Obstacle) rule.Finding {
	f := a.finding(byCode[o.Code], o.Site)
	f.Fix.Edit = a.edits.of(f.Code, o.Around)
	f.Breaks = rule.Value
	return f
}
