package jsonschema_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema"
)

var (
	pairs = flag.Int("pairs", 200, "how many pairs of schemas TestSoundness makes")
	first = flag.Uint64("seed", 0, "the seed of TestSoundness; 0 makes one up beside the one that is always the same")
)

// conventions lists the codes that refuse though no document shows a break, and why they do.
var conventions = map[rule.Code]string{
	"JSONContainmentNotProved": "there may be a document, but neither it nor a proof that there is none was found",
	"JSONProofUnfinished":      "the search for one was ended after a number of steps",
	"JSONSchemaTooComplex":     "the schemas were not compared to the end",
}

// TestSoundness makes schemas, changes them, and puts random documents of the one to a validator that has the other. Where
// nothing breaks, no document may be refused; where something breaks, there is a document that shows it, or one of the
// conventions. One seed is always the same, the other never.
func TestSoundness(t *testing.T) {
	seeds := []uint64{1, rand.Uint64()}
	if *first != 0 {
		seeds = []uint64{*first}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			n, begun := tally{}, time.Now()
			e := &evolution{Rand: rand.New(rand.NewPCG(seed, seed))}
			for made := 0; made < *pairs/len(seeds) && n.wrong < maxWrong; {
				first := e.schema()
				old, new := newVersion(first), newVersion(e.evolve(first))
				if old == nil || new == nil {
					continue
				}
				made++
				for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
					if complaint := n.judge(e.Rand, dir, old, new); complaint != "" {
						t.Errorf("%s: %s\nold %s\nnew %s", dir, complaint, old.text, new.text)
						n.wrong++
					}
				}
			}
			t.Logf("%v; %.0f pairs a second", n, float64(*pairs/len(seeds))/time.Since(begun).Seconds())
			if n.readable < *pairs/20 || n.broken < *pairs/10 || n.documents < *pairs || n.witnessed*100 < n.broken*95 {
				t.Errorf("%v: too few to mean anything", n)
			}
		})
	}
}

// version is a schema with its validator.
type version struct {
	text      string
	schema    *jsonschema.Schema
	validator *jsonschema.Validator
}

// newVersion is nil for what is no schema.
func newVersion(tree any) *version {
	text, _ := json.Marshal(tree)
	s, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: string(text)}, schema.Options{Strict: true})
	if err != nil {
		return nil
	}
	v, err := s.Validator()
	if err != nil {
		return nil
	}
	return &version{string(text), s, v}
}

type tally struct{ readable, documents, broken, witnessed, wrong int }

// maxWrong is after how many complaints a run ends.
const maxWrong = 20

func (n tally) String() string {
	return fmt.Sprintf("%d directions judged readable with %d documents; %d directions break, %d of them with a witness",
		n.readable, n.documents, n.broken, n.witnessed)
}

// judge says what is wrong with the answer for a direction, nothing when all is well.
func (n *tally) judge(random *rand.Rand, dir rule.Direction, old, new *version) string {
	findings := checker.Check(dir, old.schema, new.schema)
	reader, writer := rule.Roles(dir, old, new)
	if breaks(findings) {
		n.broken++
		i := slices.IndexFunc(findings, func(f rule.Finding) bool { return f.Witness != nil })
		if i < 0 && !slices.ContainsFunc(findings, func(f rule.Finding) bool { return conventions[f.Code] != "" }) {
			return "something breaks, without a document and without a convention"
		}
		if i < 0 {
			return ""
		}
		n.witnessed++
		if datum := findings[i].Witness.Datum; !writer.validator.Accepts(datum) || !reader.validator.Refuses(datum) {
			return datum + " is no witness"
		}
		return ""
	}
	n.readable++
	return n.search(random, reader, writer)
}

// perPair is how many documents are made for a direction.
const perPair = 40

// search looks for a document of the writer's that the reader refuses.
func (n *tally) search(random *rand.Rand, reader, writer *version) string {
	g := newGenerator(random, writer.text, reader.text, writer.text)
	for range perPair {
		datum := g.text()
		if !writer.validator.Accepts(datum) {
			continue
		}
		g.allowed(datum)
		n.documents++
		if reader.validator.Refuses(datum) {
			reader, writer := shrink(reader, writer, datum)
			return fmt.Sprintf("nothing breaks, but %s is refused: %s\nwriter %s\nreader %s",
				datum, reader.validator.Explain(datum), writer.text, reader.text)
		}
	}
	return ""
}

// shrink takes out of both schemas what the failure does not need.
func shrink(reader, writer *version, datum string) (*version, *version) {
	fails := func(reader, writer *version) bool {
		return reader != nil && writer != nil && writer.validator.Accepts(datum) && reader.validator.Refuses(datum) &&
			!breaks(checker.Check(rule.Backward, writer.schema, reader.schema))
	}
	for again := true; again; {
		again = false
		for _, tree := range smaller(decoded(reader.text)) {
			if next := newVersion(tree); fails(next, writer) {
				reader, again = next, true
				break
			}
		}
		for _, tree := range smaller(decoded(writer.text)) {
			if next := newVersion(tree); fails(reader, next) {
				writer, again = next, true
				break
			}
		}
	}
	return reader, writer
}

// smaller are the copies of a tree that lack one member or item somewhere.
func smaller(v any) []any {
	var out []any
	switch v := v.(type) {
	case object:
		for _, name := range sortedNames(v) {
			without := object{}
			for other, member := range v {
				if other != name {
					without[other] = member
				}
			}
			out = append(out, without)
			for _, part := range smaller(v[name]) {
				with := object{}
				for other, member := range v {
					with[other] = member
				}
				with[name] = part
				out = append(out, with)
			}
		}
	case []any:
		for i := range v {
			out = append(out, slices.Delete(slices.Clone(v), i, i+1))
			for _, part := range smaller(v[i]) {
				with := slices.Clone(v)
				with[i] = part
				out = append(out, with)
			}
		}
	}
	return out
}
