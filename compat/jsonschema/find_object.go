package jsonschema

import (
	"maps"
	"math/big"
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// objectView is an object schema as validators read it.
type objectView struct {
	*model.ObjectRules
	// open says what undeclared properties must be; beside is what else excuses a property from it, nil for nothing.
	open   model.Open
	beside *evaluated
}

// viewObject reads an object schema. What is asked of properties that nothing evaluates is asked of those that nothing can
// evaluate; to be violated, of those that are not evaluated in any case.
func (f *finder) viewObject(n *model.Node, refused bool) objectView {
	v := objectView{ObjectRules: objectOf(n)}
	v.open = v.Additional
	if v.Additional.Set || anything(v.Unevaluated) {
		return v
	}
	v.open, v.beside = v.Unevaluated, possibly(n, f.whole(n))
	if refused {
		v.beside = certainly(n, f.whole(n))
	}
	return v
}

// applying are the schemas that a view applies to a name. sure is false where others may apply as well.
func (f *finder) applying(v objectView, name string) (nodes []*model.Node, sure bool) {
	f.work += 1 + len(v.Patterns)
	sure = true
	if node := v.Property(name); node != nil {
		nodes = append(nodes, node)
	}
	for _, p := range v.Patterns {
		switch f.match(p.Name, name) {
		case yes:
			nodes = append(nodes, p.Node)
		case unknown:
			sure = false
		}
	}
	if len(nodes) > 0 || !sure {
		return nodes, sure
	}
	if v.beside != nil {
		if covered := v.beside.covers(f.patterns, name); covered != no {
			return nil, covered == yes
		}
	}
	switch {
	case v.open.Schema != nil:
		nodes = append(nodes, v.open.Schema)
	case !v.open.Allowed:
		nodes = append(nodes, f.made.ofKind(model.False))
	}
	return nodes, true
}

// objectGoal is what an object is to be.
type objectGoal struct {
	asked []objectView
	count interval
	// present are the properties that it has, with what is asked of them beyond their schemas; absent those that it has not.
	present map[string][]literal
	order   []string
	absent  map[string]bool
	// known are the schemas that the goal is about, declared the names that they speak of, and patterns their patterns; named
	// are those of the names that none of them has a property of.
	known    []*model.ObjectRules
	declared []string
	named    map[string]bool
	patterns []string
	// names is what is asked of all names, splits what some name is to violate.
	names  []literal
	splits []*model.Node
}

func (o *objectGoal) clone() *objectGoal {
	out := *o
	out.present, out.absent = maps.Clone(o.present), maps.Clone(o.absent)
	out.order = slices.Clip(o.order)
	return &out
}

func (f *finder) findObject(g *goal, asked, refused []*model.Node) outcome {
	o := &objectGoal{present: map[string][]literal{}, absent: map[string]bool{}, count: interval{min: new(big.Rat)}}
	o.names = []literal{{f.made.ofKind(model.String), false}}
	for _, n := range asked {
		v := f.viewObject(n, false)
		o.asked = append(o.asked, v)
		o.know(v)
		o.count.above(v.Min, false)
		o.count.below(v.Max, false)
		if v.PropertyNames != nil {
			o.names = append(o.names, literal{v.PropertyNames, false})
		}
	}
	var others []objectView
	for _, n := range refused {
		v := f.viewObject(n, true)
		others = append(others, v)
		o.know(v)
		if v.PropertyNames != nil && len(refused) > 1 {
			o.splits = append(o.splits, v.PropertyNames)
		}
	}
	for _, v := range o.asked {
		for _, name := range v.Required {
			if _, known := o.present[name]; !known && !f.add(o, name) {
				return impossible
			}
		}
	}
	return f.objectWithout(g, o, others)
}

// know takes in the names and patterns that a schema speaks of.
func (o *objectGoal) know(v objectView) {
	for _, p := range v.Properties {
		if !o.speaksOf(p.Name) {
			o.declared = append(o.declared, p.Name)
		}
	}
	o.known = append(o.known, v.ObjectRules)
	for _, name := range v.Required {
		o.name(name)
	}
	for _, d := range v.Dependencies {
		o.name(d.Name)
	}
	for _, p := range v.Patterns {
		if !slices.Contains(o.patterns, p.Name) {
			o.patterns = append(o.patterns, p.Name)
		}
	}
	if v.beside != nil {
		for _, name := range slices.Sorted(maps.Keys(v.beside.names)) {
			o.name(name)
		}
		for _, p := range v.beside.patterns {
			if !slices.Contains(o.patterns, p) {
				o.patterns = append(o.patterns, p)
			}
		}
	}
}

// name takes in a name that need not be a property.
func (o *objectGoal) name(name string) {
	if !o.speaksOf(name) {
		if o.named == nil {
			o.named = map[string]bool{}
		}
		o.named[name] = true
		o.declared = append(o.declared, name)
	}
}

// speaksOf reports whether any of the schemas speaks of a name.
func (o *objectGoal) speaksOf(name string) bool {
	return o.named[name] || slices.ContainsFunc(o.known, func(r *model.ObjectRules) bool { return r.Property(name) != nil })
}

// valueOf is what is asked of the value under a name.
func (f *finder) valueOf(o *objectGoal, name string, more ...literal) []literal {
	out := slices.Concat(o.present[name], more)
	for _, v := range o.asked {
		nodes, _ := f.applying(v, name)
		for _, n := range nodes {
			out = append(out, literal{n, false})
		}
	}
	return out
}

// add asks for a property. It is not possible when the name or all values are refused.
func (f *finder) add(o *objectGoal, name string, more ...literal) (possible bool) {
	if o.absent[name] || f.solve(f.valueOf(o, name, more...)).none || !f.nameFits(o, name) {
		return false
	}
	if _, known := o.present[name]; !known {
		o.order = append(o.order, name)
	}
	o.present[name] = slices.Concat(o.present[name], more)
	return true
}

func (f *finder) nameFits(o *objectGoal, name string) bool {
	v := stringValue(name)
	return !slices.ContainsFunc(o.names, func(l literal) bool { return f.satisfies(l, v) == no })
}

// objectWithout refuses the keywords of each schema that is to be violated in turn.
func (f *finder) objectWithout(g *goal, o *objectGoal, refused []objectView) outcome {
	if len(refused) == 0 {
		return f.makeObject(g, o)
	}
	v, rest := refused[0], refused[1:]
	then := func(o *objectGoal) outcome {
		if f.spend(2) {
			return undecided
		}
		return f.objectWithout(g, o, rest)
	}
	var ways []func() outcome
	for _, name := range v.Required {
		if _, present := o.present[name]; !present {
			ways = append(ways, func() outcome {
				next := o.clone()
				next.absent[name] = true
				return then(next)
			})
		}
	}
	if v.Min != nil {
		ways = append(ways, func() outcome {
			next := o.clone()
			next.count.below(v.Min, true)
			return then(next)
		})
	}
	if v.Max != nil {
		ways = append(ways, func() outcome {
			next := o.clone()
			next.count.above(v.Max, true)
			return then(next)
		})
	}
	ways = append(ways, func() outcome { return f.wrongProperty(o, v, then) })
	if v.PropertyNames != nil {
		ways = append(ways, func() outcome { return f.wrongName(o, v.PropertyNames, then) })
	}
	return first(ways...)
}

// makeObject makes an object when everything is chosen.
func (f *finder) makeObject(g *goal, o *objectGoal) outcome {
	count := o.count.integers()
	f.work += 1 + len(o.present)/4
	if count.empty() || !o.fits(count) {
		return impossible
	}
	if count.max != nil && count.max.Sign() == 0 {
		return f.among(g, []*jsontree.Value{{Kind: jsontree.Object}})
	}
	least, ok := whole(count.min, 0)
	if !ok || least > maxMade {
		return undecided
	}
	o = o.clone()
	if enough, possible := f.fillUp(o, least); !enough {
		return outcome{none: !possible}
	}
	v := f.members(o)
	if v == nil {
		return undecided
	}
	if found := f.offer(g, v); found.value != nil || len(g.excluded) == 0 || !f.refuted(g, v) {
		return found
	}
	if enough, possible := f.fillUp(o, len(o.present)+1); !enough || !o.fits(count) {
		return outcome{none: !enough && !possible && len(v.Members) == 0}
	}
	if v = f.members(o); v == nil {
		return undecided
	}
	return f.offer(g, v)
}

// fits reports whether there are no more properties than a range allows.
func (o *objectGoal) fits(count interval) bool {
	return count.max == nil || count.max.Cmp(big.NewRat(int64(len(o.present)), 1)) >= 0
}

// members makes the properties; nil when one is not found.
func (f *finder) members(o *objectGoal) *jsontree.Value {
	v := &jsontree.Value{Kind: jsontree.Object}
	for _, name := range o.order {
		value := f.solve(f.valueOf(o, name))
		if value.value == nil {
			return nil
		}
		v.Members = append(v.Members, jsontree.Member{Name: name, Value: value.value})
	}
	return v
}

// fillUp adds properties until there are enough. It is not possible when it is known that there are not so many.
func (f *finder) fillUp(o *objectGoal, least int) (enough, possible bool) {
	for _, name := range o.declared {
		if len(o.present) >= least {
			return true, true
		}
		if _, present := o.present[name]; !present {
			f.add(o, name)
		}
	}
	for len(o.present) < least {
		added, unsure := f.addStranger(o)
		if !added {
			return false, unsure
		}
	}
	return true, true
}
