package protobuf_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
)

var pairs = flag.Int("pairs", 400, "how many pairs of schemas TestSoundness makes")

// TestSoundness makes schemas, changes them, and puts random data of the one to the Protobuf runtime, which decodes them with
// the other. Where nothing breaks, no datum may be refused or changed; where something breaks, there must be a witness,
// or one of the conventions. One seed is always the same, the other never.
func TestSoundness(t *testing.T) {
	for _, seed := range []uint64{1, rand.Uint64()} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			e := evolution{rand.New(rand.NewPCG(seed, seed))}
			n := tally{by: map[rule.Code]int{}}
			judged := 0
			for made := 0; made < *pairs/2; {
				first := e.contract()
				old, new := first.String(), e.evolve(first).String()
				if compile(old) == nil || compile(new) == nil {
					continue
				}
				made++
				for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
					broken := !sound(checker.Check(dir, parse(t, old), parse(t, new)))
					if complaint := n.check(dir, parse(t, old), parse(t, new)); complaint != "" {
						t.Fatalf("%s: %s\nold:\n%s\nnew:\n%s", dir, complaint, old, new)
					}
					if broken {
						continue
					}
					judged++
					reader, writer := rule.Roles(dir, compile(old), compile(new))
					if complaint := judge(e.Rand, writer, reader); complaint != "" {
						t.Fatalf("%s: nothing breaks, but %s\nold:\n%s\nnew:\n%s", dir, complaint, old, new)
					}
				}
			}
			t.Logf("%d directions judged readable; %v", judged, n)
			if judged < *pairs/10 || n.broken < *pairs/10 {
				t.Errorf("%d directions readable, %d broken: too few to mean anything", judged, n.broken)
			}
		})
	}
}
