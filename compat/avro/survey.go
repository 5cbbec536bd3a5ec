package avro

import (
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
	"github.com/concord-registry/concord/schema/jsontree"
)

// survey walks the pairs of types that data really passes through and lists what the reference does not report: what it
// missed by remembering too early (contract §2.4 a), what decoders do otherwise than it supposes (b, c), and what is
// read, but not as it was meant (§2.2, §2.4 d, e).
type survey struct {
	truth    *truth
	reported map[key]bool
	// seen says where in todo a pair is.
	seen  map[meeting]int
	found []difference
	// broken is set when something was found that breaks.
	broken bool
	todo   []visit
	// from is the place in todo that is looked at.
	from int
}

// visit is a pair to look at. union is set where a reader's union has chosen the reader's type. from is the place of the
// visit that led here, -1 at the roots.
type visit struct {
	pair
	at    *trail
	union bool
	from  int
}

// meeting is a pair, and whether a reader's union chose the reader's type, where that makes a difference: enums and fixed
// types are found by another name there.
type meeting struct {
	pair
	union bool
}

func newSurvey(reported map[key]bool) *survey {
	return &survey{truth: newTruth(), reported: reported, seen: map[meeting]int{}}
}

func (s *survey) run(p pair, at *trail) []difference {
	s.from = -1
	s.visit(p, at, false)
	for s.from = 0; s.from < len(s.todo); s.from++ {
		s.look(s.todo[s.from])
	}
	return s.found
}

func (s *survey) visit(p pair, at *trail, union bool) {
	m := meeting{p, union && (p.reader.Kind == avro.Enum || p.reader.Kind == avro.Fixed)}
	if _, again := s.seen[m]; !again {
		s.seen[m] = len(s.todo)
		s.todo = append(s.todo, visit{p, at, union, s.from})
	}
}

// report lists d, unless the reference does. A list that is long already takes nothing more than a first break.
func (s *survey) report(d difference) {
	breaks := breaks(d.code)&(rule.Wire|rule.Value) != 0
	if s.reported[d.key()] || len(s.found) >= maxDifferences && (s.broken || !breaks) {
		return
	}
	s.reported[d.key()] = true
	s.broken = s.broken || breaks
	s.found = append(s.found, d)
}

func (s *survey) look(v visit) {
	p := v.pair
	switch {
	case p.writer.Kind == avro.Union:
		for _, branch := range p.writer.Branches {
			s.visit(pair{p.reader, branch}, v.at, false)
		}
	case p.reader.Kind == avro.Union:
		s.union(v)
	case p.reader.Kind != p.writer.Kind:
		s.promotion(v)
	case p.reader.Kind == avro.Array, p.reader.Kind == avro.Map:
		s.visit(pair{p.reader.Items, p.writer.Items}, v.at, false)
	default:
		s.same(v)
	}
}

// union goes on with the branch that a decoder takes for the writer's type. When that does not read it, and the reference
// does not say so, what stands against it is found inside.
func (s *survey) union(v visit) {
	missing := difference{code: UnionBranchMissing, pair: v.pair, at: v.at}
	branch, reads := s.truth.branch(v.reader, v.writer)
	switch {
	case branch == nil:
		s.report(missing)
	case reads || !s.reported[missing.key()]:
		s.visit(pair{branch, v.writer}, v.at, true)
	}
}

func (s *survey) promotion(v visit) {
	if !promotes(v.writer.Kind, v.reader.Kind) {
		s.report(difference{code: TypeMismatch, pair: v.pair, at: v.at})
		return
	}
	s.logical(v)
	if wide := v.reader.Kind; wide == avro.Float && v.writer.Kind != avro.Float || wide == avro.Double && v.writer.Kind == avro.Long {
		s.report(difference{code: LossyPromotion, pair: v.pair, at: v.at})
	}
}

// same looks at two primitive or two named types of one kind.
func (s *survey) same(v visit) {
	s.logical(v)
	if !v.reader.Kind.Named() {
		return
	}
	for _, d := range local(v.pair, v.at) {
		s.report(d)
	}
	switch {
	case v.reader.Name == v.writer.Name, v.reader.Name.Simple != v.writer.Name.Simple:
	case v.union && v.reader.Kind != avro.Record && !fullyNamed(v.reader, v.writer):
		s.report(difference{code: NamespaceInUnion, pair: v.pair, at: v.at})
	default:
		s.report(difference{code: NamespaceChanged, pair: v.pair, at: v.at})
	}
	for _, f := range v.reader.Fields {
		if source, _, _ := sourceOf(f, v.writer); source != nil {
			s.field(v, f, source)
		}
	}
}

func (s *survey) field(v visit, f, source *avro.Field) {
	if f.Name == source.Name && alike(f.Type, source.Type) {
		return
	}
	at := v.at.field(f, source)
	if code := idleAlias(v.pair, f, source); code != "" {
		s.report(difference{code: code, pair: v.pair, at: at, field: f})
	}
	s.visit(pair{f.Type, source.Type}, at, false)
}

// idleAlias is what stands against reading f from source because an alias does not work, nothing where it works or all
// that may be written is null, which is also the default.
func idleAlias(p pair, f, source *avro.Field) rule.Code {
	switch {
	case source.Name == f.Name || fullyNamed(p.reader, p.writer):
		return ""
	case f.Default == nil:
		return FieldAliasIgnored
	case f.Default.Kind == jsontree.Null && (source.Type.Kind == avro.Null || say(source.Type) == "[null]"):
		return ""
	}
	return FieldAliasDefaulted
}

// logical compares what two types mean beyond what they hold.
func (s *survey) logical(v visit) {
	reader, writer := v.reader.Logical(), v.writer.Logical()
	if reader == nil || writer == nil {
		return
	}
	if code := meaning(reader, writer); code != "" {
		s.report(difference{code: code, pair: v.pair, at: v.at})
	}
}

func meaning(reader, writer *avro.Logical) rule.Code {
	if reader.Name == "decimal" && writer.Name == "decimal" {
		switch {
		case reader.Scale != writer.Scale:
			return DecimalScale
		case reader.Precision < writer.Precision:
			return DecimalPrecision
		}
		return ""
	}
	readerFamily, readerUnit := timeFamily(reader.Name)
	writerFamily, writerUnit := timeFamily(writer.Name)
	switch {
	case readerUnit == "" || writerUnit == "" || isTime(readerFamily) != isTime(writerFamily):
		return ""
	case readerUnit != writerUnit:
		return TimeUnit
	case readerFamily != writerFamily:
		return TimeZone
	}
	return ""
}

// timeFamily splits `local-timestamp-millis` into family and unit; the unit is empty for other types.
func timeFamily(name string) (family, unit string) {
	cut := strings.LastIndexByte(name, '-')
	if cut < 0 {
		return name, ""
	}
	switch family = name[:cut]; family {
	case "time", "timestamp", "local-timestamp":
		return family, name[cut+1:]
	}
	return family, ""
}

func isTime(family string) bool { return family == "time" }
