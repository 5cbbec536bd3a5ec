package jsonschema

import (
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

func (c *comparer) objects(l *list, w, r *model.ObjectRules) {
	l.required(w, r)
	c.properties(l, w, r)
	l.bounds(maxProperties, w.Max, r.Max)
	l.bounds(minProperties, w.Min, r.Min)
	c.dependencies(l, w, r)
	c.beyond(l, "additionalProperties", w.Additional, r.Additional, additionalPropertiesRemoved, additionalPropertiesNarrowed)
	c.beyond(l, "unevaluatedProperties", seen(w.Unevaluated, w.Lost), seen(r.Unevaluated, r.Lost), unevaluatedPropertiesRemoved, unevaluatedPropertiesNarrowed)
}

// required reports the properties of both schemas that only the reader requires. A default excuses it.
func (l *list) required(w, r *model.ObjectRules) {
	required := set(w.Required)
	for _, name := range r.Required {
		node := r.Property(name)
		if required[name] || w.Property(name) == nil || node == nil {
			continue
		}
		required[name] = true
		if hasDefault(node) {
			continue
		}
		l.between(w.Property(name), node, requiredAdded, "required", name)
	}
}

// hasDefault looks at the schema itself, and at what it refers to.
func hasDefault(node *model.Node) bool {
	resolved := node.Resolve()
	return node.Default != nil || resolved != nil && resolved.Default != nil
}

func set(names []string) map[string]bool {
	out := make(map[string]bool, len(names))
	for _, name := range names {
		out[name] = true
	}
	return out
}

// properties compares the declared properties, by name.
func (c *comparer) properties(l *list, w, r *model.ObjectRules) {
	for _, p := range w.Properties {
		if node := r.Property(p.Name); node != nil {
			l.include(c.at(p.Node, node, "properties", p.Name))
		} else {
			c.removed(l, p, r)
		}
	}
	required := set(r.Required)
	for _, p := range r.Properties {
		if w.Property(p.Name) == nil {
			c.added(l, p, w, required[p.Name])
		}
	}
}

// removed judges a property that only the writer declares, by what the reader says about undeclared ones.
func (c *comparer) removed(l *list, p model.Property, r *model.ObjectRules) {
	m := c.contentOf(r, p.Name)
	switch {
	case m.open:
	case m.schema != nil:
		c.covered(l, p.Node, m.schema, propertyRemovedNotCovered, "properties", p.Name)
	case p.Node.Kind != model.False:
		l.between(p.Node, nil, propertyRemovedFromClosed, "properties", p.Name)
	}
}

// added judges a property that only the reader declares, by what the writer says about undeclared ones.
func (c *comparer) added(l *list, p model.Property, w *model.ObjectRules, required bool) {
	m := c.contentOf(w, p.Name)
	withDefault := hasDefault(p.Node)
	if m.open {
		switch {
		case isEmpty(p.Node):
		case required && withDefault:
			l.between(nil, p.Node, requiredDefaultAddedToOpen, "properties", p.Name)
		case required:
			l.between(nil, p.Node, requiredAddedToOpen, "properties", p.Name)
		default:
			l.between(nil, p.Node, optionalAddedToOpen, "properties", p.Name)
		}
		return
	}
	if m.schema != nil {
		c.covered(l, m.schema, p.Node, propertyAddedNotCovered, "properties", p.Name)
	}
	if required && !withDefault {
		l.between(nil, p.Node, requiredAddedToUnopen, "properties", p.Name)
	}
}

// covered compares a declared member with the schema that covers it where it is not declared, and reports it with what
// differs when that is incompatible.
func (c *comparer) covered(l *list, writer, reader *model.Node, kind string, path ...string) {
	if found := c.at(writer, reader, path...); len(found) > 0 {
		l.include(found)
		l.between(writer, reader, kind, path...)
	}
}

func isEmpty(node *model.Node) bool {
	resolved := node.Resolve()
	return resolved != nil && resolved.Kind == model.Empty
}

// dependencies compares what the presence of a property asks for.
func (c *comparer) dependencies(l *list, w, r *model.ObjectRules) {
	for _, d := range r.Dependencies {
		writer, found := dependencyOf(w, d)
		path := []string{"dependencies", d.Name}
		switch {
		case d.Schema != nil && !found:
			l.between(nil, d.Schema, dependencySchemaAdded, path...)
		case d.Schema != nil:
			l.include(c.at(writer.Schema, d.Schema, path...))
		case !found:
			l.add(dependencyArrayAdded, path...)
		default:
			l.dependencyArray(set(writer.Required), set(d.Required), path)
		}
	}
}

func (l *list) dependencyArray(writer, reader map[string]bool, path []string) {
	switch {
	case containsAll(writer, reader):
	case containsAll(reader, writer):
		l.add(dependencyArrayExt, path...)
	default:
		l.add(dependencyArrayChanged, path...)
	}
}

// dependencyOf finds the dependency of the same name and form.
func dependencyOf(o *model.ObjectRules, d model.Dependency) (model.Dependency, bool) {
	for _, other := range o.Dependencies {
		if other.Name == d.Name && (other.Schema == nil) == (d.Schema == nil) {
			return other, true
		}
	}
	return model.Dependency{}, false
}

// beyond compares a keyword that says what undeclared members must be.
func (c *comparer) beyond(l *list, keyword string, w, r model.Open, removed, narrowed string) {
	switch {
	case w.Allowed && !r.Allowed:
		l.add(removed, keyword)
	case w.Allowed != r.Allowed || r.Schema == nil:
	case w.Schema == nil || anything(w) && !anything(r):
		l.between(w.Schema, r.Schema, narrowed, keyword)
	default:
		l.include(c.at(w.Schema, r.Schema, keyword))
	}
}
