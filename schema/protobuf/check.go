package protobuf

import (
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// check refuses a type of the schema's own text that cannot be found, and with imports one whose file is not imported.
func (t *types) check(imports bool) error {
	c := checker{types: t}
	if imports {
		c.visible = t.visible()
	}
	f := t.own.tree
	c.messages(f.Package, f.Messages)
	c.extends(f.Package, f.Extends)
	for _, s := range f.Services {
		for _, r := range s.RPCs {
			c.named(f.Package, r.Request)
			c.named(f.Package, r.Response)
		}
	}
	if c.err != nil {
		return c.err
	}
	return nil
}

type checker struct {
	types *types
	// visible are the paths of the files whose types may be used; nil means all.
	visible map[string]bool
	// err is the first refusal.
	err *schema.Error
}

func (c *checker) messages(scope string, list []*syntax.Message) {
	for _, m := range list {
		inner := join(scope, m.Name)
		c.fields(inner, m.Fields)
		c.groups(inner, m.Groups)
		for _, o := range m.Oneofs {
			c.fields(inner, o.Fields)
			c.groups(inner, o.Groups)
		}
		c.extends(inner, m.Extends)
		c.messages(inner, m.Messages)
	}
}

func (c *checker) groups(scope string, list []*syntax.Group) {
	for _, g := range list {
		c.fields(join(scope, g.Name), g.Fields)
	}
}

func (c *checker) extends(scope string, list []*syntax.Extend) {
	for _, e := range list {
		c.fields(scope, e.Fields)
	}
}

func (c *checker) fields(scope string, list []*syntax.Field) {
	for _, f := range list {
		c.named(scope, f.Type)
	}
}

func (c *checker) named(scope string, name syntax.TypeName) {
	if c.err != nil || syntax.Scalar(name.Name) {
		return
	}
	own := c.types.own
	at := own.tree.Span(own.path, name.At)
	d := c.types.resolve(scope, name.Name)
	switch {
	case d == nil:
		c.err = schema.Errorf(schema.Protobuf, at, "the type %s is not defined here and in no referenced schema; define it, or add the reference that brings it", name.Name)
	case c.visible != nil && !c.visible[d.unit.path]:
		c.err = schema.Errorf(schema.Protobuf, at, "the type %s stands in %s, which is not imported; add import %q", name.Name, d.unit.path, d.unit.path)
	}
}

// visible are the files that the schema imports, and those that they import publicly in turn.
func (t *types) visible() map[string]bool {
	seen := map[string]bool{t.own.path: true}
	var follow func(imports []syntax.Import, all bool)
	follow = func(imports []syntax.Import, all bool) {
		for _, i := range imports {
			if seen[i.Path] || !all && !i.Public {
				continue
			}
			seen[i.Path] = true
			if u := t.unit(i.Path); u != nil {
				follow(u.tree.Imports, false)
			}
		}
	}
	follow(t.own.tree.Imports, true)
	return seen
}

// unit is the file behind an import path; nil when there is none.
func (t *types) unit(path string) *unit {
	if u := t.units[path]; u != nil {
		return u
	}
	return bundledUnit(path)
}
