package avro

import (
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// survey walks the pairs of types that data really passes through and lists what the reference does not report: what it
// missed by remembering too early, what decoders do otherwise than it supposes (aliases, names in unions), and what is
// read, but not as it was meant (logical types, rounded numbers).
type survey struct {
	truth    *truth
	reported map[key]bool
	// roots is where todo begins.
	roots *trail
	found []difference
	// broken is set when something was found that breaks.
	broken bool
	todo   []visit
	// from is the place in todo that is looked at.
	from int
}

// visit is a pair to look at. union is set where a reader's union has chosen the reader's type. from is the place of the
// visit that led here, -1 at the roots; field and source are the fields that led here, nil where none did.
type visit struct {
	pair
	field, source *avro.Field
	union         bool
	from          int
	// at is the way to the visit, nil until it is needed.
	at *trail
}

func newSurvey(t *truth, reported map[key]bool) *survey {
	return &survey{truth: t, reported: reported, from: -1}
}

func (s *survey) run(p pair, at *trail) []difference {
	s.roots = at
	s.visit(visit{pair: p})
	for s.from = 0; s.from < len(s.todo); s.from++ {
		s.look(s.todo[s.from])
	}
	return s.found
}

// trail is the way to the visit at a place in todo. Ways are built when something is reported, and shared.
func (s *survey) trail(place int) *trail {
	var missing []int
	for ; place >= 0 && s.todo[place].at == nil; place = s.todo[place].from {
		missing = append(missing, place)
	}
	at := s.roots
	if place >= 0 {
		at = s.todo[place].at
	}
	for _, place := range slices.Backward(missing) {
		v := &s.todo[place]
		if v.field != nil {
			at = at.field(v.field, v.source)
		}
		v.at = at
	}
	return at
}

// visit makes v be looked at, unless it was. There is nothing to see between equal types without parts.
func (s *survey) visit(v visit) {
	v.from = s.from
	if v.simple() {
		if v.reader.Kind != v.writer.Kind || len(v.reader.Props) > 0 {
			s.todo = append(s.todo, v)
		}
		return
	}
	if met := &s.truth.claim(v.pair).met[chosen(v.pair, v.union)]; *met == 0 {
		s.todo = append(s.todo, v)
		*met = len(s.todo)
	}
}

// chosen is 1 where it makes a difference that a reader's union chose the reader's type, 0 elsewhere: enums and fixed types
// are found by another name there.
func chosen(p pair, union bool) int {
	if union && (p.reader.Kind == avro.Enum || p.reader.Kind == avro.Fixed) {
		return 1
	}
	return 0
}

// place is where in todo a pair is, -1 where it is not.
func (s *survey) place(p pair, union bool) int {
	if p.simple() {
		return slices.IndexFunc(s.todo, func(v visit) bool { return v.pair == p })
	}
	return s.truth.claim(p).met[chosen(p, union)] - 1
}

// report lists d, which was found at the visit under way, unless the reference does. A list that is long already takes
// nothing more than a first break.
func (s *survey) report(d difference) {
	breaks := d.rule.Breaks&(rule.Wire|rule.Value) != 0
	if s.reported[d.key()] || len(s.found) >= maxDifferences && (s.broken || !breaks) {
		return
	}
	if s.reported == nil {
		s.reported = map[key]bool{}
	}
	s.reported[d.key()] = true
	s.broken = s.broken || breaks
	d.at = s.trail(s.from)
	if d.field != nil {
		d.at = d.at.field(d.field, d.source)
	}
	s.found = append(s.found, d)
}

func (s *survey) look(v visit) {
	p := v.pair
	switch {
	case p.writer.Kind == avro.Union:
		for _, branch := range p.writer.Branches {
			s.visit(visit{pair: pair{p.reader, branch}})
		}
	case p.reader.Kind == avro.Union:
		s.union(v)
	case p.reader.Kind != p.writer.Kind:
		s.promotion(v)
	case p.reader.Kind == avro.Array, p.reader.Kind == avro.Map:
		s.visit(visit{pair: pair{p.reader.Items, p.writer.Items}})
	default:
		s.same(v)
	}
}

// same looks at two primitive or two named types of one kind.
func (s *survey) same(v visit) {
	s.logical(v)
	if !v.reader.Kind.Named() {
		return
	}
	for _, d := range local(v.pair, nowhere) {
		s.report(d)
	}
	s.namespace(v)
	for i, f := range v.reader.Fields {
		if source, _, _ := sourceOf(v.pair, i); source != nil {
			s.field(v, f, source)
		}
	}
}
