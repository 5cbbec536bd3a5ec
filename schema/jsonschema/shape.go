package jsonschema

import (
	"strings"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// shape is what a schema says in total: by itself, by what it refers to, and by the parts of its allOf. Where two of them
// speak, the outermost counts.
type shape struct {
	// at is where the references of the schema end; definition the name that the last of them gave.
	at         model.Location
	definition string
	// keywords are the first value of each keyword; types the types that are allowed, null taken out.
	keywords map[string]*jsontree.Value
	types    []string
	nullable bool
	// object is the schema that the properties belong to, objects all schemas that have some.
	object  *jsontree.Value
	objects []model.Location
	// union are the alternatives other than null, when there are several; element is what an array or map holds.
	union     []model.Location
	container string
	element   *shape
	symbols   []string

	doc          string
	deprecated   bool
	terms, tags  []string
	annotations  map[string]any
	defaultValue *jsontree.Value
}

// maxShapeHops bounds the references, parts and alternatives that one shape is put together from, maxNested the containers
// inside each other.
const (
	maxShapeHops = 100
	maxNested    = 16
)

func (b *documentBuilder) shape(at model.Location) shape { return b.shapeWithin(at, 0) }

func (b *documentBuilder) shapeWithin(at model.Location, nested int) shape {
	s := shape{at: at, keywords: map[string]*jsontree.Value{}, annotations: map[string]any{}}
	hops := 0
	b.gather(&s, at, &hops)
	s.symbolsOf()
	if nested < maxNested {
		b.containers(&s, nested)
	}
	if len(s.annotations) == 0 {
		s.annotations = nil
	}
	return s
}

// gather adds what one schema says.
func (b *documentBuilder) gather(s *shape, at model.Location, hops *int) {
	v := at.Value()
	if *hops++; *hops > maxShapeHops || v == nil || v.Kind != jsontree.Object {
		return
	}
	b.annotate(s, v)
	for _, m := range v.Members {
		if s.keywords[m.Name] == nil {
			s.keywords[m.Name] = m.Value
		}
	}
	s.addTypes(v.Get("type"))
	if v.Get("properties") != nil {
		if s.object == nil {
			s.object = v
		}
		s.objects = append(s.objects, at)
	}
	if to, name, ok := b.links.Follow(at); ok {
		s.at, s.definition = to, name
		b.gather(s, to, hops)
	}
	for i, part := range itemsOf(v.Get("allOf")) {
		b.gather(s, at.Item(part, "allOf", i), hops)
	}
	b.alternatives(s, at, hops)
}

// alternatives takes null out of anyOf and oneOf; what is left alone is part of the shape, several are a union.
func (b *documentBuilder) alternatives(s *shape, at model.Location, hops *int) {
	for _, keyword := range []string{"oneOf", "anyOf"} {
		var others []model.Location
		for i, part := range itemsOf(at.Value().Get(keyword)) {
			if t := part.Get("type"); t.IsString() && t.Text == "null" {
				s.nullable = true
				continue
			}
			others = append(others, at.Item(part, keyword, i))
		}
		switch {
		case len(others) == 1:
			b.gather(s, others[0], hops)
		case len(others) > 1 && !s.constants(others):
			s.union = others
		}
	}
}

// constants takes a choice of constants as the symbols of an enum.
func (s *shape) constants(others []model.Location) bool {
	var symbols []string
	for _, at := range others {
		c := at.Value().Get("const")
		if !c.IsString() {
			return false
		}
		symbols = append(symbols, c.Text)
	}
	s.symbols = symbols
	return true
}

func (s *shape) addTypes(v *jsontree.Value) {
	if v == nil || len(s.types) > 0 {
		return
	}
	list := v.Items
	if v.Kind == jsontree.String {
		list = []*jsontree.Value{v}
	}
	for _, item := range list {
		if item.Text == "null" && len(list) > 1 {
			s.nullable = true
		} else if item.IsString() {
			s.types = append(s.types, item.Text)
		}
	}
}

// symbolsOf reads an enum of strings, in which null makes the whole nullable.
func (s *shape) symbolsOf() {
	var symbols []string
	for _, item := range itemsOf(s.keywords["enum"]) {
		switch item.Kind {
		case jsontree.String:
			symbols = append(symbols, item.Text)
		case jsontree.Null:
			s.nullable = true
		default:
			return
		}
	}
	if symbols != nil {
		s.symbols = symbols
	}
}

// containers sees through arrays and maps to what they hold.
func (b *documentBuilder) containers(s *shape, nested int) {
	switch {
	case s.is("array"):
		s.container = "array"
		if items := s.keywords["items"]; items != nil && items.Kind == jsontree.Object {
			element := b.shapeWithin(s.at.Child(items, "items"), nested+1)
			s.element = &element
		}
	case s.is("object") && s.object == nil:
		s.container = "map"
		if values := s.keywords["additionalProperties"]; values != nil && values.Kind == jsontree.Object {
			element := b.shapeWithin(s.at.Child(values, "additionalProperties"), nested+1)
			s.element = &element
		}
	}
	if s.element != nil {
		s.object, s.objects, s.symbols = s.element.object, s.element.objects, s.element.symbols
		s.at, s.definition = s.element.at, s.element.definition
		s.terms = append(s.terms, s.element.terms...)
	}
}

func (s *shape) is(name string) bool { return len(s.types) == 1 && s.types[0] == name }

// named reports whether the shape is of a type with a name: a record or an enum.
func (s *shape) named() bool { return s.object != nil || len(s.symbols) > 0 }

// identity is the schema that gives the type its name.
func (s *shape) identity() *jsontree.Value {
	if s.object != nil {
		return s.object
	}
	return s.at.Value()
}

// annotate adds what a schema says about itself beyond its keywords.
func (b *documentBuilder) annotate(s *shape, v *jsontree.Value) {
	if s.doc == "" {
		s.doc = docOf(v)
	}
	if d := v.Get("deprecated"); d != nil && d.Bool {
		s.deprecated = true
	}
	if v.Get("nullable") != nil && v.Get("nullable").Bool {
		s.nullable = true
	}
	if s.defaultValue == nil {
		s.defaultValue = v.Get("default")
	}
	for _, tag := range tagsOf(v) {
		if term, is := strings.CutPrefix(tag, "term:"); is {
			s.terms = appendNew(s.terms, term)
		}
		s.tags = appendNew(s.tags, tag)
	}
	for _, term := range textsOf(v.Get("x-term")) {
		s.terms = appendNew(s.terms, term)
	}
	for name, value := range annotationsOf(v) {
		if _, set := s.annotations[name]; !set {
			s.annotations[name] = value
		}
	}
}
