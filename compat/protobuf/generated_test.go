package protobuf_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	checker "github.com/concord-registry/concord/compat/protobuf"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/protobuf"
)

var pairs = flag.Int("pairs", 400, "how many pairs of schemas TestSoundness makes")

// TestSoundness makes schemas, changes them, and puts random data of the one to the Protobuf runtime, which decodes them with
// the other. Where nothing breaks, no datum may be refused or changed; where something breaks, there must be a witness,
// or one of the conventions. One seed is always the same, the other never.
func TestSoundness(t *testing.T) {
	for _, seed := range []uint64{1, rand.Uint64()} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			e := history{evolution: evolution{rand.New(rand.NewPCG(seed, seed))}}
			n := tally{by: map[rule.Code]int{}}
			judged := 0
			start := time.Now()
			for made := 0; made < *pairs/2; made++ {
				old, new := e.next()
				for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
					reader, writer := rule.Roles(dir, linked(old), linked(new))
					findings, complaint := checker.Check(dir, old, new), ""
					if sound(findings) {
						judged++
						complaint = judge(e.Rand, writer, reader, 8)
					} else {
						complaint = n.check(findings, writer)
					}
					if complaint != "" {
						t.Fatalf("%s: %s\nold:\n%s\nnew:\n%s", dir, complaint, old.Canonical(), new.Canonical())
					}
				}
			}
			t.Logf("%.0f pairs a second", float64(*pairs/2)/time.Since(start).Seconds())
			t.Logf("%d directions judged readable; %v", judged, n)
			if judged < *pairs/10 || n.broken < *pairs/10 {
				t.Errorf("%d directions readable, %d broken: too few to mean anything", judged, n.broken)
			}
		})
	}
}

// history makes pairs of one version of a contract and the next, and begins a new contract now and then.
type history struct {
	evolution
	contract contract
	latest   *protobuf.Schema
	left     int
}

// next is a pair that compilers read.
func (h *history) next() (old, new *protobuf.Schema) {
	for {
		if h.left--; h.left < 0 {
			first := h.evolution.contract()
			if s := readable(first.String()); s != nil {
				h.contract, h.latest, h.left = first, s, 6
			}
			continue
		}
		changed := h.evolve(h.contract)
		new := readable(changed.String())
		if new == nil {
			continue
		}
		old = h.latest
		h.contract, h.latest = changed, new
		return old, new
	}
}

// readable is a schema that a compiler reads; nil for other texts.
func readable(text string) *protobuf.Schema {
	s, err := protobuf.Parse(schema.Source{Type: schema.Protobuf, Text: text}, schema.Options{})
	if err != nil || linked(s) == nil {
		return nil
	}
	return s
}

// linked is a schema as a compiler reads it; nil when it refuses it.
func linked(s *protobuf.Schema) protoreflect.FileDescriptor {
	file, err := s.Compile()
	if err != nil {
		return nil
	}
	return file
}
