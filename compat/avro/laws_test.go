package avro_test

import (
	"slices"
	"strings"
	"testing"

	twmb "github.com/twmb/avro"
	"pgregory.net/rapid"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	avroschema "github.com/concord-registry/concord/schema/avro"
)

// verdict is what both judges make of a check: whether the reference refuses, and whether some datum breaks.
type verdict struct{ refused, broken bool }

func judge(findings []rule.Finding) verdict {
	var v verdict
	for _, f := range findings {
		v.refused = v.refused || f.Reference != nil
		v.broken = v.broken || f.Breaks&(rule.Wire|rule.Value) != 0
	}
	return v
}

// TestLawsOfTheCorpus checks what must hold of every pair, whatever the pair is.
func TestLawsOfTheCorpus(t *testing.T) {
	for _, p := range readGolden(t) {
		checkLaws(t, p.ID, parse(t, p.Old), parse(t, p.New))
	}
}

func checkLaws(t errorer, name string, old, new *avroschema.Schema) {
	t.Helper()
	for _, s := range []*avroschema.Schema{old, new} {
		if found := avro.Check(rule.Backward, s, s); len(found) > 0 && !ambiguous(found) {
			t.Errorf("%s: a schema has findings against itself: %+v\n%s", name, found, s.Canonical())
		}
	}
	backward, forward := judge(avro.Check(rule.Backward, old, new)), judge(avro.Check(rule.Forward, new, old))
	if backward != forward {
		t.Errorf("%s: backward is %+v, forward of the pair turned round %+v", name, backward, forward)
	}
}

// errorer is what testing.T and rapid.T share.
type errorer interface {
	Helper()
	Errorf(format string, args ...any)
}

// ambiguous reports whether one of the findings is about a field that has two names which one record writes. The reference
// does not even read such a schema's own data.
func ambiguous(findings []rule.Finding) bool {
	return slices.ContainsFunc(findings, func(f rule.Finding) bool {
		return f.Code == avro.FieldAmbiguous || f.Code == avro.FieldAliasRepeated
	})
}

// TestNeutralChanges rewrites each old schema of the corpus in ways that mean nothing and expects the same verdicts.
func TestNeutralChanges(t *testing.T) {
	for _, p := range readGolden(t)[:500] {
		old, new := parse(t, p.Old), parse(t, p.New)
		normal, err := old.Normalized()
		if err != nil {
			t.Fatal(err)
		}
		want := judge(avro.Check(rule.Backward, old, new))
		for what, text := range map[string]string{
			"its canonical text":  old.Canonical(),
			"its normalised text": normal,
			"documentation":       strings.Replace(old.Canonical(), `{"type":"record",`, `{"type":"record","doc":"other","x-owner":1,`, 1),
			"white space":         strings.ReplaceAll(old.Canonical(), `,"`, ",\n\t \""),
		} {
			if got := judge(avro.Check(rule.Backward, parse(t, text), new)); got != want {
				t.Errorf("%s: with %s the verdict is %+v, want %+v\n%s", p.ID, what, got, want, text)
			}
		}
	}
}

// TestJudge asks a decoder of another house. Where Concord finds nothing that breaks, it must agree to read the data; where
// Concord finds a break, it nearly always refuses: it takes null for the default of a field that may be
// null, and an alias without a namespace for a name in any.
func TestJudge(t *testing.T) {
	agreed, lenient := 0, 0
	for _, p := range readGolden(t) {
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			reader, writer := rule.Roles(dir, p.Old, p.New)
			broken := judge(avro.Check(dir, parse(t, p.Old), parse(t, p.New))).broken
			switch refusal := resolve(reader, writer); {
			case broken == (refusal != nil):
				agreed++
			case broken:
				lenient++
			case !strings.Contains(refusal.Error(), "decimal"):
				t.Errorf("%s %s: nothing breaks, but the other decoder says %v\nold %s\nnew %s", p.ID, dir, refusal, p.Old, p.New)
			}
		}
	}
	t.Logf("%d directions judged alike, %d read by the other decoder alone", agreed, lenient)
	if agreed < 4_750 || lenient > 200 {
		t.Errorf("%d of 5 000 directions are judged alike, and %d read by the other decoder alone", agreed, lenient)
	}
}

// resolve is why the other decoder does not read what was written, nil when it does.
func resolve(reader, writer string) error {
	r, err := twmb.Parse(reader)
	if err != nil {
		return err
	}
	w, err := twmb.Parse(writer)
	if err != nil {
		return err
	}
	_, err = twmb.Resolve(w, r)
	return err
}

// TestLawsOfGenerated checks the laws on pairs of small random schemas, which have far more collisions of names than
// people make, and that rewriting a schema changes no verdict.
func TestLawsOfGenerated(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		old, new := draw(t, "old"), draw(t, "new")
		checkLaws(t, "generated", old, new)
		want := judge(avro.Check(rule.Backward, old, new))
		for _, text := range []string{old.Canonical(), normalized(t, old)} {
			again, err := avroschema.Parse(schema.Source{Type: schema.Avro, Text: text}, schema.Options{})
			if err != nil {
				t.Fatalf("a text that was printed is refused: %v\n%s", err, text)
			}
			if got := judge(avro.Check(rule.Backward, again, new)); got != want {
				t.Errorf("rewritten, the verdict is %+v, want %+v\nold %s\nnew %s", got, want, text, new.Canonical())
			}
		}
	})
}

func normalized(t *rapid.T, s *avroschema.Schema) string {
	text, err := s.Normalized()
	if err != nil {
		t.Fatalf("%v\n%s", err, s.Canonical())
	}
	return text
}

// draw makes a schema from few names, so that types and fields of two schemas often meet.
func draw(t *rapid.T, label string) *avroschema.Schema {
	g := generator{t: t, defined: map[string]bool{}}
	text := g.record(label, 3)
	s, err := avroschema.Parse(schema.Source{Type: schema.Avro, Text: text}, schema.Options{})
	if err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	return s
}

type generator struct {
	t       *rapid.T
	defined map[string]bool
}

func (g generator) record(label string, depth int) string {
	name := rapid.SampledFrom([]string{"m.A", "m.B", "m.C", "n.A", "n.B"}).Draw(g.t, label)
	if g.defined[name] {
		return `"` + name + `"`
	}
	g.defined[name] = true
	var fields []string
	for _, field := range []string{"x", "y", "z"} {
		if !rapid.Bool().Draw(g.t, field) {
			continue
		}
		more := rapid.SampledFrom([]string{"", `,"default":null`, `,"aliases":["w"]`, `,"aliases":["x"]`}).Draw(g.t, "more")
		fields = append(fields, `{"name":"`+field+`","type":`+g.node(field, depth)+more+`}`)
	}
	aliases := rapid.SampledFrom([]string{"", `,"aliases":["m.A"]`, `,"aliases":["n.B"]`}).Draw(g.t, "aliases")
	return `{"type":"record","namespace":"","name":"` + name + `"` + aliases + `,"fields":[` + strings.Join(fields, ",") + `]}`
}

func (g generator) node(label string, depth int) string {
	if depth == 0 {
		return rapid.SampledFrom([]string{`"int"`, `"long"`, `"string"`, `"null"`}).Draw(g.t, label)
	}
	switch rapid.IntRange(0, 4).Draw(g.t, "kind") {
	case 0:
		return `{"type":"array","items":` + g.node(label, depth-1) + `}`
	case 1:
		return `["null","int",` + g.record(label, depth-1) + `]`
	case 2:
		return g.record(label, depth-1)
	}
	return g.node(label, 0)
}
