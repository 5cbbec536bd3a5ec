// Package bench compares Concord's Avro checker with those of two Go libraries, on the same pairs in one run. Figures of
// machines differ; the ratios that it prints do not, much.
package bench

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	hamba "github.com/hamba/avro/v2"
	twmb "github.com/twmb/avro"

	"github.com/concord-registry/concord/compat/avro"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	avroschema "github.com/concord-registry/concord/schema/avro"
)

// pair is an old and a new schema as texts.
type pair struct{ Old, New string }

// checker is one contestant. parse reads a text, ready to be compared; reads reports whether the new schema reads data of
// the old one. Every call starts afresh: nothing is remembered of pairs that were compared before.
type checker struct {
	name  string
	parse func(text string) (any, error)
	reads func(old, new any) bool
}

var checkers = []checker{
	{
		name: "concord",
		parse: func(text string) (any, error) {
			return avroschema.Parse(schema.Source{Type: schema.Avro, Text: text}, schema.Options{})
		},
		reads: func(old, new any) bool {
			for _, f := range avro.Check(rule.Backward, old.(*avroschema.Schema), new.(*avroschema.Schema)) {
				if f.Breaks&(rule.Wire|rule.Value) != 0 {
					return false
				}
			}
			return true
		},
	},
	{
		name:  "twmb/avro",
		parse: func(text string) (any, error) { return twmb.Parse(text) },
		reads: func(old, new any) bool {
			return twmb.CheckCompatibility(old.(*twmb.Schema), new.(*twmb.Schema)) == nil
		},
	},
	{
		name: "hamba/avro",
		parse: func(text string) (any, error) {
			return hamba.ParseWithCache(text, "", &hamba.SchemaCache{})
		},
		reads: func(old, new any) bool {
			return hamba.NewSchemaCompatibility().Compatible(new.(hamba.Schema), old.(hamba.Schema)) == nil
		},
	},
}

// parsed are the two schemas of a pair as a checker has them.
type parsed struct{ old, new any }

