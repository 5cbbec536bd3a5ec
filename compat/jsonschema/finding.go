package jsonschema

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// finding fills in a row of the table: the two places, what stands there, the sentence, and the fix.
func (r *row) finding(e edits, at site.Site) rule.Finding {
	name := nameOf(at.Path)
	read, written := described(at.Reader, name), described(at.Writer, name)
	f := rule.Finding{
		Code: r.Code, Direction: e.dir, Message: r.sentence(e.dir, strconv.Quote(name), written, read),
		Fix: rule.Fix{Text: r.fix, Edit: e.of(at.Around, r.edit)},
	}
	f.Old, f.New = rule.Ages(e.dir, placeOf(at.Path, at.Reader, name), placeOf(at.Path, at.Writer, name))
	f.Was, f.Is = rule.Ages(e.dir, read, written)
	return f
}

// sentence fills the row's message in one pass, so that nothing in a schema's text is taken for a mark.
func (r *row) sentence(dir rule.Direction, name, written, read string) string {
	reader, writer := rule.Roles(dir, "the old schema", "the new schema")
	return strings.NewReplacer("{writer}", writer, "{reader}", reader, "{name}", name,
		"{was}", orNothing(written), "{is}", orNothing(read)).Replace(r.message)
}

func orNothing(text string) string {
	if text == "" {
		return "nothing in particular"
	}
	return text
}

// nameOf is the property, position or keyword that a path ends in.
func nameOf(path []string) string {
	if len(path) == 0 {
		return "#"
	}
	return path[len(path)-1]
}

// placeOf is where a schema, or the keyword of it that a path ends in, stands. A schema that is absent has a path only.
func placeOf(path []string, node *model.Node, name string) rule.Place {
	p := rule.Place{Path: "#/" + strings.Join(path, "/")}
	if node != nil {
		p.Span = spanOf(node, name)
	}
	return p
}

func spanOf(node *model.Node, keyword string) schema.Span {
	if v := node.Source.Get(keyword); v != nil {
		return v.At
	}
	return node.Source.At
}

// described is what stands there, in short: the value of the keyword, or the schema.
func described(node *model.Node, keyword string) string {
	if node == nil {
		return ""
	}
	if node.Kind == model.Combined && !node.Combined.Synthetic {
		return string(node.Combined.Criterion)
	}
	v := node.Source.Get(keyword)
	if v == nil {
		v = node.Source
	}
	return shortened(string(jsontree.Append(nil, v, nil)))
}

// maxQuote is how many bytes of a schema a sentence quotes.
const maxQuote = 80

func shortened(text string) string {
	if len(text) <= maxQuote {
		return text
	}
	cut := maxQuote
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "…"
}
