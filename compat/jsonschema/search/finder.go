// Package search looks for a value that satisfies some schemas and violates others. With a writer's schema to satisfy and a
// reader's to violate it is a witness of a break; where there is certainly none, the reader's contains the writer's.
package search

import (
	"math"
	"slices"
	"strconv"

	"github.com/concord-registry/concord/compat/jsonschema/evaluate"
	"github.com/concord-registry/concord/compat/jsonschema/made"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Finder looks for values.
//
// It unfolds schemas into alternatives, takes each alternative type by type, and looks for the parts of objects and arrays
// in the same way. Whatever it cannot express it leaves out, which makes more values possible: a proof that there is none
// holds all the same, and a value may turn out to be none. What is asked for again below itself, inside of a value that is
// looked for, has no value there that it would not have further up, in a smaller one, so that the way is given up.
//
// It remembers what it has found, and belongs to one goroutine.
type Finder struct {
	// Evaluator reads schemas as validators do.
	*evaluate.Evaluator
	// Made are the schemas that are asked for beside those of the texts.
	Made made.Schemas
	// numbers are given to schemas that say the same.
	numbers map[*model.Node]int
	byPrint map[model.Fingerprint]int
	done    map[string]Outcome
	opened  map[string]int
	depth   int
	// leaned is the depth of the outermost open question that the one at hand leaned on by asking it again.
	leaned int
	// around is the schema that a node was met in as a part of the same text.
	around map[*model.Node]*model.Node
	work   int
	limit  int
	// accept is asked about values for the question as a whole; offered counts them.
	accept  func(*jsontree.Value) bool
	offered int
}

// Bounds on a search. A step is about what it takes to look at one schema, less than a microsecond; MaxSteps is how many
// one may take unless it is allowed others, maxOffered how many values are offered, maxNested how deep a value may be.
const (
	MaxSteps   = 200_000
	maxOffered = 48
	maxNested  = 24
)

// New is a finder that may spend [MaxSteps].
func New() *Finder {
	return &Finder{
		Evaluator: evaluate.New(), Made: made.New(),
		numbers: map[*model.Node]int{}, byPrint: map[model.Fingerprint]int{}, done: map[string]Outcome{}, opened: map[string]int{},
		leaned: math.MaxInt, around: map[*model.Node]*model.Node{}, limit: MaxSteps,
	}
}

// Allow lets the finder spend a number of steps from here on, whatever it has spent.
func (f *Finder) Allow(steps int) { f.limit, f.offered = f.work+steps, 0 }

// Spend counts steps and reports whether there were too many. When there were, what is not found means nothing.
func (f *Finder) Spend(steps int) (exhausted bool) {
	f.work += steps
	return f.work > f.limit
}

// Exhausted reports whether the finder has spent more steps than it may.
func (f *Finder) Exhausted() bool { return f.work > f.limit }

// Find looks for a value that accept agrees to.
func (f *Finder) Find(wanted []Literal, accept func(*jsontree.Value) bool) Outcome {
	f.accept = accept
	defer func() { f.accept = nil }()
	return f.Solve(wanted)
}

// Impossible reports whether it is proved that there is no value as wanted.
func (f *Finder) Impossible(wanted []Literal) bool { return f.Solve(wanted).None }

// number is the same for schemas that say the same.
func (f *Finder) number(n *model.Node) int {
	if number, known := f.numbers[n]; known {
		return number
	}
	number := len(f.numbers) + 1
	if n.Fingerprint != (model.Fingerprint{}) {
		if same, known := f.byPrint[n.Fingerprint]; known {
			number = same
		} else {
			f.byPrint[n.Fingerprint] = number
		}
	}
	f.numbers[n] = number
	return number
}

// sign is the number of a Literal, negative for one that is refused.
func (f *Finder) sign(l Literal) int {
	if l.refused {
		return -f.number(l.node)
	}
	return f.number(l.node)
}

// Key is the same for questions that ask the same.
func (f *Finder) Key(wanted []Literal) string {
	signs := make([]int, len(wanted))
	for i, l := range wanted {
		signs[i] = f.sign(l)
	}
	slices.Sort(signs)
	var b []byte
	for _, s := range slices.Compact(signs) {
		b = append(strconv.AppendInt(b, int64(s), 10), ',')
	}
	return string(b)
}

// Solve looks for a value as wanted, of whatever accept of [Finder.Find] would say.
func (f *Finder) Solve(wanted []Literal) Outcome {
	key := f.Key(wanted)
	if known, ok := f.done[key]; ok {
		return known
	}
	if depth, open := f.opened[key]; open {
		f.leaned = min(f.leaned, depth)
		return impossible
	}
	if f.depth > maxNested || f.Spend(2+len(wanted)) {
		return undecided
	}
	outer, own := f.leaned, f.depth
	f.leaned = math.MaxInt
	f.opened[key] = own
	f.depth++
	out := f.branch(newGoal(), wanted)
	f.depth--
	delete(f.opened, key)
	if f.leaned >= own {
		f.leaned = math.MaxInt
	}
	if out.None && f.leaned == math.MaxInt || out.Value != nil && own > 0 || out == undecided && own > 0 && !f.Exhausted() {
		f.done[key] = out
	}
	f.leaned = min(f.leaned, outer)
	return out
}

// Variant makes one of a schema, with the functions of Made, that stands where the schema does.
func (f *Finder) Variant(make func(*model.Node) *model.Node, n *model.Node) *model.Node {
	v := make(n)
	f.around[v] = n
	return v
}

// Unfold remembers of the parts of a combination that has no keyword of its own that all are of one text: what one of them
// evaluates of a value counts for the others. It does nothing for other schemas.
func (f *Finder) Unfold(n *model.Node) {
	if n.Kind == model.Combined && n.Combined.Synthetic {
		for _, part := range n.Combined.Parts {
			f.around[part] = n
		}
	}
}

// whole is the schema that a node is a part of, with all that stands in the same text.
func (f *Finder) whole(n *model.Node) *model.Node {
	for f.around[n] != nil {
		n = f.around[n]
	}
	return n
}

// satisfies holds a value against a literal.
func (f *Finder) satisfies(l Literal, v *jsontree.Value) evaluate.Answer {
	answer, steps := f.Accepts(l.node, v)
	f.work += steps
	if l.refused {
		return answer.Opposite()
	}
	return answer
}
