package language_test

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"testing"

	"github.com/concord-registry/concord/compat/jsonschema/language"
)

const steps = 200_000

var pool = []string{"", "^a", "b$", "^[ab]+$", "^a{2,3}$", "^x_", "^.{2}$", "^\\d+$", "^[^a]*$", "^(a|b)?$", "[0-9]", "^$", "^\\S*$", "\\bb", "a\\B",
	"^(?<n>ab)*$", "[Aa]", "^(?:aa|b)*a$", "^[a-c\\d]{1,2}$", "\\u0061", "^\\w+$", "\\s", "(^|x)a", "^.*$", "[^b]$", "^(aa)*$", "a\\r?$"}

func parse(t *testing.T, pattern string) *language.Language {
	t.Helper()
	l, err := language.Parse(pattern)
	if err != nil {
		t.Fatalf("%q: %v", pattern, err)
	}
	return l
}

// TestMatches compares with the engine of the standard library, which speaks RE2.
func TestMatches(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	alphabet := []rune("aabbxA_1 \r\n\u2028é")
	for _, pattern := range pool {
		if pattern == "\\u0061" || pattern == "^(?<n>ab)*$" {
			continue
		}
		l, want := parse(t, pattern), regexp.MustCompile(pattern)
		for range 300 {
			text := ""
			for range random.IntN(5) {
				text += string(alphabet[random.IntN(len(alphabet))])
			}
			if got, known := l.Matches(text); known && got != want.MatchString(text) {
				t.Errorf("%q matches %q: %v, want %v", pattern, text, got, !got)
			}
		}
	}
}

// TestFind puts random questions, and compares answers with all strings of up to four letters: what is found is an
// answer, and nothing shorter is; where nothing is, none of them is one.
func TestFind(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	texts := []string{""}
	for from := 0; len(texts[from]) < 4; from++ {
		for _, r := range "ab1x_ " {
			texts = append(texts, texts[from]+string(r))
		}
	}
	some := func() (list []*language.Language, res []*regexp.Regexp) {
		for range random.IntN(3) {
			pattern := pool[random.IntN(len(pool))]
			if pattern == "\\u0061" || pattern == "^(?<n>ab)*$" {
				pattern = "a"
			}
			list, res = append(list, parse(t, pattern)), append(res, regexp.MustCompile(pattern))
		}
		return list, res
	}
	answers := map[language.Answer]int{}
	for range 400 {
		must, all := some()
		mustNot, none := some()
		q := language.Query{Must: must, MustNot: mustNot, Min: random.IntN(4), Max: random.IntN(6) - 1, Steps: steps}
		fits := func(text string) bool {
			return len([]rune(text)) >= q.Min && (q.Max < 0 || len([]rune(text)) <= q.Max) &&
				!slices.ContainsFunc(all, func(re *regexp.Regexp) bool { return !re.MatchString(text) }) &&
				!slices.ContainsFunc(none, func(re *regexp.Regexp) bool { return re.MatchString(text) })
		}
		got, answer, _ := q.Find()
		answers[answer]++
		if answer == language.Found && !fits(got) {
			t.Errorf("%v, not %v, %d to %d: %q is no answer", all, none, q.Min, q.Max, got)
		}
		for _, text := range texts {
			if fits(text) && (answer == language.None || answer == language.Found && len([]rune(text)) < len([]rune(got))) {
				t.Errorf("%v, not %v, %d to %d: got %q (%d), but %q is an answer", all, none, q.Min, q.Max, got, answer, text)
				break
			}
		}
	}
	if answers[language.Found] < 100 || answers[language.None] < 50 || answers[language.Unknown] > 0 {
		t.Errorf("answers are %v: too few of a kind", answers)
	}
}

// TestInclusion asks whether all strings of one pattern are of another.
func TestInclusion(t *testing.T) {
	tests := []struct {
		name, inner, outer string
		want               language.Answer
	}{
		{"a prefix of a prefix", "^abc", "^ab", language.None},
		{"the other way round", "^ab", "^abc", language.Found},
		{"repeats", "^(aa)+$", "^(a{2})*$", language.None},
		{"classes", "^[a-f0-9]{8}$", "^[[a-z0-9]+$", language.None},
		{"anywhere", "foo", "o", language.None},
		{"a word", "\\bfoo\\b", "foo", language.None},
		{"in the other dialect only", "^.$", "^[^\\n\\r]$", language.Found},
		{"in one dialect only", "^[^\\n]$", "^.$", language.Unknown},
		{"an escape", "^\\u00e9$", "^é$", language.None},
		{"a pair of surrogates", "^\\ud834\\udd1e$", "^.$", language.None},
		{"uuids", "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}$", "^[0-9a-fA-F-]{18}$", language.None},
		{"cases", "^[Kk]$", "^[A-Za-z]$", language.None},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			q := language.Query{Must: []*language.Language{parse(t, test.inner)}, MustNot: []*language.Language{parse(t, test.outer)}, Max: -1, Steps: steps}
			if text, got, _ := q.Find(); got != test.want {
				t.Errorf("a string of the one only: %q (%d), want answer %d", text, got, test.want)
			}
		})
	}
}

// TestUnsupported: what means different things to different validators, or is not regular, is refused.
func TestUnsupported(t *testing.T) {
	for _, pattern := range []string{
		"a(?=b)", "(?!a)", "(?<=a)b", "(a)\\1", "(?i)a", "[]a]", "[[:alpha:]]", "\\Aa", "\\x{61}", "a++", "(", "\\pL", "\\ud834", "[^]", "\\",
	} {
		if _, err := language.Parse(pattern); err == nil {
			t.Errorf("%q is read", pattern)
		}
	}
}

// TestBounds: a search that would be long ends unknown, soon; a literal is one string.
func TestBounds(t *testing.T) {
	hard := language.Query{Must: []*language.Language{parse(t, "(a|b)*a(a|b){14}$")},
		MustNot: []*language.Language{parse(t, "(b|a)*a(b|a){14}$|c")}, Max: -1, Steps: 50_000}
	if text, answer, spent := hard.Find(); answer != language.Unknown || spent > 60_000 {
		t.Errorf("found %q, answer %d after %d steps, want unknown after some 50000", text, answer, spent)
	}
	one := language.Query{Must: []*language.Language{language.Literal("aé")}, Max: -1, Steps: steps}
	if text, answer, _ := one.Find(); text != "aé" || answer != language.Found {
		t.Errorf("found %q, answer %d, want the literal itself", text, answer)
	}
	one.MustNot = []*language.Language{language.Literal("aé")}
	if text, answer, _ := one.Find(); answer != language.None {
		t.Errorf("found %q, answer %d, want none", text, answer)
	}
	if text, answer, _ := (language.Query{Min: 3, Max: -1, Steps: 10}).Find(); text != "aaa" || answer != language.Found {
		t.Errorf("found %q, answer %d, want aaa", text, answer)
	}
}
