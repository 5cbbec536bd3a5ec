package jsonschema_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema"
)

var pairs = flag.Int("pairs", 200, "how many pairs of schemas TestSoundness makes")

// TestSoundness makes schemas, changes them, and puts random documents of the one to a validator that has the other. Where
// nothing breaks, no document may be refused. Where something breaks, three times of four there is a witness; elsewhere
// containment could not be shown, and what is not shown is refused. That is the one convention. One seed is always the
// same, the other never.
func TestSoundness(t *testing.T) {
	for _, seed := range []uint64{1, rand.Uint64()} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			var n tally
			e := evolution{rand.New(rand.NewPCG(seed, seed))}
			for made := 0; made < *pairs/2; {
				first := e.schema()
				old, new := newVersion(first), newVersion(e.evolve(first))
				if old == nil || new == nil {
					continue
				}
				made++
				for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
					if complaint := n.judge(e.Rand, dir, old, new); complaint != "" {
						t.Fatalf("%s: %s\nold %s\nnew %s", dir, complaint, old.text, new.text)
					}
				}
			}
			t.Log(n)
			if n.readable < *pairs/20 || n.broken < *pairs/10 || n.documents < *pairs || n.witnessed*4 < n.broken*3 {
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
func newVersion(tree object) *version {
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

type tally struct{ readable, documents, broken, witnessed int }

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
		if i < 0 {
			return ""
		}
		n.witnessed++
		if datum := findings[i].Witness.Datum; !writer.validator.Accepts(datum) || reader.validator.Accepts(datum) {
			return datum + " is no witness"
		}
		return ""
	}
	n.readable++
	g := newGenerator(random, writer.text, old.text, new.text)
	for range 40 {
		datum := g.text()
		if !writer.validator.Accepts(datum) {
			continue
		}
		n.documents++
		if !reader.validator.Accepts(datum) {
			return fmt.Sprintf("nothing breaks, but %s is refused: %s", datum, reader.validator.Explain(datum))
		}
	}
	return ""
}
