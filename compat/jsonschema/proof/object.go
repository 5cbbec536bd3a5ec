package proof

import (
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/made"
	"github.com/concord-registry/concord/compat/jsonschema/search"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// object takes the keywords of objects one by one. Names fall into cells: the declared ones, those of each of the reader's
// patterns, and all others; in each cell the writer's values must fit what the reader asks for.
func (o *obstacles) object() {
	r := o.reader.Object
	var w []search.ObjectView
	for _, n := range o.conj {
		if n.Kind == model.Object {
			w = append(w, o.ViewObject(n))
		}
	}
	for _, name := range r.Required {
		o.keyword(NameRequired, o.Made.Having(name), requiredPath(w, r, name)...)
	}
	if r.Max != nil {
		o.keyword(BoundTightened, made.Object(func(n *model.ObjectRules) { n.Max = r.Max }), "maxProperties")
	}
	if r.Min != nil {
		o.keyword(BoundTightened, made.Object(func(n *model.ObjectRules) { n.Min = r.Min }), "minProperties")
	}
	o.names(w)
	if r.PropertyNames != nil {
		o.keyword(NamesChanged, made.Object(func(n *model.ObjectRules) { n.PropertyNames = r.PropertyNames }), "propertyNames")
	}
	for _, d := range r.Dependencies {
		o.keyword(NotProved, o.Made.Dependency(o.reader, d), "dependencies", d.Name)
	}
	if rules := evaluate.Object(o.reader); !rules.Additional.Set && !rules.Unevaluated.Anything() {
		o.keyword(UnevaluatedChanged, o.unevaluatedAlone(), "unevaluatedProperties")
	}
}

// requiredPath is where the reference speaks about a name that became required: at the property when that is new.
func requiredPath(w []search.ObjectView, r *model.ObjectRules, name string) []string {
	known := slices.ContainsFunc(w, func(rules search.ObjectView) bool { return rules.Property(name) != nil })
	if !known && r.Property(name) != nil {
		return []string{"properties", name}
	}
	return []string{"required", name}
}

// names proves what names may hold: those that either side declares, those that match a pattern of the reader's, and all
// others.
func (o *obstacles) names(w []search.ObjectView) {
	r := search.ObjectView{ObjectRules: evaluate.Object(o.reader)}
	r.Open = r.Additional
	var spoken search.Vocabulary
	for _, view := range append(slices.Clone(w), r) {
		spoken.Know(view)
	}
	for _, name := range spoken.Names {
		if o.full() {
			return
		}
		o.name(w, r, name)
	}
	for _, pattern := range r.Patterns {
		o.below(o.prove(o.cell(w, pattern.Name, nil), pattern.Node), func(n *model.Node) *model.Node {
			return made.Object(func(rules *model.ObjectRules) { rules.Patterns = []model.Property{{Name: pattern.Name, Node: n}} })
		}, PatternChanged, "patternProperties", pattern.Name)
	}
	o.otherNames(w, r)
}

// name proves what one name may hold.
func (o *obstacles) name(w []search.ObjectView, r search.ObjectView, name string) {
	code := NotProved
	if r.Property(name) != nil {
		code = PropertyBlocked
	}
	wrap := func(n *model.Node) *model.Node {
		return made.Object(func(rules *model.ObjectRules) { rules.Properties = []model.Property{{Name: name, Node: n}} })
	}
	var cell []*model.Node
	for _, v := range w {
		nodes, _ := o.Applying(v, name)
		cell = append(cell, nodes...)
	}
	for _, schema := range o.MayApply(r, name) {
		o.below(o.prove(cell, schema), wrap, code, "properties", name)
	}
}

// cell is what the writer says about undeclared names that match a pattern (or none, when pattern is empty), of which it is
// known that they match none of excluded. Where its own patterns may match or not, either schema may apply.
func (o *obstacles) cell(w []search.ObjectView, pattern string, excluded []model.Property) []*model.Node {
	var cell []*model.Node
	for _, rules := range w {
		if rules.Beside != nil {
			continue
		}
		choices := []*model.Node{o.openSchema(rules.Open)}
		for _, own := range rules.Patterns {
			if own.Name == pattern && pattern != "" {
				choices = []*model.Node{own.Node}
				break
			}
			if !slices.ContainsFunc(excluded, func(e model.Property) bool { return e.Name == own.Name }) {
				choices = append(choices, own.Node)
			}
		}
		cell = append(cell, o.Made.AnyOf(choices))
	}
	return cell
}

// otherNames proves what names may hold that the reader neither declares nor matches.
func (o *obstacles) otherNames(w []search.ObjectView, r search.ObjectView) {
	keyword, code := "additionalProperties", NotProved
	if !o.reader.Object.Additional.Set {
		keyword, code = "unevaluatedProperties", UnevaluatedChanged
	}
	wrap := func(n *model.Node) *model.Node {
		return made.Object(func(rules *model.ObjectRules) {
			for _, p := range r.Properties {
				rules.Properties = append(rules.Properties, model.Property{Name: p.Name, Node: made.Anything})
			}
			for _, p := range r.Patterns {
				rules.Patterns = append(rules.Patterns, model.Property{Name: p.Name, Node: made.Anything})
			}
			rules.Additional = model.Open{Set: true, Allowed: true, Schema: n}
		})
	}
	o.below(o.prove(o.cell(w, "", r.Patterns), o.openSchema(r.Open)), wrap, code, keyword)
}
