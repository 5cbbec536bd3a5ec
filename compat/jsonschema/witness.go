package jsonschema

import (
	"strings"

	"github.com/concord-registry/concord/compat/jsonschema/proof"
	"github.com/concord-registry/concord/compat/jsonschema/search"
	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxWitnessed bounds for how many obstacles a witness is looked for, each for so many steps.
const (
	maxWitnessed    = 8
	maxWitnessSteps = 20_000
)

// judge confirms witnesses: an independent validator must accept a value for the writer and refuse it for the reader.
type judge struct {
	writer, reader      *jsonschema.Schema
	accepting, refusing *jsonschema.Validator
	compiled            bool
}

// confirms reports whether a value is a witness. It compiles the validators when it is first asked.
func (j *judge) confirms(v *jsontree.Value) bool {
	if !j.compiled {
		j.compiled = true
		j.compile()
	}
	if j.accepting == nil || j.refusing == nil {
		return false
	}
	text := value.Text(v)
	return j.accepting.Accepts(text) && j.refusing.Refuses(text)
}

func (j *judge) compile() {
	for _, s := range []*jsonschema.Schema{j.writer, j.reader} {
		if root, err := s.Model(); err != nil || !affordable(root) {
			return
		}
	}
	var err error
	if j.accepting, err = j.writer.Validator(); err != nil {
		return
	}
	if j.refusing, err = j.reader.Validator(); err != nil {
		j.refusing = nil
	}
}

// witness is one for a confirmed value.
func (j *judge) witness(v *jsontree.Value) *rule.Witness {
	text := value.Text(v)
	return &rule.Witness{Datum: text, Result: j.refusing.Explain(text)}
}

// addWitnesses looks for a witness of each obstacle, and gives it to the findings at the place. Findings of which none has
// one get the one that was found for the schemas as a whole, if any.
func (j *judge) addWitnesses(findings []rule.Finding, obstacles []proof.Obstacle, f *search.Finder, root *model.Node, whole *jsontree.Value) {
	found := false
	for _, o := range obstacles[:min(len(obstacles), maxWitnessed)] {
		f.Allow(maxWitnessSteps)
		v := f.Find([]search.Literal{search.Satisfy(root), search.Violate(o.Violated)}, j.confirms).Value
		if v != nil {
			found = true
			give(findings, o.Path, j.witness(v))
		}
	}
	if !found && whole != nil {
		give(findings, nil, j.witness(whole))
	}
	repeat(findings)
}

// repeat gives findings that say the same as another one, further down in a recursive schema, its witness.
func repeat(findings []rule.Finding) {
	type said struct {
		code     rule.Code
		old, new schema.Span
	}
	known := map[said]*rule.Witness{}
	for _, f := range findings {
		if f.Witness != nil {
			known[said{f.Code, f.Old.Span, f.New.Span}] = f.Witness
		}
	}
	for i, f := range findings {
		if f.Breaks != 0 && f.Witness == nil {
			findings[i].Witness = known[said{f.Code, f.Old.Span, f.New.Span}]
		}
	}
}

// give attaches a witness to the breaking findings at a place that have none.
func give(findings []rule.Finding, at []string, w *rule.Witness) {
	for i := range findings {
		f := &findings[i]
		path := strings.Split(strings.TrimPrefix(f.New.Path, "#/"), "/")
		if f.New.Path == "#/" {
			path = nil
		}
		if f.Breaks != 0 && f.Witness == nil && site.Related(path, at) {
			f.Witness = w
		}
	}
}
