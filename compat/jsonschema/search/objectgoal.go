package search

import (
	"maps"
	"math/big"
	"slices"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// objectGoal is what an object is to be.
type objectGoal struct {
	asked []ObjectView
	count value.Interval
	// present are the properties that it has, with what is asked of them beyond their schemas; absent those that it has not.
	present map[string][]Literal
	order   []string
	absent  map[string]bool
	// Vocabulary is that of all schemas that the goal is about.
	Vocabulary
	// everyName is what is asked of all names, splits what some name is to violate.
	everyName []Literal
	splits    []*model.Node
}

func (o *objectGoal) clone() *objectGoal {
	out := *o
	out.present, out.absent = maps.Clone(o.present), maps.Clone(o.absent)
	out.order = slices.Clip(o.order)
	return &out
}

// valueOf is what is asked of the value under a name.
func (f *Finder) valueOf(o *objectGoal, name string, more ...Literal) []Literal {
	out := slices.Concat(o.present[name], more)
	for _, v := range o.asked {
		nodes, _ := f.Applying(v, name)
		for _, n := range nodes {
			out = append(out, Satisfy(n))
		}
	}
	return out
}

// add asks for a property. It is not possible when the name or all values are refused.
func (f *Finder) add(o *objectGoal, name string, more ...Literal) (possible bool) {
	if o.absent[name] || f.Impossible(f.valueOf(o, name, more...)) || !f.nameFits(o, name) {
		return false
	}
	if _, known := o.present[name]; !known {
		o.order = append(o.order, name)
	}
	o.present[name] = slices.Concat(o.present[name], more)
	return true
}

func (f *Finder) nameFits(o *objectGoal, name string) bool {
	v := value.String(name)
	return !slices.ContainsFunc(o.everyName, func(l Literal) bool { return f.satisfies(l, v) == evaluate.No })
}

// fits reports whether there are no more properties than a range allows.
func (o *objectGoal) fits(count value.Interval) bool {
	return count.Max == nil || count.Max.Cmp(big.NewRat(int64(len(o.present)), 1)) >= 0
}

// taken reports whether a name is declared or present.
func (o *objectGoal) taken(name string) bool {
	_, present := o.present[name]
	return present || o.SpeaksOf(name)
}

// spokenOf are the names that are declared or present.
func (o *objectGoal) spokenOf() []string {
	out := slices.Clone(o.order)
	for _, name := range o.Names {
		if _, present := o.present[name]; !present {
			out = append(out, name)
		}
	}
	return out
}
