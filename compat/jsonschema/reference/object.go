package reference

import "github.com/concord-registry/concord/schema/jsonschema/model"

// What the properties of objects give. What is asked of undeclared ones makes an object open, partially open or closed.
const (
	MaxPropertiesAdded     Type = "MAX_PROPERTIES_ADDED"
	MaxPropertiesDecreased Type = "MAX_PROPERTIES_DECREASED"
	MinPropertiesAdded     Type = "MIN_PROPERTIES_ADDED"
	MinPropertiesIncreased Type = "MIN_PROPERTIES_INCREASED"
	RequiredAdded          Type = "REQUIRED_ATTRIBUTE_ADDED"

	RequiredAddedToOpen        Type = "REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL"
	RequiredDefaultAddedToOpen Type = "REQUIRED_PROPERTY_WITH_DEFAULT_ADDED_TO_OPEN_CONTENT_MODEL"
	OptionalAddedToOpen        Type = "OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL"
	RequiredAddedToUnopen      Type = "REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL"
	PropertyAddedNotCovered    Type = "PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
	PropertyRemovedFromClosed  Type = "PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL"
	PropertyRemovedNotCovered  Type = "PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL"
)

var (
	maxProperties = limit{"maxProperties", MaxPropertiesAdded, MaxPropertiesDecreased, true}
	minProperties = limit{"minProperties", MinPropertiesAdded, MinPropertiesIncreased, false}
)

func (c *comparer) objects(l *list, w, r *model.ObjectRules) {
	l.required(w, r)
	c.properties(l, w, r)
	l.limits(maxProperties, w.Max, r.Max)
	l.limits(minProperties, w.Min, r.Min)
	c.dependencies(l, w, r)
	c.beyond(l, "additionalProperties", w.Additional, r.Additional, AdditionalPropertiesRemoved, AdditionalPropertiesNarrowed)
	c.beyond(l, "unevaluatedProperties", seen(w.Unevaluated, w.Lost), seen(r.Unevaluated, r.Lost),
		UnevaluatedPropertiesRemoved, UnevaluatedPropertiesNarrowed)
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
		l.between(w.Property(name), node, RequiredAdded, "required", name)
	}
}

// hasDefault looks at the schema itself, and at what it refers to.
func hasDefault(node *model.Node) bool {
	resolved := node.Resolve()
	return node.Default != nil || resolved != nil && resolved.Default != nil
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
		c.covered(l, p.Node, m.schema, PropertyRemovedNotCovered, "properties", p.Name)
	case p.Node.Kind != model.False:
		l.between(p.Node, nil, PropertyRemovedFromClosed, "properties", p.Name)
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
			l.between(nil, p.Node, RequiredDefaultAddedToOpen, "properties", p.Name)
		case required:
			l.between(nil, p.Node, RequiredAddedToOpen, "properties", p.Name)
		default:
			l.between(nil, p.Node, OptionalAddedToOpen, "properties", p.Name)
		}
		return
	}
	if m.schema != nil {
		c.covered(l, m.schema, p.Node, PropertyAddedNotCovered, "properties", p.Name)
	}
	if required && !withDefault {
		l.between(nil, p.Node, RequiredAddedToUnopen, "properties", p.Name)
	}
}
