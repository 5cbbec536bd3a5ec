package avro

import (
	"strconv"

	"github.com/concord-registry/concord/schema/avro"
)

// The reference registry walks both schemas once and keeps the result of every pair of types, by identity, with the
// paths of the first meeting. Two of its habits are faults that decide what it reports, so they are kept here: trying the
// branches of a reader's union starts a new path, and a pair that was taken to be readable while it was open stays so
// even when that turns out wrong. What is true is the business of truth.go.

// maxDifferences bounds the list: where named types are shared, a pair's differences are repeated at each use, and a
// few dozen types can ask for more repetitions than there are atoms.
const maxDifferences = 1000

// result is what the reference found for a pair, in the order in which it looked.
type result struct{ entries []entry }

// entry is a difference of the pair itself, or the result of one of its parts.
type entry struct {
	difference *difference
	part       *result
}

func (r *result) bad() bool { return len(r.entries) > 0 }

func (r *result) add(part *result) {
	if part.bad() {
		r.entries = append(r.entries, entry{part: part})
	}
}

func (r *result) report(d difference) { r.entries = append(r.entries, entry{difference: &d}) }

// reference is one walk. failed is set when the reference would have given up with an exception.
type reference struct {
	memo   map[pair]*result
	failed *difference
	// stands holds missing fields for which a comparison of types stands, by that pair.
	stands map[key]pair
	effort effort
}

// open marks a pair that is being compared; meeting it again counts as readable.
var open = &result{}

func newReference() *reference { return &reference{memo: map[pair]*result{}, stands: map[key]pair{}} }

func (x *reference) compare(p pair, at *trail) *result {
	if known, ok := x.memo[p]; ok {
		return known
	}
	x.effort.enter()
	x.memo[p] = open
	r := x.examine(p, at)
	x.memo[p] = r
	x.effort.leave()
	return r
}

func (x *reference) examine(p pair, at *trail) *result {
	r := &result{}
	switch {
	case p.writer.Kind == avro.Union:
		x.branches(p, at, r)
	case p.reader.Kind == avro.Union:
		x.union(p, at, r)
	case p.reader.Kind != p.writer.Kind:
		x.kinds(p, at, r)
	case p.reader.Kind == avro.Array:
		r.add(x.compare(pair{p.reader.Items, p.writer.Items}, at.into("items")))
	case p.reader.Kind == avro.Map:
		r.add(x.compare(pair{p.reader.Items, p.writer.Items}, at.into("values")))
	case p.reader.Kind.Named():
		x.named(p, at, r)
	}
	return r
}

// kinds compares types of two kinds. A reader's enum that stands against a whole record is a field that was not written:
// the reference takes the default of the enum for one of the field, and then finds that it does not fit.
func (x *reference) kinds(p pair, at *trail, r *result) {
	switch {
	case promotes(p.writer.Kind, p.reader.Kind):
	case at.absent != nil:
		r.report(difference{rule: &fieldMissingDefault, pair: p, at: at, field: at.absent})
	default:
		r.report(difference{rule: &typeMismatch, pair: p, at: at})
	}
}

// branches asks for each branch of a writer's union whether the reader reads it.
func (x *reference) branches(p pair, at *trail, r *result) {
	for i, branch := range p.writer.Branches {
		to := at.into(strconv.Itoa(i))
		got := x.compare(pair{p.reader, branch}, to)
		switch {
		case !got.bad():
		case p.reader.Kind == avro.Union:
			r.report(difference{rule: &unionBranchMissing, pair: pair{p.reader, branch}, at: to})
		default:
			r.add(got)
		}
	}
}

// union looks for a branch of the reader that reads the writer's type. Why the others do not is lost.
func (x *reference) union(p pair, at *trail, r *result) {
	for _, branch := range p.reader.Branches {
		if hopeless(branch, p.writer) {
			continue
		}
		if !x.compare(pair{branch, p.writer}, at.restart()).bad() {
			return
		}
	}
	r.report(difference{rule: &unionBranchMissing, pair: p, at: at})
}

// hopeless reports whether a branch cannot read a type and nothing needs to be remembered of it: only named branches stand
// in other places too.
func hopeless(branch, writer *avro.Node) bool {
	return branch.Kind != writer.Kind && !branch.Kind.Named() && !promotes(writer.Kind, branch.Kind)
}

func (x *reference) named(p pair, at *trail, r *result) {
	x.effort.weigh(p)
	for _, d := range localType(p, at) {
		r.report(d)
	}
	if len(p.reader.Fields) == 0 {
		return
	}
	fields := at.into("fields")
	for i := range p.reader.Fields {
		x.field(p, i, fields, r)
	}
}

// field compares the reader's field i; at is the path to all fields.
func (x *reference) field(p pair, i int, at *trail, r *result) {
	f := p.reader.Fields[i]
	source, answers, two := sourceOf(p, i)
	if source == nil && f.Default != nil {
		return
	}
	if answers == 1 && alike(f.Type, source.Type) {
		return
	}
	at = at.into(strconv.Itoa(i))
	switch {
	case answers > 1:
		x.fail(difference{rule: ambiguity(two), pair: p, at: at.field(f, nil), field: f})
	case source != nil:
		r.add(x.compare(pair{f.Type, source.Type}, at.field(f, source).into("type")))
	case f.Type.Kind == avro.Enum && f.Type.Default != nil:
		instead := pair{f.Type, p.writer}
		x.stands[key{&fieldMissingDefault, p, f}] = instead
		r.add(x.compare(instead, at.field(f, nil).into("type").missing(f)))
	default:
		r.report(difference{rule: &fieldMissingDefault, pair: p, at: at.field(f, nil), field: f})
	}
}

// fail notes the first reason for which the reference gives up the whole comparison.
func (x *reference) fail(d difference) {
	if x.failed == nil {
		x.failed = &d
	}
}

// differences lists the differences of r in the reference's order, at most [maxDifferences].
func (r *result) differences() []difference {
	var list []difference
	var visit func(*result)
	visit = func(r *result) {
		for _, e := range r.entries {
			switch {
			case len(list) == maxDifferences:
				return
			case e.difference != nil:
				list = append(list, *e.difference)
			default:
				visit(e.part)
			}
		}
	}
	visit(r)
	return list
}

// keys are those of all differences below r. Each result is visited once.
func (x *reference) keys(r *result) map[key]bool {
	keys, pairs, seen := map[key]bool{}, map[pair]bool{}, map[*result]bool{}
	for todo := []*result{r}; len(todo) > 0; {
		next := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[next] {
			continue
		}
		seen[next] = true
		for _, e := range next.entries {
			if e.difference != nil {
				keys[e.difference.key()] = true
				pairs[e.difference.pair] = true
			} else {
				todo = append(todo, e.part)
			}
		}
	}
	for missing, instead := range x.stands {
		if pairs[instead] {
			keys[missing] = true
		}
	}
	return keys
}
