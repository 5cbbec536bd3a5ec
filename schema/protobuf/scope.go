package protobuf

import (
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// Definition is a message, group or enum that a field may name; exactly one of the three is set.
type Definition struct {
	// Name is the full name without a leading dot; Package the part of it that is the file's package.
	Name, Package string
	Message       *syntax.Message
	Group         *syntax.Group
	Enum          *syntax.Enum
	// Bundled says that the definition stands in a file that needs no reference.
	Bundled bool
	// Origin is where it stands; the zero value means in the schema itself.
	Origin schema.Origin

	unit *unit
}

// Local is the name without the package.
func (d *Definition) Local() string {
	return strings.TrimPrefix(strings.TrimPrefix(d.Name, d.Package), ".")
}

// Span is a place in the file of the definition.
func (d *Definition) Span(r syntax.Range) schema.Span { return d.unit.tree.Span(d.unit.path, r) }

// unit is one file with where it came from.
type unit struct {
	path    string
	tree    *syntax.File
	origin  schema.Origin
	bundled bool
}

// types finds definitions by name, in the schema, in what it refers to, and in the bundled files.
type types struct {
	own    *unit
	units  map[string]*unit
	byName map[string]*Definition
	// extensions are found by full name.
	extensions map[string]*extension
	numbered   map[extended]*extension
	// outer is asked for what is not here: the bundled files; nil for those themselves.
	outer *types
}

// link collects the definitions of own, its dependencies, and the bundled files; a name counts where it comes first.
// It refuses a name that own defines twice.
func link(own unit, dependencies []unit) (*types, error) {
	t := newTypes()
	t.own, t.outer = &own, bundledIndex()
	if twice := t.collect(t.own); twice != nil {
		return nil, schema.Errorf(schema.Protobuf, own.tree.Span(own.path, twice.at), "%s is defined twice; rename one of the two", twice.name)
	}
	for i := range dependencies {
		t.units[dependencies[i].path] = &dependencies[i]
		t.collect(&dependencies[i])
	}
	t.collectExtensions(t.own)
	for i := range dependencies {
		t.collectExtensions(&dependencies[i])
	}
	return t, nil
}

func newTypes() *types {
	return &types{
		units: map[string]*unit{}, byName: map[string]*Definition{},
		extensions: map[string]*extension{}, numbered: map[extended]*extension{},
	}
}

// duplicate is a name that a file defines a second time.
type duplicate struct {
	name string
	at   syntax.Range
}

// collect adds the definitions of a file and returns the first that was there already.
func (t *types) collect(u *unit) (twice *duplicate) {
	define := func(name string, at syntax.Range, d Definition) {
		if t.byName[name] != nil {
			if twice == nil {
				twice = &duplicate{name, at}
			}
			return
		}
		d.Name, d.Package, d.Bundled, d.Origin, d.unit = name, u.tree.Package, u.bundled, u.origin, u
		t.byName[name] = &d
	}
	var messages func(scope string, list []*syntax.Message)
	enums := func(scope string, list []*syntax.Enum) {
		for _, e := range list {
			define(join(scope, e.Name), e.At, Definition{Enum: e})
		}
	}
	groups := func(scope string, list []*syntax.Group) {
		for _, g := range list {
			define(join(scope, g.Name), g.At, Definition{Group: g})
		}
	}
	messages = func(scope string, list []*syntax.Message) {
		for _, m := range list {
			name := join(scope, m.Name)
			define(name, m.At, Definition{Message: m})
			groups(name, m.Groups)
			for _, o := range m.Oneofs {
				groups(name, o.Groups)
			}
			messages(name, m.Messages)
			enums(name, m.Enums)
		}
	}
	messages(u.tree.Package, u.tree.Messages)
	enums(u.tree.Package, u.tree.Enums)
	return twice
}

// join puts a name into a scope.
func join(scope, name string) string {
	if scope == "" {
		return name
	}
	return scope + "." + name
}

// resolve finds what name means inside scope, a full name: from the innermost scope outward; a leading dot means from
// the root. nil when nothing has the name.
func (t *types) resolve(scope, name string) *Definition {
	if full, absolute := strings.CutPrefix(name, "."); absolute {
		return t.find(full)
	}
	for {
		if d := t.find(join(scope, name)); d != nil || scope == "" {
			return d
		}
		scope = parent(scope)
	}
}

func parent(scope string) string {
	return scope[:max(strings.LastIndexByte(scope, '.'), 0)]
}

func (t *types) find(full string) *Definition {
	if d := t.byName[full]; d != nil {
		return d
	}
	if t.outer == nil {
		return nil
	}
	return t.outer.find(full)
}

// Resolve finds the message, group or enum that name means inside scope, the full name of a message or a package, by
// the rules of Protobuf: the innermost scope first. nil when there is none.
func (s *Schema) Resolve(scope, name string) *Definition { return s.types.resolve(scope, name) }

// Syntax is the syntax of the file of the definition; empty when it declares none, which means proto2.
func (d *Definition) Syntax() string { return d.unit.tree.Syntax }
