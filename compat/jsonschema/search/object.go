package search

import (
	"math/big"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

func (f *Finder) findObject(g *goal, asked, refused []*model.Node) Outcome {
	o := &objectGoal{present: map[string][]Literal{}, absent: map[string]bool{}, count: value.Interval{Min: new(big.Rat)}}
	o.everyName = []Literal{Satisfy(f.Made.OfKind(model.String))}
	for _, n := range asked {
		v := f.ViewObject(n)
		o.asked = append(o.asked, v)
		o.Know(v)
		o.count.Above(v.Min, false)
		o.count.Below(v.Max, false)
		if v.PropertyNames != nil {
			o.everyName = append(o.everyName, Satisfy(v.PropertyNames))
		}
	}
	var others []ObjectView
	for _, n := range refused {
		v := f.refusedObject(n)
		others = append(others, v)
		o.Know(v)
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

// objectWithout refuses the keywords of each schema that is to be violated in turn.
func (f *Finder) objectWithout(g *goal, o *objectGoal, refused []ObjectView) Outcome {
	if len(refused) == 0 {
		return f.makeObject(g, o)
	}
	v, rest := refused[0], refused[1:]
	then := func(o *objectGoal) Outcome {
		if f.Spend(2) {
			return undecided
		}
		return f.objectWithout(g, o, rest)
	}
	var ways []func() Outcome
	for _, name := range v.Required {
		if _, present := o.present[name]; !present {
			ways = append(ways, func() Outcome {
				next := o.clone()
				next.absent[name] = true
				return then(next)
			})
		}
	}
	if v.Min != nil {
		ways = append(ways, func() Outcome {
			next := o.clone()
			next.count.Below(v.Min, true)
			return then(next)
		})
	}
	if v.Max != nil {
		ways = append(ways, func() Outcome {
			next := o.clone()
			next.count.Above(v.Max, true)
			return then(next)
		})
	}
	ways = append(ways, func() Outcome { return f.wrongProperty(o, v, then) })
	if v.PropertyNames != nil {
		ways = append(ways, func() Outcome { return f.wrongName(o, v.PropertyNames, then) })
	}
	return first(ways...)
}

// makeObject makes an object when everything is chosen.
func (f *Finder) makeObject(g *goal, o *objectGoal) Outcome {
	count := o.count.Integers()
	f.work += 1 + len(o.present)/4
	if count.Empty() || !o.fits(count) {
		return impossible
	}
	if count.Max != nil && count.Max.Sign() == 0 {
		return f.among(g, []*jsontree.Value{{Kind: jsontree.Object}})
	}
	least, ok := lengthOf(count.Min, 0)
	if !ok || least > maxMade {
		return undecided
	}
	o = o.clone()
	if enough, possible := f.fillUp(o, least); !enough {
		return Outcome{None: !possible}
	}
	v := f.members(o)
	if v == nil {
		return undecided
	}
	if found := f.offer(g, v); found.Value != nil || len(g.excluded) == 0 || !f.refuted(g, v) {
		return found
	}
	if enough, possible := f.fillUp(o, len(o.present)+1); !enough || !o.fits(count) {
		return Outcome{None: !enough && !possible && len(v.Members) == 0}
	}
	if v = f.members(o); v == nil {
		return undecided
	}
	return f.offer(g, v)
}

// members makes the properties; nil when one is not found.
func (f *Finder) members(o *objectGoal) *jsontree.Value {
	v := &jsontree.Value{Kind: jsontree.Object}
	for _, name := range o.order {
		value := f.Solve(f.valueOf(o, name))
		if value.Value == nil {
			return nil
		}
		v.Members = append(v.Members, jsontree.Member{Name: name, Value: value.Value})
	}
	return v
}

// fillUp adds properties until there are enough. It is not possible when it is known that there are not so many.
func (f *Finder) fillUp(o *objectGoal, least int) (enough, possible bool) {
	for _, name := range o.Names {
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
