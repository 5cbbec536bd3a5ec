package compat_test

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
)

// TestLaws holds for the corpora of all formats, whatever a pair is: what a level finds is made of what its directions find
// for each version that counts, and who is old and who is new matters to the direction alone.
func TestLaws(t *testing.T) {
	for file, format := range map[string]schema.Type{"avro": schema.Avro, "protobuf": schema.Protobuf, "json": schema.JSON} {
		t.Run(file, func(t *testing.T) {
			for _, p := range corpus(t, file, 10) {
				l := laws{t, p.ID, compat.Version{Number: 1, Schema: read(t, format, p.Old)}, compat.Version{Number: 2, Schema: read(t, format, p.New)}}
				l.reflexive()
				l.exchanged()
				l.composed()
			}
		})
	}
}

type pair struct{ ID, Old, New string }

// corpus is every n-th recorded pair of a format.
func corpus(t *testing.T, name string, n int) []pair {
	t.Helper()
	file, err := os.Open(filepath.Join("../testdata/golden/compat", name+".jsonl.gz"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	unzipped, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	var pairs []pair
	lines := bufio.NewScanner(unzipped)
	lines.Buffer(nil, 1<<24)
	for i := 0; lines.Scan(); i++ {
		var p pair
		if err := json.Unmarshal(lines.Bytes(), &p); err != nil {
			t.Fatal(err)
		}
		if i%n == 0 {
			pairs = append(pairs, p)
		}
	}
	if lines.Err() != nil || len(pairs) < 200 {
		t.Fatalf("%d pairs, %v: too few to mean anything", len(pairs), lines.Err())
	}
	return pairs
}

// laws are about one pair.
type laws struct {
	*testing.T
	id       string
	old, new compat.Version
}

func (l laws) check(level word.Level, new compat.Version, old ...compat.Version) []rule.Finding {
	l.Helper()
	findings, err := compat.Check(word.Confluent, level, old, new.Schema)
	if err != nil {
		l.Fatalf("%s: %v", l.id, err)
	}
	return findings
}

func (l laws) same(law string, got, want []rule.Finding) {
	l.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		l.Errorf("%s: %s: want -, got +\n%s", l.id, law, diff)
	}
}

// reflexive: a schema reads its own data, at any level, and what is not compared has no findings.
func (l laws) reflexive() {
	if own := l.check(word.FullTransitive, l.new, l.new); !compat.Compatible(word.Sound, word.Strict, own) {
		l.Errorf("%s: a schema does not read its own data: %s", l.id, own[0].Message)
	}
	l.same("NONE", l.check(word.None, l.new, l.old), nil)
	l.same("no versions", l.check(word.FullTransitive, l.new), nil)
}

// exchanged: that new reads old is that old reads new when they are exchanged, for both judges.
func (l laws) exchanged() {
	backward, forward := l.check(word.Backward, l.new, l.old), l.check(word.Forward, l.old, l.new)
	for _, judge := range []word.Judge{word.Confluent, word.Sound} {
		for _, policy := range []word.Policy{word.Strict, word.Lenient} {
			if got, want := compat.Compatible(judge, policy, forward), compat.Compatible(judge, policy, backward); got != want {
				l.Errorf("%s: for %s %s backward is %t, forward of the exchanged pair %t", l.id, judge, policy, want, got)
			}
		}
	}
}

// composed: FULL is forward and backward, and a transitive level is the pairwise one for every version, newest first.
func (l laws) composed() {
	backward, forward := l.check(word.Backward, l.new, l.old), l.check(word.Forward, l.new, l.old)
	l.same("FULL", l.check(word.Full, l.new, l.old), join(forward, backward))
	again := compat.Version{Number: 2, Schema: l.old.Schema}
	for level, pairwise := range map[word.Level]word.Level{
		word.BackwardTransitive: word.Backward, word.ForwardTransitive: word.Forward, word.FullTransitive: word.Full,
	} {
		want := join(l.check(pairwise, l.new, again), l.check(pairwise, l.new, l.old))
		l.same(string(level), l.check(level, l.new, l.old, again), want)
		l.same(string(pairwise)+" of several", l.check(pairwise, l.new, l.old, again), l.check(pairwise, l.new, again))
	}
}

func join(a, b []rule.Finding) []rule.Finding { return append(a[:len(a):len(a)], b...) }