func (c checker) read(pairs []pair) ([]parsed, error) {
	list := make([]parsed, len(pairs))
	for i, p := range pairs {
		var err error
		if list[i].old, err = c.parse(p.Old); err != nil {
			return nil, err
		}
		if list[i].new, err = c.parse(p.New); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// TestRatios prints how long each checker takes for what the first one takes 1.00 for: from parsed schemas to a verdict,
// and from texts to a verdict.
func TestRatios(t *testing.T) {
	for _, input := range inputs(t) {
		t.Run(input.name, func(t *testing.T) {
			fmt.Printf("%s, %d pairs\n", input.name, len(input.pairs))
			ratios(t, "parsed", input.pairs, func(c checker, pairs []parsed, _ []pair) {
				for _, p := range pairs {
					c.reads(p.old, p.new)
				}
			})
			ratios(t, "texts", input.pairs, func(c checker, _ []parsed, pairs []pair) {
				for _, p := range pairs {
					old, _ := c.parse(p.Old)
					new, _ := c.parse(p.New)
					c.reads(old, new)
				}
			})
		})
	}
}

// rounds is how often each checker has its turn. The best one counts: what else runs on the machine only slows down.
const rounds = 7

func ratios(t *testing.T, what string, pairs []pair, run func(checker, []parsed, []pair)) {
	lists := make([][]parsed, len(checkers))
	for i, c := range checkers {
		var err error
		if lists[i], err = c.read(pairs); err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
	}
	best := make([]time.Duration, len(checkers))
	for range rounds {
		for i, c := range checkers {
			if took := round(func() { run(c, lists[i], pairs) }); best[i] == 0 || took < best[i] {
				best[i] = took
			}
		}
	}
	for i, c := range checkers {
		fmt.Printf("  %-7s %-11s %9.1f µs a pair %7.2f × concord\n", what, c.name,
			float64(best[i].Nanoseconds())/1000/float64(len(pairs)), float64(best[i])/float64(best[0]))
	}
}

// round is how long a run takes at best, among as many as fit into some milliseconds.
func round(run func()) time.Duration {
	best := time.Duration(0)
	for end := busy() + 30*time.Millisecond; ; {
		start := busy()
		run()
		now := busy()
		if took := now - start; best == 0 || took < best {
			best = took
		}
		if now > end {
			return best
		}
	}
}

// busy is the time that processors have spent on this process.
func busy() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}

type input struct {
	name  string
	pairs []pair
}

// inputs are the pairs that are compared. Those of the corpus are the ones that all contestants parse.
func inputs(t *testing.T) []input {
	silent, remarked, incompatible := corpus(t)
	return []input{
		{"a record of 100 fields, one added", often(order(0, `"string"`), order(1, `"string"`))},
		{"a record of 100 fields, one changed", often(order(0, `"string"`), order(0, `"int"`))},
		{"a union of 40 records that refer to each other", often(events(40, ""), events(40, `,{"name":"more","type":"string","default":""}`))},
		{"compatible pairs of the corpus of which Concord says nothing", silent},
		{"compatible pairs of which it says what changes all the same, which others do not", remarked},
		{"incompatible pairs: Concord lists, explains and proves all that breaks, others name the first", incompatible},
	}
}

// often is one pair so many times that comparing all of them takes a time that can be measured.
func often(old, new string) []pair { return slices.Repeat([]pair{{old, new}}, 50) }

// order is a record of 100 fields of the types that people use.
func order(version int, last string) string {
	types := []string{
		`"string"`, `["null","string"]`, `{"type":"long","logicalType":"timestamp-millis"}`, `{"type":"array","items":"string"}`,
		`{"type":"bytes","logicalType":"decimal","precision":10,"scale":2}`, `["null",{"type":"map","values":"long"}]`, `"double"`,
	}
	var fields strings.Builder
	for i := range 97 {
		fmt.Fprintf(&fields, `{"name":"field_%d","type":%s},`, i, types[i%len(types)])
	}
	return `{"type":"record","name":"Order","namespace":"shop","fields":[` + fields.String() +
		`{"name":"ship_to","type":{"type":"record","name":"Address","fields":[{"name":"city","type":` + last + `},{"name":"zip","type":["null","string"]}]}},` +
		`{"name":"bill_to","type":["null","Address"],"default":null},` +
		fmt.Sprintf(`{"name":"added_%d","type":["null","string"],"default":null}]}`, version)
}

// events is an envelope of records, each of which may hold the ones before it.
func events(count int, more string) string {
	var branches []string
	for i := range count {
		fields := `{"name":"id","type":"string"},{"name":"parent","type":["null","ev.Event0"],"default":null}`
		if i > 0 {
			fields += fmt.Sprintf(`,{"name":"cause","type":["null","ev.Event%d"],"default":null}`, i-1)
		}
		branches = append(branches, fmt.Sprintf(`{"type":"record","name":"Event%d","namespace":"ev","fields":[%s%s]}`, i, fields, more))
	}
	return `{"type":"record","name":"Envelope","namespace":"ev","fields":[{"name":"event","type":[` + strings.Join(branches, ",") + `]}]}`
}

const corpusFile = "../../../testdata/golden/compat/avro.jsonl.gz"

// corpus are the recorded pairs of the reference registry that all contestants read, by the reference's verdict and by
// whether Concord has anything to say.
func corpus(t *testing.T) (silent, remarked, incompatible []pair) {
	file, err := os.Open(corpusFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var p struct {
			pair
			Backward struct{ Compatible bool }
		}
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		switch {
		case !readByAll(p.pair):
		case !p.Backward.Compatible:
			incompatible = append(incompatible, p.pair)
		case remarks(p.pair) > 0:
			remarked = append(remarked, p.pair)
		default:
			silent = append(silent, p.pair)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if len(silent) < 200 || len(remarked) < 100 || len(incompatible) < 200 {
		t.Fatalf("%d, %d and %d pairs are too few to mean anything", len(silent), len(remarked), len(incompatible))
	}
	return silent, remarked, incompatible
}

func remarks(p pair) int {
	list, err := checkers[0].read([]pair{p})
	if err != nil {
		return 0
	}
	return len(avro.Check(rule.Backward, list[0].old.(*avroschema.Schema), list[0].new.(*avroschema.Schema)))
}

func readByAll(p pair) bool {
	for _, c := range checkers {
		if _, err := c.read([]pair{p}); err != nil {
			return false
		}
	}
	return true
}
