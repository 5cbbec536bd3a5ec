package jsonschema

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// identities knows which schemas say the same: those whose texts, and the texts of everything that they refer to, are
// equal. Annotations count, so that two schemas may say the same without being known to.
type identities struct {
	prints map[*model.Node]string
	// textual is false for schemas of two drafts, in which equal texts need not mean the same.
	textual bool
	// visited counts the schemas that were read for it.
	visited int
}

// maxVisited bounds what is read to tell whether schemas say the same.
const maxVisited = 200_000

// same reports whether two schemas are known to accept the same values.
func (i *identities) same(a, b *model.Node) bool {
	if a == b {
		return true
	}
	return i.textual && a != nil && b != nil && a.Kind == b.Kind && i.visited < maxVisited && i.print(a) == i.print(b)
}

// print is the text of a schema with everything that it refers to.
func (i *identities) print(n *model.Node) string {
	if p, known := i.prints[n]; known {
		return p
	}
	p := part(n)
	referred := map[string]bool{}
	i.follow(n, referred, map[*model.Node]bool{})
	list := make([]string, 0, len(referred))
	for text := range referred {
		list = append(list, text)
	}
	slices.Sort(list)
	p += essence(n.Source) + "\x00" + strings.Join(list, "\x00")
	i.prints[n] = p
	return p
}

// part tells apart the nodes that one text gives.
func part(n *model.Node) string {
	p := n.Kind.String()
	switch {
	case n.Kind == model.Combined:
		p += string(n.Combined.Criterion)
	case n.Kind == model.Number && n.Number.Integer:
		p += " integer"
	}
	if n.Typed {
		p += " typed"
	}
	return p + "\x00"
}

// follow collects what references below n lead to.
func (i *identities) follow(n *model.Node, referred map[string]bool, seen map[*model.Node]bool) {
	if n == nil || seen[n] {
		return
	}
	i.visited++
	seen[n] = true
	if n.Kind == model.Reference && n.Target != nil {
		referred[spellingOf(n.Source.Get("$ref"))+" is "+essence(n.Target.Source)] = true
		i.follow(n.Target, referred, seen)
	}
	for _, child := range children(n) {
		i.follow(child, referred, seen)
	}
}

func spellingOf(v *jsontree.Value) string {
	if v == nil {
		return ""
	}
	return v.Text
}

// annotations are the keywords that no value is refused for.
var annotations = map[string]bool{
	"title": true, "description": true, "default": true, "examples": true, "$comment": true, "$id": true, "id": true,
	"definitions": true, "$defs": true, "deprecated": true, "readOnly": true, "writeOnly": true, "format": true,
}

// essence is the spelling of a schema without the annotations at its root.
func essence(v *jsontree.Value) string {
	if v.Kind != jsontree.Object {
		return spelling(v)
	}
	bare := *v
	bare.Members = slices.DeleteFunc(slices.Clone(v.Members), func(m jsontree.Member) bool { return annotations[m.Name] })
	return spelling(&bare)
}

// children are the schemas directly inside a node, references not followed.
func children(n *model.Node) []*model.Node {
	var out []*model.Node
	switch n.Kind {
	case model.Object:
		o := n.Object
		for _, p := range slices.Concat(o.Properties, o.Patterns) {
			out = append(out, p.Node)
		}
		for _, d := range o.Dependencies {
			out = append(out, d.Schema)
		}
		out = append(out, o.Additional.Schema, o.Unevaluated.Schema, o.PropertyNames)
	case model.Array:
		a := n.Array
		out = append(slices.Clone(a.Tuple), a.Items, a.Additional.Schema, a.Unevaluated.Schema, a.Contains)
	case model.Combined:
		out = n.Combined.Parts
	case model.Not:
		out = []*model.Node{n.Negated}
	case model.Conditional:
		out = []*model.Node{n.If, n.Then, n.Else}
	}
	return slices.DeleteFunc(slices.Clone(out), func(c *model.Node) bool { return c == nil })
}
