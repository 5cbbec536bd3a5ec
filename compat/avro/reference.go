package avro

import (
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/avro"
)

// The reference registry walks both schemas once and keeps the result of every pair of types, by identity, with the
// paths of the first meeting. Two of its habits are faults that decide what it reports, so they are kept here: trying the
// branches of a reader's union starts a new path, and a pair that was taken to be readable while it was open stays so
// even when that turns out wrong (contract §0 A1, A2). What is true is the business of truth.go.

// maxDifferences bounds the list: where named types are shared, a pair's differences are repeated at each use, and a
// few dozen types can ask for more repetitions than there are atoms.
const maxDifferences = 1000

// pair is a reader's type and a writer's type, by identity.
type pair struct{ reader, writer *avro.Node }

// result is what the reference found for a pair: differences of its own, and the results of the parts, in order.
type result struct {
	own   []difference
	parts []*result
	bad   bool
}

func (r *result) add(part *result) {
	if part.bad {
		r.parts, r.bad = append(r.parts, part), true
	}
}

func (r *result) report(d difference) { r.own, r.bad = append(r.own, d), true }

// reference is one walk. failed is set when the reference would have given up with an exception.
type reference struct {
	memo   map[pair]*result
	failed *difference
}

// open marks a pair that is being compared; meeting it again counts as readable.
var open = &result{}

func newReference() *reference { return &reference{memo: map[pair]*result{}} }

func (x *reference) compare(p pair, at *trail) *result {
	if known, ok := x.memo[p]; ok {
		return known
	}
	x.memo[p] = open
	r := x.examine(p, at)
	x.memo[p] = r
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
		if !promotes(p.writer.Kind, p.reader.Kind) {
			r.report(difference{code: TypeMismatch, pair: p, at: at})
		}
	case p.reader.Kind == avro.Array:
		r.add(x.compare(pair{p.reader.Items, p.writer.Items}, at.into("items")))
	case p.reader.Kind == avro.Map:
		r.add(x.compare(pair{p.reader.Items, p.writer.Items}, at.into("values")))
	case p.reader.Kind.Named():
		x.named(p, at, r)
	}
	return r
}

// branches asks for each branch of a writer's union whether the reader reads it.
func (x *reference) branches(p pair, at *trail, r *result) {
	for i, branch := range p.writer.Branches {
		to := at.into(strconv.Itoa(i)).writing(branch)
		got := x.compare(pair{p.reader, branch}, to)
		switch {
		case !got.bad:
		case p.reader.Kind == avro.Union:
			r.report(difference{code: UnionBranchMissing, pair: pair{p.reader, branch}, at: to})
		default:
			r.add(got)
		}
	}
}

// union looks for a branch of the reader that reads the writer's type. Why the others do not is lost.
func (x *reference) union(p pair, at *trail, r *result) {
	for _, branch := range p.reader.Branches {
		if !x.compare(pair{branch, p.writer}, at.restart(branch)).bad {
			return
		}
	}
	r.report(difference{code: UnionBranchMissing, pair: p, at: at})
}

func (x *reference) named(p pair, at *trail, r *result) {
	if !sameName(p.reader, p.writer) {
		r.report(difference{code: NameMismatch, pair: p, at: at.into("name")})
	}
	switch p.reader.Kind {
	case avro.Fixed:
		if p.reader.Size != p.writer.Size {
			r.report(difference{code: FixedSize, pair: p, at: at.into("size")})
		}
	case avro.Enum:
		if missing := missingSymbols(p); len(missing) > 0 {
			r.report(difference{code: EnumSymbolMissing, pair: p, at: at.into("symbols"), symbols: missing})
		}
	case avro.Record:
		for i, f := range p.reader.Fields {
			x.field(p, i, f, at.into("fields").into(strconv.Itoa(i)), r)
		}
	}
}

func (x *reference) field(p pair, i int, f *avro.Field, at *trail, r *result) {
	source, twice := sourceOf(f, p.writer)
	switch {
	case twice:
		if x.failed == nil {
			x.failed = &difference{code: FieldAmbiguous, pair: p, at: at.field(f, nil), field: f}
		}
	case source != nil:
		r.add(x.compare(pair{f.Type, source.Type}, at.field(f, source).into("type")))
	case f.Default != nil:
	case f.Type.Kind == avro.Enum && f.Type.Default != nil:
		r.add(x.compare(pair{f.Type, p.writer}, at.field(f, nil).into("type")))
	default:
		r.report(difference{code: FieldMissingDefault, pair: p, at: at.field(f, nil), field: f})
	}
}

// sourceOf is the writer's field that f is read from: the one of its name or of one of its aliases. twice is set when
// more than one answers, even if they are the same.
func sourceOf(f *avro.Field, writer *avro.Node) (source *avro.Field, twice bool) {
	source = writer.Field(f.Name)
	for _, alias := range f.Aliases {
		if other := writer.Field(alias); other != nil {
			twice = source != nil || twice
			source = other
		}
	}
	return source, twice
}

// sameName reports whether a reader's named type takes a writer's: by its unqualified name, or by an alias in full.
func sameName(reader, writer *avro.Node) bool {
	return reader.Name.Simple == writer.Name.Simple || slices.Contains(reader.Aliases, writer.Name)
}

// promotes reports whether every value of one primitive kind is read as another.
func promotes(writer, reader avro.Kind) bool {
	switch writer {
	case avro.Int:
		return reader == avro.Long || reader == avro.Float || reader == avro.Double
	case avro.Long:
		return reader == avro.Float || reader == avro.Double
	case avro.Float:
		return reader == avro.Double
	case avro.Bytes:
		return reader == avro.String
	case avro.String:
		return reader == avro.Bytes
	}
	return false
}

// missingSymbols are the writer's symbols that the reader has no word for, sorted; none when the reader has a default.
func missingSymbols(p pair) []string {
	if p.reader.Default != nil {
		return nil
	}
	known := make(map[string]bool, len(p.reader.Symbols))
	for _, s := range p.reader.Symbols {
		known[s] = true
	}
	var missing []string
	for _, s := range p.writer.Symbols {
		if !known[s] {
			missing = append(missing, s)
		}
	}
	slices.SortFunc(missing, strings.Compare)
	return missing
}

// differences lists the differences of r in the reference's order, at most [maxDifferences].
func (r *result) differences() []difference {
	var list []difference
	var visit func(*result)
	visit = func(r *result) {
		for _, part := range r.parts {
			if len(list) < maxDifferences {
				visit(part)
			}
		}
		list = append(list, r.own...)
	}
	visit(r)
	return list[:min(len(list), maxDifferences)]
}
