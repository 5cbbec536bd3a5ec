package proof

import (
	"github.com/concord-registry/concord/compat/jsonschema/made"
	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// obstacles collects what stands in the way between values of one type that satisfy all of conj, of the writer's, and the
// keywords of the reader's.
type obstacles struct {
	*prover
	conj           []*model.Node
	writer, reader *model.Node
	found          []Obstacle
}

// keyword reports a keyword of the reader's that values of the writer's can violate, given as a schema of its own.
func (o *obstacles) keyword(code rule.Code, alone *model.Node, path ...string) {
	if !o.full() && !o.safe(o.conj, alone) {
		o.found = append(o.found, Obstacle{Code: code, Site: site.Of(o.writer, o.reader, path...), Violated: alone})
	}
}

// full reports whether enough was found.
func (o *obstacles) full() bool { return len(o.found) >= maxObstacles }

// below includes what stands in the way below a keyword, where wrap makes a schema of the keyword with another one in it;
// code replaces that of an obstacle at the keyword itself. An obstacle in a schema that stands in no text is one of the
// schema around it.
func (o *obstacles) below(found []Obstacle, wrap func(*model.Node) *model.Node, code rule.Code, path ...string) {
	for _, f := range found {
		if f.Violated = wrap(f.Violated); o.full() || o.safe(o.conj, f.Violated) {
			continue
		}
		if len(f.Path) == 0 && f.Code == NotProved {
			f.Code = code
		}
		if len(f.Path) == 0 && f.Reader.Source.At.Start.Line == 0 {
			f.Writer, f.Reader = o.writer, o.reader
		}
		f.Site = f.Below(path...)
		o.found = append(o.found, f)
	}
}

// openSchema is what a keyword asks of undeclared members.
func (o *obstacles) openSchema(open model.Open) *model.Node {
	switch {
	case open.Schema != nil:
		return open.Schema
	case !open.Allowed:
		return o.Made.OfKind(model.False)
	}
	return made.Anything
}

// unevaluatedAlone is the reader without the keywords that have an obstacle of their own.
func (o *obstacles) unevaluatedAlone() *model.Node {
	if len(o.found) > 0 {
		return made.Anything
	}
	return o.reader
}
