package search

import (
	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// ObjectView is an object schema as validators read it.
type ObjectView struct {
	*model.ObjectRules
	// Open says what undeclared properties must be; Beside is what else excuses a property from it, nil for nothing.
	Open   model.Open
	Beside *evaluate.Coverage
}

// ViewObject reads an object schema that is to be satisfied. What is asked of properties that nothing evaluates is asked of
// those that nothing can evaluate.
func (f *Finder) ViewObject(n *model.Node) ObjectView { return f.viewObject(n, evaluate.Possibly) }

// refusedObject reads an object schema that is to be violated: what is asked of properties that nothing evaluates is asked
// of those that are not evaluated in any case.
func (f *Finder) refusedObject(n *model.Node) ObjectView { return f.viewObject(n, evaluate.Certainly) }

func (f *Finder) viewObject(n *model.Node, evaluated func(n, whole *model.Node) *evaluate.Coverage) ObjectView {
	v := ObjectView{ObjectRules: evaluate.Object(n)}
	v.Open = v.Additional
	if v.Additional.Set || v.Unevaluated.Anything() {
		return v
	}
	v.Open, v.Beside = v.Unevaluated, evaluated(n, f.whole(n))
	return v
}

// Applying are the schemas that a view applies to a name. sure is false where others may apply as well.
func (f *Finder) Applying(v ObjectView, name string) (nodes []*model.Node, sure bool) {
	f.work += 1 + len(v.Patterns)
	sure = true
	if node := v.Property(name); node != nil {
		nodes = append(nodes, node)
	}
	for _, p := range v.Patterns {
		switch f.Match(p.Name, name) {
		case evaluate.Yes:
			nodes = append(nodes, p.Node)
		case evaluate.Unknown:
			sure = false
		}
	}
	if len(nodes) > 0 || !sure {
		return nodes, sure
	}
	if v.Beside != nil {
		if covered := v.Beside.Covers(f.Evaluator, name); covered != evaluate.No {
			return nil, covered == evaluate.Yes
		}
	}
	return f.undeclared(v), true
}

// MayApply are the schemas that a view may apply to a name.
func (f *Finder) MayApply(v ObjectView, name string) []*model.Node {
	nodes, sure := f.Applying(v, name)
	if sure {
		return nodes
	}
	for _, p := range v.Patterns {
		if f.Match(p.Name, name) == evaluate.Unknown {
			nodes = append(nodes, p.Node)
		}
	}
	return append(nodes, f.undeclared(v)...)
}

// undeclared is what a view asks of undeclared properties, empty when that is nothing.
func (f *Finder) undeclared(v ObjectView) []*model.Node {
	switch {
	case v.Open.Schema != nil:
		return []*model.Node{v.Open.Schema}
	case !v.Open.Allowed:
		return []*model.Node{f.Made.OfKind(model.False)}
	}
	return nil
}

// ArrayView is an array schema as validators read it.
type ArrayView struct {
	*model.ArrayRules
	// Open says what items behind the listed ones must be, Rest from which position on that is asked for.
	Open model.Open
	Rest int
}

// ViewArray reads an array schema that is to be satisfied, as [Finder.ViewObject] does.
func (f *Finder) ViewArray(n *model.Node) ArrayView { return f.viewArray(n, evaluate.Possibly) }

func (f *Finder) refusedArray(n *model.Node) ArrayView { return f.viewArray(n, evaluate.Certainly) }

func (f *Finder) viewArray(n *model.Node, evaluated func(n, whole *model.Node) *evaluate.Coverage) ArrayView {
	v := ArrayView{ArrayRules: f.Array(n)}
	v.Open, v.Rest = v.Additional, len(v.Tuple)
	if v.Additional.Set || v.Unevaluated.Anything() {
		return v
	}
	coverage := evaluated(n, f.whole(n))
	v.Open, v.Rest = v.Unevaluated, coverage.Items
	switch {
	case coverage.AllItems:
		v.Open, v.Rest = model.Open{Allowed: true}, 0
	case len(coverage.Contained) > 0:
		unevaluated := f.Made.OfKind(model.False)
		if v.Unevaluated.Schema != nil {
			unevaluated = v.Unevaluated.Schema
		}
		v.Open = model.Open{Allowed: true, Schema: f.Made.AnyOf(append(coverage.Contained, unevaluated))}
	}
	return v
}

// Item is what a view asks of a position, nil when that is nothing.
func (f *Finder) Item(v ArrayView, i int) *model.Node {
	switch {
	case i < len(v.Tuple):
		return v.Tuple[i]
	case i >= v.Rest && v.Open.Schema != nil:
		return v.Open.Schema
	case i >= v.Rest && !v.Open.Allowed:
		return f.Made.OfKind(model.False)
	}
	return nil
}
