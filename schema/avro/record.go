package avro

import (
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

func (p *parser) record(v *jsontree.Value, space string) *Node {
	n := p.define(Record, v, space)
	n.Error = v.Get("type").Text == "error"
	list := v.Get("fields")
	if list == nil || list.Kind != jsontree.Array {
		fail(v.At, "the record has no list of fields; add \"fields\"")
	}
	n.fieldIndex = make(map[string]int, len(list.Items))
	for _, item := range list.Items {
		f := p.field(item, n.Name.Space)
		if _, twice := n.fieldIndex[f.Name]; twice {
			fail(f.NameAt, "the record %s has the field %s twice; rename or remove one", n.Name, f.Name)
		}
		n.fieldIndex[f.Name] = len(n.Fields)
		n.Fields = append(n.Fields, f)
	}
	p.props(n, v)
	n.Aliases = p.aliases(v, n.Name.Space)
	return p.settle(n)
}

// fieldReserved are the members of a field that never are properties.
var fieldReserved = map[string]bool{"default": true, "doc": true, "name": true, "order": true, "type": true, "aliases": true}

func (p *parser) field(v *jsontree.Value, space string) *Field {
	name, kind := v.Get("name"), v.Get("type")
	if !name.IsString() {
		fail(v.At, "the field has no name; add \"name\"")
	}
	p.rule.simple(name.Text, "the field name", name.At)
	if kind == nil {
		fail(v.At, "the field %s has no type; add \"type\"", name.Text)
	}
	f := &Field{Name: name.Text, Doc: textOf(v.Get("doc")), Order: order(v.Get("order")), At: v.At, NameAt: name.At, TypeAt: kind.At}
	f.Type = p.node(kind, space)
	if f.Default = defaultOf(f.Type, v.Get("default")); f.Default != nil && p.rule.strict && !p.defaults.fit(f.Type, f.Default) {
		fail(f.Default.At, "the default of the field %s is no %s; change it, or take it away", f.Name, f.Type.TypeName())
	}
	seen := map[string]bool{}
	for _, alias := range texts(v, "aliases") {
		if !seen[alias.Text] {
			seen[alias.Text] = true
			f.Aliases = append(f.Aliases, alias.Text)
		}
	}
	p.aliased = p.aliased || len(f.Aliases) > 0
	for _, m := range v.Members {
		if !fieldReserved[m.Name] {
			f.Props = append(f.Props, m)
		}
	}
	return f
}

// order is the sort order of a field, which may be written in any case.
func order(v *jsontree.Value) string {
	if v == nil {
		return "ascending"
	}
	if v.IsString() {
		switch upper := strings.ToUpper(v.Text); upper {
		case "ASCENDING", "DESCENDING", "IGNORE":
			return strings.ToLower(upper)
		}
	}
	fail(v.At, "the order of a field is ascending, descending or ignore")
	return ""
}
