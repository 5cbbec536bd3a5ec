package jsonschema

import (
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// objectOf is an object schema with `unevaluatedProperties` read as `additionalProperties` where nothing else evaluates
// properties, or as absent in drafts that do not know it.
func objectOf(n *model.Node) *model.ObjectRules {
	o := *n.Object
	if !n.Draft.Modern() {
		o.Unevaluated = model.Open{Allowed: true}
	}
	if !o.Additional.Set && !applies(n.Source) {
		o.Additional = o.Unevaluated
	}
	return &o
}

// applies reports whether a schema applies others to the same value, which evaluate members as well.
func applies(v *jsontree.Value) bool {
	return slices.ContainsFunc([]string{"$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas", "dependencies",
		"$dynamicRef", "$recursiveRef", "contains"}, func(keyword string) bool { return v.Get(keyword) != nil })
}

// object takes the keywords of objects one by one. Names fall into cells: the declared ones, those of each of the reader's
// patterns, and all others; in each cell the writer's values must fit what the reader asks for.
func (o *obstacles) object() {
	r := o.reader.Object
	var w []objectView
	for _, n := range o.conj {
		if n.Kind == model.Object {
			w = append(w, o.viewObject(n, false))
		}
	}
	for _, name := range r.Required {
		o.keyword("JSONNameRequired", o.made.having(name), requiredPath(w, r, name)...)
	}
	if r.Max != nil {
		o.keyword(codeBound, objectWith(func(n *model.ObjectRules) { n.Max = r.Max }), "maxProperties")
	}
	if r.Min != nil {
		o.keyword(codeBound, objectWith(func(n *model.ObjectRules) { n.Min = r.Min }), "minProperties")
	}
	o.names(w)
	if r.PropertyNames != nil {
		o.keyword("JSONPropertyNamesChanged", objectWith(func(n *model.ObjectRules) { n.PropertyNames = r.PropertyNames }), "propertyNames")
	}
	for _, d := range r.Dependencies {
		o.keyword(codeNotProved, o.made.dependency(o.reader, d), "dependencies", d.Name)
	}
	if rules := objectOf(o.reader); !rules.Additional.Set && !anything(rules.Unevaluated) {
		o.keyword("JSONUnevaluatedChanged", o.unevaluatedAlone(), "unevaluatedProperties")
	}
}

// requiredPath is where the reference speaks about a name that became required: at the property when that is new.
func requiredPath(w []objectView, r *model.ObjectRules, name string) []string {
	known := slices.ContainsFunc(w, func(rules objectView) bool { return rules.Property(name) != nil })
	if !known && r.Property(name) != nil {
		return []string{"properties", name}
	}
	return []string{"required", name}
}

// names proves what names may hold: those that either side declares, those that match a pattern of the reader's, and all
// others.
func (o *obstacles) names(w []objectView) {
	r := objectView{ObjectRules: objectOf(o.reader)}
	r.open = r.Additional
	goal := &objectGoal{asked: w}
	for _, view := range append(slices.Clone(w), r) {
		goal.know(view)
	}
	for _, name := range goal.declared {
		if o.full() {
			return
		}
		o.name(goal, r, name)
	}
	for _, pattern := range r.Patterns {
		o.below(o.prove(o.cell(w, pattern.Name, nil), pattern.Node), func(n *model.Node) *model.Node {
			return objectWith(func(rules *model.ObjectRules) { rules.Patterns = []model.Property{{Name: pattern.Name, Node: n}} })
		}, "JSONPatternPropertiesChanged", "patternProperties", pattern.Name)
	}
	o.otherNames(w, r)
}

// name proves what one name may hold.
func (o *obstacles) name(goal *objectGoal, r objectView, name string) {
	code := rule.Code(codeNotProved)
	if r.Property(name) != nil {
		code = "JSONPropertyBlocked"
	}
	wrap := func(n *model.Node) *model.Node {
		return objectWith(func(rules *model.ObjectRules) { rules.Properties = []model.Property{{Name: name, Node: n}} })
	}
	cell := nodesOf(o.valueOf(goal, name))
	for _, schema := range o.refusing(r, name) {
		o.below(o.prove(cell, schema), wrap, code, "properties", name)
	}
}

// cell is what the writer says about undeclared names that match a pattern (or none, when pattern is empty), of which it is
// known that they match none of excluded. Where its own patterns may match or not, either schema may apply.
func (o *obstacles) cell(w []objectView, pattern string, excluded []model.Property) []*model.Node {
	var cell []*model.Node
	for _, rules := range w {
		if rules.beside != nil {
			continue
		}
		choices := []*model.Node{o.openSchema(rules.open)}
		for _, own := range rules.Patterns {
			if own.Name == pattern && pattern != "" {
				choices = []*model.Node{own.Node}
				break
			}
			if !slices.ContainsFunc(excluded, func(e model.Property) bool { return e.Name == own.Name }) {
				choices = append(choices, own.Node)
			}
		}
		cell = append(cell, o.made.anyOf(choices))
	}
	return cell
}

// otherNames proves what names may hold that the reader neither declares nor matches.
func (o *obstacles) otherNames(w []objectView, r objectView) {
	keyword, code := "additionalProperties", rule.Code(codeNotProved)
	if !o.reader.Object.Additional.Set {
		keyword, code = "unevaluatedProperties", "JSONUnevaluatedChanged"
	}
	wrap := func(n *model.Node) *model.Node {
		return objectWith(func(rules *model.ObjectRules) {
			for _, p := range r.Properties {
				rules.Properties = append(rules.Properties, model.Property{Name: p.Name, Node: anythingAtAll})
			}
			for _, p := range r.Patterns {
				rules.Patterns = append(rules.Patterns, model.Property{Name: p.Name, Node: anythingAtAll})
			}
			rules.Additional = model.Open{Set: true, Allowed: true, Schema: n}
		})
	}
	o.below(o.prove(o.cell(w, "", r.Patterns), o.openSchema(r.open)), wrap, code, keyword)
}
