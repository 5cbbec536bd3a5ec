package jsonschema

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// identities knows which schemas say the same: those whose texts, and the texts of everything that they refer to, are
// equal. Annotations count, so that two schemas may say the same without being known to.
type identities struct {
	prints map[*model.Node]string
	// visited counts the schemas that were read for it.
	visited int
}

// maxVisited bounds what is read to tell whether schemas say the same.
const maxVisited = 200_000

// print is the text of a schema with everything that it refers to. It is of no other schema where it depends on who refers
// to one inside.
func (i *identities) print(n *model.Node) string {
	if p, known := i.prints[n]; known {
		return p
	}
	t := &trace{identities: i, referred: map[string]bool{}, seen: map[*model.Node]bool{}}
	t.follow(n)
	p := fmt.Sprintf("%p", n)
	if !t.undecided {
		p = part(n) + essence(n.Source) + "\x00" + strings.Join(slices.Sorted(maps.Keys(t.referred)), "\x00")
	}
	i.prints[n] = p
	return p
}

// part tells apart the nodes that one text gives.
func part(n *model.Node) string {
	p := strconv.Itoa(int(n.Draft)) + n.Kind.String()
	switch {
	case n.Kind == model.Combined:
		p += string(n.Combined.Criterion) + strconv.FormatBool(n.Combined.Synthetic)
	case n.Kind == model.Number && n.Number.Integer:
		p += " integer"
	}
	if n.Typed {
		p += " typed"
	}
	return p + "\x00"
}

// trace collects what references below a schema lead to.
type trace struct {
	*identities
	referred  map[string]bool
	seen      map[*model.Node]bool
	undecided bool
}

func (t *trace) follow(n *model.Node) {
	if n == nil || t.seen[n] {
		return
	}
	t.visited++
	t.seen[n] = true
	t.undecided = t.undecided || n.Undecided
	if n.Kind == model.Reference {
		t.refer("$ref", n, n.Target)
	}
	if n.Dynamic != nil {
		t.refer("$dynamicRef", n, n.Dynamic.Target)
	}
	for _, child := range children(n) {
		t.follow(child)
	}
}

func (t *trace) refer(keyword string, n, target *model.Node) {
	if target == nil {
		t.undecided = true
		return
	}
	t.referred[keyword+" "+spellingOf(n.Source.Get(keyword))+" is "+part(target)+essence(target.Source)] = true
	t.follow(target)
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
