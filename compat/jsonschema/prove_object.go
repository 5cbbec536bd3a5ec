package jsonschema

import (
	"math/big"
	"regexp"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// objectsOf are the object schemas of a conjunction, with `unevaluatedProperties` read as `additionalProperties` where
// nothing else evaluates properties.
func objectsOf(conj []*model.Node) []*model.ObjectRules {
	var out []*model.ObjectRules
	for _, n := range conj {
		if n.Kind != model.Object {
			continue
		}
		o := *n.Object
		if !o.Additional.Set && !applies(n.Source) {
			o.Additional = o.Unevaluated
		}
		out = append(out, &o)
	}
	return out
}

// applies reports whether a schema applies others to the same value, which evaluate members as well.
func applies(v *jsontree.Value) bool {
	return slices.ContainsFunc([]string{"$ref", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "dependentSchemas",
		"$dynamicRef", "$recursiveRef", "contains"}, func(keyword string) bool { return v.Get(keyword) != nil })
}

// object proves the keywords of objects. Names fall into cells: the declared ones, those of each of the reader's patterns,
// and all others; in each cell the writer's values must fit what the reader asks for.
func (p *prover) object(o *obstacles, conj []*model.Node, reader *model.Node) {
	r, w := reader.Object, objectsOf(conj)
	required := requiredOf(w)
	for _, name := range r.Required {
		if !required[name] {
			o.missing(name, "JSONNameRequired", requiredPath(w, r, name)...)
		}
	}
	p.objectCounts(o, w, required, r)
	rules := objectsOf([]*model.Node{reader})[0]
	for _, name := range declared(w, rules) {
		p.name(o, w, rules, name)
	}
	for _, pattern := range rules.Patterns {
		cell := cellOf(p, w, pattern.Name, nil)
		o.under(p.prove(cell, pattern.Node), "JSONPatternPropertiesChanged", "patternProperties", pattern.Name)
	}
	p.otherNames(o, w, r, rules)
	p.propertyNames(o, w, rules)
	p.dependencies(o, conj, w, required, rules)
	p.unevaluatedProperties(o, reader, rules)
}

// requiredPath is where the reference speaks about a name that became required: at the property when that is new.
func requiredPath(w []*model.ObjectRules, r *model.ObjectRules, name string) []string {
	known := slices.ContainsFunc(w, func(rules *model.ObjectRules) bool { return rules.Property(name) != nil })
	if !known && r.Property(name) != nil {
		return []string{"properties", name}
	}
	return []string{"required", name}
}

func requiredOf(w []*model.ObjectRules) map[string]bool {
	out := map[string]bool{}
	for _, rules := range w {
		for _, name := range rules.Required {
			out[name] = true
		}
	}
	return out
}

// declared are the names that any of the schemas declares.
func declared(w []*model.ObjectRules, r *model.ObjectRules) []string {
	seen := map[string]bool{}
	var names []string
	for _, rules := range append(slices.Clone(w), r) {
		for _, property := range rules.Properties {
			if !seen[property.Name] {
				seen[property.Name] = true
				names = append(names, property.Name)
			}
		}
	}
	return names
}

// name proves what one name may hold.
func (p *prover) name(o *obstacles, w []*model.ObjectRules, r *model.ObjectRules, name string) {
	var cell []*model.Node
	for _, rules := range w {
		cell = append(cell, p.applying(rules, name, false)...)
	}
	code := codeNotProved
	if r.Property(name) != nil {
		code = "JSONPropertyBlocked"
	}
	for _, schema := range p.applying(r, name, true) {
		o.under(p.prove(cell, schema), code, "properties", name)
	}
}

// applying are the schemas that an object schema applies to the value under a name. A pattern that cannot be read may
// match or not: a reader is held to both, and of a writer only what applies either way is known.
func (p *prover) applying(o *model.ObjectRules, name string, reading bool) []*model.Node {
	var out, doubtful []*model.Node
	if node := o.Property(name); node != nil {
		out = append(out, node)
	}
	for _, pattern := range o.Patterns {
		switch re, err := regexp.Compile(pattern.Name); {
		case err != nil:
			doubtful = append(doubtful, pattern.Node)
		case re.MatchString(name):
			out = append(out, pattern.Node)
		}
	}
	switch {
	case reading && len(out) == 0:
		return append(doubtful, p.openSchema(o.Additional))
	case reading:
		return append(out, doubtful...)
	case len(out) == 0:
		return []*model.Node{p.anyOf(append(doubtful, p.openSchema(o.Additional)))}
	}
	return out
}

// openSchema is what a keyword asks of undeclared members.
func (p *prover) openSchema(o model.Open) *model.Node {
	switch {
	case o.Schema != nil:
		return o.Schema
	case !o.Allowed:
		return p.ofKind(model.False)
	}
	return p.ofKind(model.Empty)
}

// cellOf is what the writer says about undeclared names that match a pattern (or none, when pattern is empty), of which
// it is known that they match none of excluded. Where its own patterns may match or not, either schema may apply.
func cellOf(p *prover, w []*model.ObjectRules, pattern string, excluded []model.Property) []*model.Node {
	var cell []*model.Node
	for _, rules := range w {
		choices := []*model.Node{p.openSchema(rules.Additional)}
		for _, own := range rules.Patterns {
			if own.Name == pattern && pattern != "" {
				choices = []*model.Node{own.Node}
				break
			}
			if !slices.ContainsFunc(excluded, func(e model.Property) bool { return e.Name == own.Name }) {
				choices = append(choices, own.Node)
			}
		}
		cell = append(cell, p.anyOf(choices))
	}
	return cell
}

// anyOf is the choice of some schemas, the same node for the same ones.
func (p *prover) anyOf(nodes []*model.Node) *model.Node {
	if len(nodes) == 1 {
		return nodes[0]
	}
	key := p.key(nodes, p.ofKind(model.Empty))
	if p.lists[key] == nil {
		p.lists[key] = &model.Node{Kind: model.Combined, Source: &jsontree.Value{Kind: jsontree.Object},
			Combined: &model.Combination{Criterion: model.AnyOf, Parts: slices.Clone(nodes), Synthetic: true}}
	}
	return p.lists[key]
}

// otherNames proves what names may hold that the reader neither declares nor matches. written is the reader as its text
// says, r the same with its unevaluated properties read as additional ones.
func (p *prover) otherNames(o *obstacles, w []*model.ObjectRules, written, r *model.ObjectRules) {
	keyword, code := "additionalProperties", codeNotProved
	if !written.Additional.Set {
		keyword, code = "unevaluatedProperties", "JSONUnevaluatedChanged"
	}
	o.under(p.prove(cellOf(p, w, "", r.Patterns), p.openSchema(r.Additional)), code, keyword)
}

// unevaluatedProperties are proved only where they are read as additional ones, or refuse nothing.
func (p *prover) unevaluatedProperties(o *obstacles, reader *model.Node, r *model.ObjectRules) {
	if !anything(r.Unevaluated) && (r.Additional != r.Unevaluated || applies(reader.Source)) {
		o.add("JSONUnevaluatedChanged", []string{"unevaluatedProperties"})
	}
}

// propertyNames proves what names must be: by the writer's own words, or name by name when it is closed.
func (p *prover) propertyNames(o *obstacles, w []*model.ObjectRules, r *model.ObjectRules) {
	if r.PropertyNames == nil {
		return
	}
	names := []*model.Node{p.ofKind(model.String)}
	for _, rules := range w {
		if rules.PropertyNames != nil {
			names = append(names, rules.PropertyNames)
		}
	}
	if p.proved(names, r.PropertyNames) || p.listedNames(w, r.PropertyNames) {
		return
	}
	o.add("JSONPropertyNamesChanged", []string{"propertyNames"}, named()...)
}

func (p *prover) listedNames(w []*model.ObjectRules, names *model.Node) bool {
	closed := slices.ContainsFunc(w, func(rules *model.ObjectRules) bool {
		return !rules.Additional.Allowed && len(rules.Patterns) == 0
	})
	return closed && !slices.ContainsFunc(declared(w, &model.ObjectRules{}), func(name string) bool {
		return newEvaluation().accepts(names, &jsontree.Value{Kind: jsontree.String, Text: name}) != yes
	})
}

// objectCounts proves the number of properties. Required names count for the least, and a closed object for the most.
func (p *prover) objectCounts(o *obstacles, w []*model.ObjectRules, required map[string]bool, r *model.ObjectRules) {
	count := interval{min: big.NewRat(int64(len(required)), 1)}
	for _, rules := range w {
		count.above(rules.Min, false)
		count.below(rules.Max, false)
		if !rules.Additional.Allowed && len(rules.Patterns) == 0 {
			count.below(big.NewRat(int64(len(rules.Properties)), 1), false)
		}
	}
	if !count.maxWithin(interval{max: r.Max}) {
		o.add(codeBound, []string{"maxProperties"}, objectOf(r.Max, 1))
	}
	if !count.minWithin(interval{min: r.Min}) {
		o.add(codeBound, []string{"minProperties"}, objectOf(r.Min, -1))
	}
}

// dependencies proves what the presence of a property asks for.
func (p *prover) dependencies(o *obstacles, conj []*model.Node, w []*model.ObjectRules, required map[string]bool, r *model.ObjectRules) {
	for _, d := range r.Dependencies {
		if p.forbidden(w, d.Name) {
			continue
		}
		path := []string{"dependencies", d.Name}
		if d.Schema != nil {
			if !p.depends(w, d) && !p.proved(conj, d.Schema) {
				o.add(codeNotProved, path)
			}
			continue
		}
		given := requiredBeside(required, w, d.Name)
		if slices.ContainsFunc(d.Required, func(name string) bool { return !given[name] && name != d.Name }) {
			o.add(codeNotProved, path)
		}
	}
}

// requiredBeside are the names that are required where a property is present.
func requiredBeside(required map[string]bool, w []*model.ObjectRules, name string) map[string]bool {
	out := map[string]bool{}
	for n := range required {
		out[n] = true
	}
	for _, rules := range w {
		for _, d := range rules.Dependencies {
			for _, n := range d.Required {
				if d.Name == name {
					out[n] = true
				}
			}
		}
	}
	return out
}

// depends reports whether the writer has the same dependency, or a narrower one.
func (p *prover) depends(w []*model.ObjectRules, d model.Dependency) bool {
	return slices.ContainsFunc(w, func(rules *model.ObjectRules) bool {
		return slices.ContainsFunc(rules.Dependencies, func(own model.Dependency) bool {
			return own.Name == d.Name && own.Schema != nil && p.proved([]*model.Node{own.Schema}, d.Schema)
		})
	})
}

// forbidden reports whether no object of the writer's has a property of that name.
func (p *prover) forbidden(w []*model.ObjectRules, name string) bool {
	var cell []*model.Node
	for _, rules := range w {
		cell = append(cell, p.applying(rules, name, false)...)
	}
	return p.disjoint(cell, p.ofKind(model.Empty))
}
