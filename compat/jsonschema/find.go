package jsonschema

import (
	"math"
	"slices"
	"strconv"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// literal is a schema that a value is to satisfy, or to violate.
type literal struct {
	node    *model.Node
	refused bool
}

// outcome is what a search for a value ended with. With none it is proved that there is no such value. Otherwise value may
// be one, or nil where none was found; it is a guess that whoever wants to rely on it checks.
type outcome struct {
	value *jsontree.Value
	none  bool
}

var (
	impossible = outcome{none: true}
	undecided  = outcome{}
)

// finder looks for a value that satisfies some schemas and violates others: with the writer's to satisfy and the reader's
// to violate it is a witness, and when there is none, containment is proved (compatibility contract §4.7).
//
// It unfolds schemas into alternatives, takes each alternative type by type, and looks for the parts of objects and arrays
// in the same way. Whatever it cannot express it leaves out, which makes more values possible: a proof that there is none
// holds all the same, and a value may turn out to be none. A goal that comes round below itself has no value there that it
// would not have further up, in a smaller one, so that the way is given up.
type finder struct {
	*patterns
	made
	// numbers are given to schemas that say the same.
	numbers map[*model.Node]int
	byPrint map[model.Fingerprint]int
	done    map[string]outcome
	opened  map[string]int
	depth   int
	// leaned is the outermost open goal that the goal at hand leaned on by coming round.
	leaned int
	// around is the schema that a node was met in as a part of the same text.
	around map[*model.Node]*model.Node
	work   int
	limit  int
	// accept is asked about values for the goal as a whole; offered counts them.
	accept  func(*jsontree.Value) bool
	offered int
}

// Bounds on a search. A step is about what it takes to look at one schema, less than a microsecond; maxFound is how many
// values are offered, maxNested how deep a value may be.
const (
	maxFindWork = 200_000
	maxOffered  = 48
	maxNested   = 24
)

func newFinder() *finder {
	return &finder{
		patterns: newPatterns(), made: newMade(),
		numbers: map[*model.Node]int{}, byPrint: map[model.Fingerprint]int{}, done: map[string]outcome{}, opened: map[string]int{},
		leaned: math.MaxInt, around: map[*model.Node]*model.Node{}, limit: maxFindWork,
	}
}

// find looks for a value that accept agrees to.
func (f *finder) find(wanted []literal, accept func(*jsontree.Value) bool) outcome {
	f.accept = accept
	defer func() { f.accept = nil }()
	return f.solve(wanted)
}

// spend counts steps and reports whether there were too many.
func (f *finder) spend(steps int) bool {
	f.work += steps
	return f.work > f.limit
}

// number is the same for schemas that say the same.
func (f *finder) number(n *model.Node) int {
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

// sign is the number of a literal, negative for one that is refused.
func (f *finder) sign(l literal) int {
	if l.refused {
		return -f.number(l.node)
	}
	return f.number(l.node)
}

func (f *finder) key(wanted []literal) string {
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

// solve looks for one value, at any depth.
func (f *finder) solve(wanted []literal) outcome {
	key := f.key(wanted)
	if known, ok := f.done[key]; ok {
		return known
	}
	if depth, open := f.opened[key]; open {
		f.leaned = min(f.leaned, depth)
		return impossible
	}
	if f.depth > maxNested || f.spend(2+len(wanted)) {
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
	if out.none && f.leaned == math.MaxInt || out.value != nil && own > 0 || out == undecided && own > 0 && !f.spend(0) {
		f.done[key] = out
	}
	f.leaned = min(f.leaned, outer)
	return out
}

// offer is a value for the goal at hand: nil when it is certainly none, or not agreed to.
func (f *finder) offer(g *goal, v *jsontree.Value) outcome {
	f.work += 8 + len(g.met)
	for _, l := range g.met {
		if f.satisfies(l, v) == no {
			return undecided
		}
	}
	if f.depth == 1 && f.accept != nil {
		if f.offered++; f.offered > maxOffered || !f.accept(v) {
			return undecided
		}
	}
	return outcome{value: v}
}

// variant makes one of a schema that stands where it does.
func (f *finder) variant(make func(*model.Node) *model.Node, n *model.Node) *model.Node {
	v := make(n)
	f.around[v] = n
	return v
}

// whole is the schema that a node is a part of, with all that stands in the same text.
func (f *finder) whole(n *model.Node) *model.Node {
	for f.around[n] != nil {
		n = f.around[n]
	}
	return n
}

// satisfies holds a value against a literal.
func (f *finder) satisfies(l literal, v *jsontree.Value) answer {
	e := &evaluation{patterns: f.patterns}
	a := e.accepts(l.node, v)
	f.work += e.steps
	if l.refused {
		return a.opposite()
	}
	return a
}

// first runs the ways to a value until one has it. When all are impossible, so is the whole.
func first(ways ...func() outcome) outcome {
	out := impossible
	for _, way := range ways {
		found := way()
		if found.value != nil {
			return found
		}
		out.none = out.none && found.none
	}
	return out
}
