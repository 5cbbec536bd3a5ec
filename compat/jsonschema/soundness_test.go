package jsonschema_test

import (
	"math/rand/v2"
	"slices"
	"testing"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// sampled is every n-th golden pair: the validator takes milliseconds for each schema.
func sampled(t *testing.T, n int) []goldenCase {
	t.Helper()
	var out []goldenCase
	for i, c := range golden(t) {
		if i%n == 0 {
			out = append(out, c)
		}
	}
	return out
}

// TestSound looks for documents that the writer's schema allows and the reader's refuses where no finding breaks
// anything. The documents are made at random from the writer's schema; an independent validator judges them.
func TestSound(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	judged := 0
	for _, c := range sampled(t, 4) {
		old, new := schematest.Parse(t, c.Old), schematest.Parse(t, c.New)
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			findings := checker.Check(dir, old, new)
			reader, writer := rule.Roles(dir, old, new)
			_, text := rule.Roles(dir, c.Old, c.New)
			if breaks(findings) {
				continue
			}
			r, w := compile(t, reader), compile(t, writer)
			if r == nil || w == nil {
				continue
			}
			g := newGenerator(random, text, c.Old, c.New)
			for range perPair {
				datum := g.text()
				if !w.Accepts(datum) {
					continue
				}
				g.allowed(datum)
				judged++
				if !r.Accepts(datum) {
					t.Errorf("%s %s: nothing breaks, but %s is refused: %s\nold %s\nnew %s", c.ID, dir, datum, r.Explain(datum), c.Old, c.New)
					break
				}
			}
		}
	}
	if judged < 8_000 {
		t.Errorf("only %d documents were judged", judged)
	}
}

// TestWitnesses holds every witness against both schemas once more.
func TestWitnesses(t *testing.T) {
	breaking, witnessed := 0, 0
	for _, c := range sampled(t, 4) {
		old, new := schematest.Parse(t, c.Old), schematest.Parse(t, c.New)
		for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
			findings := checker.Check(dir, old, new)
			reader, writer := rule.Roles(dir, old, new)
			if breaks(findings) {
				breaking++
			}
			i := slices.IndexFunc(findings, func(f rule.Finding) bool { return f.Witness != nil })
			if i < 0 {
				continue
			}
			witnessed++
			if datum := findings[i].Witness.Datum; !compile(t, writer).Accepts(datum) || compile(t, reader).Accepts(datum) {
				t.Errorf("%s %s: %s is no witness", c.ID, dir, datum)
			}
		}
	}
	if witnessed*100 < breaking*95 {
		t.Errorf("%d of %d directions that break have a witness, want 95 of 100", witnessed, breaking)
	}
	t.Logf("%d of %d directions that break have a witness", witnessed, breaking)
}

func breaks(findings []rule.Finding) bool {
	return slices.ContainsFunc(findings, func(f rule.Finding) bool { return f.Breaks != 0 })
}

// compile is nil for what the validator refuses and the reference accepts.
func compile(t *testing.T, s *jsonschema.Schema) *jsonschema.Validator {
	t.Helper()
	v, err := s.Validator()
	if err != nil {
		return nil
	}
	return v
}
