package avro_test

import (
	"encoding/binary"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	twmb "github.com/twmb/avro"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	avroschema "github.com/concord-registry/concord/schema/avro"
)

var pairs = flag.Int("pairs", 600, "how many pairs of schemas TestSoundness makes")

// TestSoundness makes schemas, changes them, and puts random data of the one to a decoder of another house that reads with
// the other. Where nothing breaks, no datum may be refused or misread, by that decoder or by the one that judges
// witnesses; where something breaks, there must be a witness. One seed is always the same, the other never.
func TestSoundness(t *testing.T) {
	for _, seed := range []uint64{1, rand.Uint64()} {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, seed))
			var n tally
			judged, data := 0, 0
			for made := 0; made < *pairs/2; {
				old, new := generated(random)
				if old == nil || new == nil {
					continue
				}
				made++
				for _, dir := range []rule.Direction{rule.Backward, rule.Forward} {
					if complaint := n.check(dir, old.schema, new.schema); complaint != "" {
						t.Fatalf("%s: %s\nold %s\nnew %s", dir, complaint, old.text, new.text)
					}
					if judge(avro.Check(dir, old.schema, new.schema)).broken {
						continue
					}
					judged++
					reader, writer := rule.Roles(dir, old, new)
					count, complaint := readable(random, reader, writer)
					if data += count; complaint != "" {
						t.Fatalf("%s: nothing breaks, but %s\nold %s\nnew %s", dir, complaint, old.text, new.text)
					}
				}
			}
			t.Logf("%d directions judged readable with %d data; %v", judged, data, n)
			if judged < *pairs/10 || n.broken < *pairs/10 {
				t.Errorf("%d directions readable, %d broken: too few to mean anything", judged, n.broken)
			}
		})
	}
}

// version is a schema as both sides have it. plain is for the other decoder, without logical types: what these mean is
// compared apart from it.
type version struct {
	text   string
	schema *avroschema.Schema
	plain  *twmb.Schema
}

// generated is a pair of versions; one of them is nil where a change led to what is no schema.
func generated(random *rand.Rand) (old, new *version) {
	e := &evolution{Rand: random}
	first := e.schema()
	old, new = newVersion(first), newVersion(e.evolve(first))
	if random.IntN(2) == 0 {
		return new, old
	}
	return old, new
}

func newVersion(tree any) *version {
	text, _ := json.Marshal(tree)
	s, err := avroschema.Parse(schema.Source{Type: schema.Avro, Text: string(text)}, schema.Options{Strict: true})
	if err != nil {
		return nil
	}
	plain, err := twmb.Parse(strings.ReplaceAll(s.Canonical(), `"logicalType"`, `"x-logicalType"`))
	if err != nil {
		return nil
	}
	return &version{string(text), s, plain}
}

// readable makes data of the writer and says of the first that is refused or misread why.
func readable(random *rand.Rand, reader, writer *version) (count int, complaint string) {
	resolved, err := twmb.Resolve(writer.plain, reader.plain)
	if err != nil {
		return 0, "the other decoder refuses the pair: " + err.Error()
	}
	if !inhabited(writer.schema.Root) {
		return 0, ""
	}
	for range 12 {
		encoded := (&writing{Rand: random}).value(nil, writer.schema.Root)
		var written, read any
		if rest, err := writer.plain.Decode(encoded, &written, twmb.TaggedUnions()); err != nil || len(rest) > 0 {
			return count, fmt.Sprintf("%x is no datum of the writer: %v", encoded, err)
		}
		if _, err := resolved.Decode(encoded, &read, twmb.TaggedUnions()); err != nil {
			return count, fmt.Sprintf("%x (%v) is refused: %v", encoded, written, err)
		}
		if err := avro.Decode(reader.schema, writer.schema, encoded); err != nil {
			return count, fmt.Sprintf("%x (%v) is refused by the judge of witnesses: %v", encoded, written, err)
		}
		if at := misread(reader.schema.Root, writer.schema.Root, read, written); at != "" {
			return count, fmt.Sprintf("%x is misread: %v becomes %v: %s", encoded, written, read, at)
		}
		count++
	}
	return count, ""
}

// writing encodes random data with a liking for every branch and symbol, bounds, and empty lists.
type writing struct {
	*rand.Rand
	depth int
}

func (w *writing) value(dst []byte, n *avroschema.Node) []byte {
	w.depth++
	defer func() { w.depth-- }()
	switch n.Kind {
	case avroschema.Boolean:
		return append(dst, byte(w.IntN(2)))
	case avroschema.Int:
		return binary.AppendVarint(dst, []int64{0, 1, -1, math.MaxInt32, math.MinInt32}[w.IntN(5)])
	case avroschema.Long:
		return binary.AppendVarint(dst, []int64{0, 1, -1, math.MaxInt64, math.MinInt64, 1<<53 + 1}[w.IntN(6)])
	case avroschema.Float:
		return binary.LittleEndian.AppendUint32(dst, math.Float32bits([]float32{0, -1.5, math.MaxFloat32}[w.IntN(3)]))
	case avroschema.Double:
		return binary.LittleEndian.AppendUint64(dst, math.Float64bits([]float64{0, -1.5, math.MaxFloat64}[w.IntN(3)]))
	case avroschema.Bytes, avroschema.String:
		text := []string{"", "x", "long enough"}[w.IntN(3)]
		return append(binary.AppendVarint(dst, int64(len(text))), text...)
	case avroschema.Fixed:
		return append(dst, make([]byte, n.Size)...)
	case avroschema.Enum:
		return binary.AppendVarint(dst, int64(w.IntN(len(n.Symbols))))
	case avroschema.Union:
		return w.union(dst, n)
	case avroschema.Array, avroschema.Map:
		return w.list(dst, n)
	}
	for _, f := range n.Fields {
		dst = w.value(dst, f.Type)
	}
	return dst
}

// union takes any branch, and deep down one that ends soon.
func (w *writing) union(dst []byte, n *avroschema.Node) []byte {
	at := w.IntN(len(n.Branches))
	for i, branch := range n.Branches {
		if w.depth > 12 && branch.Kind != avroschema.Record {
			at = i
		}
	}
	return w.value(binary.AppendVarint(dst, int64(at)), n.Branches[at])
}

func (w *writing) list(dst []byte, n *avroschema.Node) []byte {
	count := w.IntN(3)
	if w.depth > 12 {
		count = 0
	}
	if count > 0 {
		dst = binary.AppendVarint(dst, int64(count))
	}
	for i := range count {
		if n.Kind == avroschema.Map {
			dst = append(dst, 2, 'a'+byte(i))
		}
		dst = w.value(dst, n.Items)
	}
	return append(dst, 0)
}
