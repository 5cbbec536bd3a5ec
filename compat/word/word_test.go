package word_test

import (
	"strings"
	"testing"

	"github.com/concord-registry/concord/compat/word"
)

// TestParse: every word is read in any case, and nothing else is.
func TestParse(t *testing.T) {
	each(t, word.Levels, word.ParseLevel)
	each(t, word.Judges, word.ParseJudge)
	each(t, word.Policies, word.ParsePolicy)
	if got, err := word.ParseJudge(""); got != word.Confluent || err != nil {
		t.Errorf("no judge = %s, %v", got, err)
	}
	if got, err := word.ParseJudge("BUF_WIRE_JSON"); got != word.BufWireJSON || err != nil {
		t.Errorf("a judge in the spelling of enumerations = %s, %v", got, err)
	}
	if _, err := word.ParseLevel(""); err == nil {
		t.Error("an empty level is read")
	}
}

func each[W ~string](t *testing.T, words []W, parse func(string) (W, error)) {
	t.Helper()
	for _, w := range words {
		for _, spelled := range []string{string(w), strings.ToLower(string(w)), strings.ToUpper(string(w))} {
			if got, err := parse(spelled); got != w || err != nil {
				t.Errorf("%s is read as %q, %v", spelled, got, err)
			}
		}
	}
	for _, wrong := range []string{"SOME", string(words[0]) + " "} {
		if _, err := parse(wrong); err == nil || !strings.Contains(err.Error(), string(words[0])) {
			t.Errorf("%q gives the error %v, want one that lists %s", wrong, err, words[0])
		}
	}
}

// TestLevel: a level says in which direction and how far back.
func TestLevel(t *testing.T) {
	for _, l := range word.Levels {
		name := string(l)
		full := strings.HasPrefix(name, "FULL")
		if got, want := l.Backward(), full || strings.HasPrefix(name, "BACKWARD"); got != want {
			t.Errorf("%s is backward: %v, want %v", l, got, want)
		}
		if got, want := l.Forward(), full || strings.HasPrefix(name, "FORWARD"); got != want {
			t.Errorf("%s is forward: %v, want %v", l, got, want)
		}
		if got, want := l.Transitive(), strings.HasSuffix(name, "_TRANSITIVE"); got != want {
			t.Errorf("%s is transitive: %v, want %v", l, got, want)
		}
	}
}
