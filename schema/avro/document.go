package avro

import (
	"encoding/json"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// A document has about this many fields and this depth at most. A record that is used in many places is listed in each of
// them until there are so many fields, and then once at most.
const (
	maxExpanded = 10_000
	maxDepth    = 100
)

// Document is the schema in the words that all formats share (document §1). A record inside of itself is listed
// once on every way to it. A root that is no record has no fields of its own; those of records inside of it stand below
// their names.
func (s *Schema) Document() *schema.Document {
	d := &documenter{
		document: &schema.Document{
			Name:        s.Root.Name.Simple,
			Namespace:   s.Root.Name.Space,
			Doc:         or(s.Root.Doc),
			Annotations: annotations(s.Root.Props),
			Tags:        plainTags(s.Root.Props),
		},
		origins: s.origins(),
		paths:   map[*Node]string{},
		open:    map[*Node]bool{},
		listed:  map[*Node]bool{},
	}
	d.types(s.Root, "")
	for _, n := range rootRecords(s.Root) {
		d.fields(n, n.Name.Simple, 1)
	}
	return d.document
}

// rootRecords are the records that data of a type consists of, behind unions and containers, each once.
func rootRecords(root *Node) []*Node {
	var list []*Node
	seen := map[*Node]bool{}
	var visit func(*Node)
	visit = func(n *Node) {
		if n.Kind != Record {
			for _, child := range n.children() {
				visit(child)
			}
		} else if !seen[n] {
			seen[n] = true
			list = append(list, n)
		}
	}
	visit(root)
	return list
}

// origins are where the types of each reference come from.
func (s *Schema) origins() map[string]schema.Origin {
	origins := map[string]schema.Origin{"": {}}
	for _, d := range s.source.Dependencies {
		origins[d.Name] = schema.Origin{Reference: d.Name, Subject: d.Subject, Version: d.Version}
	}
	return origins
}

type documenter struct {
	document *schema.Document
	origins  map[string]schema.Origin
	// paths are those of named types, open the records around the place, listed those whose fields were listed before.
	paths        map[*Node]string
	open, listed map[*Node]bool
}

// types lists the named types below n, each before those inside of it. around is the path of the type around it.
func (d *documenter) types(n *Node, around string) {
	if _, known := d.paths[n]; known {
		return
	}
	if n.Kind.Named() {
		around = d.named(n, around)
	}
	for _, child := range n.children() {
		d.types(child, around)
	}
}

func (d *documenter) named(n *Node, around string) string {
	path := n.Name.Simple
	if around != "" && n.Reference == "" {
		path = around + "." + path
	}
	d.paths[n] = path
	d.document.Types = append(d.document.Types, schema.NamedType{
		Path:        path,
		Kind:        n.Kind.String(),
		Name:        n.Name.Simple,
		Doc:         or(n.Doc),
		Annotations: annotations(n.Props),
		Symbols:     n.Symbols,
		Default:     or(n.Default),
		Origin:      d.origins[n.Reference],
		Span:        n.At,
	})
	return path
}

// fields lists the fields of a record at a path, and those of the records inside of it.
func (d *documenter) fields(n *Node, path string, depth int) {
	if depth > maxDepth || d.open[n] || d.listed[n] && len(d.document.Fields) > maxExpanded {
		return
	}
	d.open[n], d.listed[n] = true, true
	d.document.Depth = max(d.document.Depth, depth)
	for i, f := range n.Fields {
		here := path + "." + f.Name
		d.document.Fields = append(d.document.Fields, d.field(n, f, i, here))
		for _, inner := range rootRecords(f.Type) {
			d.fields(inner, here, depth+1)
		}
	}
	delete(d.open, n)
}

func (d *documenter) field(n *Node, f *Field, ordinal int, path string) schema.Field {
	presence := "required"
	if f.Default != nil {
		presence = "optional"
	}
	props, typed := f.Props, effective(f.Type).Props
	return schema.Field{
		Path:        path,
		Ordinal:     ordinal,
		Name:        f.Name,
		Type:        d.fieldType(f.Type),
		Presence:    presence,
		Default:     schema.Default{Set: f.Default != nil, Value: plain(f.Default)},
		Doc:         or(f.Doc),
		Deprecated:  isTrue(f.Prop("deprecated")),
		Terms:       union(terms(props), terms(typed)),
		Tags:        union(plainTags(props), plainTags(typed)),
		Annotations: annotations(f.Props),
		Constraints: constraints(typed, props),
		Origin:      d.origins[n.Reference],
		Span:        f.At,
	}
}

func or(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func isTrue(v *jsontree.Value) bool { return v != nil && v.Kind == jsontree.Bool && v.Bool }

// annotations are the properties that say neither tags nor a logical type; nil when there are none.
func annotations(props []jsontree.Member) map[string]any {
	var values map[string]any
	for _, m := range props {
		switch m.Name {
		case tagsProp, termProp, "logicalType", "precision", "scale":
			continue
		}
		if values == nil {
			values = map[string]any{}
		}
		values[m.Name] = plain(m.Value)
	}
	return values
}

// plain is a value as encoding/json holds it, numbers as [json.Number].
func plain(v *jsontree.Value) any {
	if v == nil {
		return nil
	}
	switch v.Kind {
	case jsontree.Bool:
		return v.Bool
	case jsontree.Number:
		if number := printNumber(v.Text); number[0] != '"' {
			return json.Number(number)
		}
		return v.Text
	case jsontree.String:
		return v.Text
	case jsontree.Array:
		list := make([]any, len(v.Items))
		for i, item := range v.Items {
			list[i] = plain(item)
		}
		return list
	case jsontree.Object:
		object := make(map[string]any, len(v.Members))
		for _, m := range v.Members {
			object[m.Name] = plain(m.Value)
		}
		return object
	}
	return nil
}
