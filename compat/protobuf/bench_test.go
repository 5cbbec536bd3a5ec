package protobuf_test

import (
	"testing"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
)

// breakingPair is the i-th pair of the corpus that breaks in the backward direction, freshly read.
func breakingPair(b *testing.B, i int) (old, new *protobuf.Schema) {
	for _, p := range goldenPairs(b) {
		if compile(p.Old) == nil || compile(p.New) == nil {
			continue
		}
		old, new := parse(b, p.Old), parse(b, p.New)
		if !sound(checker.Check(rule.Backward, old, new)) {
			if i--; i < 0 {
				return parse(b, p.Old), parse(b, p.New)
			}
		}
	}
	b.Fatal("the corpus has too few pairs that break")
	return nil, nil
}

// BenchmarkCheck compares a pair in both directions; nothing breaks, so no witness is looked for.
func BenchmarkCheck(b *testing.B) {
	p := goldenPairs(b)[1]
	old, new := parse(b, p.Old), parse(b, p.New)
	for b.Loop() {
		both(old, new)
	}
}

// BenchmarkWitness compares a pair that breaks, so that a witness is found: of schemas that were just read, and of schemas
// that were compared before.
func BenchmarkWitness(b *testing.B) {
	old, new := breakingPair(b, 3)
	b.Run("read anew", func(b *testing.B) {
		for b.Loop() {
			checker.Check(rule.Backward, parse(b, old.Canonical()), parse(b, new.Canonical()))
		}
	})
	b.Run("compared before", func(b *testing.B) {
		for b.Loop() {
			checker.Check(rule.Backward, old, new)
		}
	})
}
