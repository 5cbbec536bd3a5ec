package language

import (
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Query asks for a string.
type Query struct {
	// Must lists the languages that it belongs to, MustNot those that it does not.
	Must, MustNot []*Language
	// Min is the least of its length in runes, Max the most; a negative Max is no limit.
	Min, Max int
	// Steps bounds the search; a step is one instruction of one pattern looked at for one rune.
	Steps int
}

// Answer is what a search ended with.
type Answer int

// The answers.
const (
	// Unknown: the steps ran out, or the dialects disagree.
	Unknown Answer = iota
	// Found: there is a string, in RE2 at least.
	Found
	// None: there is no string in either dialect.
	None
)

// Find looks for a shortest string, and says how many steps that took.
func (q Query) Find() (text string, answer Answer, steps int) {
	budget := q.Steps
	for d := range 2 {
		s := search{Query: q, dialect: dialect(d), budget: budget}
		text, answer = s.run()
		budget = s.budget
		if dialect(d) == ecma && answer == Found {
			answer = Unknown
		}
		if answer != None || !slices.ContainsFunc(slices.Concat(q.Must, q.MustNot), (*Language).split) {
			return text, answer, q.Steps - budget
		}
	}
	return "", None, q.Steps - budget
}

// search walks the product of all automata breadth first.
type search struct {
	Query
	dialect  dialect
	budget   int
	alphabet []rune
	words    bool
	seen     map[string]bool
	level    []node
}

// node is a state of the product with the text that led to it.
type node struct {
	states   []state
	text     string
	previous rune
}

func (s *search) programs() []*program {
	var out []*program
	for _, l := range slices.Concat(s.Must, s.MustNot) {
		out = append(out, l.programs[s.dialect])
	}
	return out
}

func (s *search) run() (string, Answer) {
	if s.Max >= 0 && s.Min > s.Max {
		return "", None
	}
	programs := s.programs()
	if len(programs) == 0 {
		if s.budget -= s.Min / 64; s.budget < 0 {
			return "", Unknown
		}
		return strings.Repeat("a", s.Min), Found
	}
	s.alphabet = alphabet(programs)
	s.words = slices.ContainsFunc(programs, func(p *program) bool { return p.words })
	s.seen = map[string]bool{}
	first := node{previous: -1}
	for _, p := range programs {
		first.states = append(first.states, p.start())
	}
	s.level = []node{first}
	for length := 0; len(s.level) > 0; length++ {
		for _, n := range s.level {
			if length >= s.Min && s.accepts(programs, n) {
				return n.text, Found
			}
		}
		if length == s.Max {
			return "", None
		}
		if !s.advance(programs, length) {
			return "", Unknown
		}
	}
	return "", None
}

// advance reads one more rune on all ways, and reports false when the steps ran out.
func (s *search) advance(programs []*program, length int) bool {
	var next []node
	for _, n := range s.level {
		for _, r := range s.alphabet {
			if s.budget < 0 {
				return false
			}
			m := node{states: make([]state, len(programs)), previous: r}
			for i, p := range programs {
				m.states[i] = p.step(n.states[i], n.previous, r)
				s.budget -= 1 + len(n.states[i].at)
			}
			key := s.key(m, length+1)
			if s.seen[key] || s.hopeless(programs, m) {
				continue
			}
			s.seen[key] = true
			m.text = n.text + string(r)
			next = append(next, m)
		}
	}
	s.level = next
	return true
}

// key tells nodes apart that differ in what may follow: by their states, by the kind of the last rune where it matters,
// and by length until the least is reached.
func (s *search) key(n node, length int) string {
	b := strconv.AppendInt(nil, int64(min(length, s.Min)), 10)
	if s.words {
		b = strconv.AppendBool(b, syntax.IsWordChar(n.previous))
	}
	for _, state := range n.states {
		b = append(b, ';')
		b = strconv.AppendBool(b, state.matched)
		b = strconv.AppendInt(b, int64(state.read), 10)
		for _, pc := range state.at {
			b = strconv.AppendInt(append(b, ','), int64(pc), 10)
		}
	}
	return string(b)
}

// hopeless reports whether nothing that begins so can be an answer.
func (s *search) hopeless(programs []*program, n node) bool {
	for i, p := range programs {
		if i < len(s.Must) && p.dead(n.states[i]) || i >= len(s.Must) && n.states[i].matched {
			return true
		}
	}
	return false
}

func (s *search) accepts(programs []*program, n node) bool {
	for i, p := range programs {
		if p.accepts(n.states[i], n.previous) != (i < len(s.Must)) {
			return false
		}
	}
	return true
}

// alphabet has one rune for each set of runes that no program tells apart, readable ones first.
func alphabet(programs []*program) []rune {
	cuts := []rune{0, 'a', 'z' + 1, 'A', 'Z' + 1, '0', '9' + 1, '_', '_' + 1, '\n', '\n' + 1, 0x80, 0xd800, 0xe000}
	for _, p := range programs {
		for _, r := range p.literal {
			cuts = append(cuts, r, r+1)
		}
		if p.prog == nil {
			continue
		}
		for i := range p.prog.Inst {
			cuts = append(cuts, cutsOf(&p.prog.Inst[i])...)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	var out []rune
	for i, from := range cuts {
		to := rune(unicode.MaxRune + 1)
		if i+1 < len(cuts) {
			to = cuts[i+1]
		}
		if from < to && utf8.ValidRune(from) {
			out = append(out, readable(from, to))
		}
	}
	slices.SortStableFunc(out, func(a, b rune) int { return rank(a) - rank(b) })
	return out
}

func cutsOf(i *syntax.Inst) []rune {
	switch {
	case (i.Op == syntax.InstRune1 || i.Op == syntax.InstRune) && len(i.Rune) == 1:
		r := i.Rune[0]
		cuts := []rune{r, r + 1}
		if syntax.Flags(i.Arg)&syntax.FoldCase != 0 {
			for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
				cuts = append(cuts, other, other+1)
			}
		}
		return cuts
	case i.Op == syntax.InstRune:
		var cuts []rune
		for j := 0; j+1 < len(i.Rune); j += 2 {
			cuts = append(cuts, i.Rune[j], i.Rune[j+1]+1)
		}
		return cuts
	}
	return nil
}

// readable is a rune of a range that people can read, if it has one.
func readable(from, to rune) rune {
	for _, r := range "ab1A_- é" {
		if from <= r && r < to {
			return r
		}
	}
	for r := from; r < min(to, from+64); r++ {
		if unicode.IsPrint(r) {
			return r
		}
	}
	return from
}

func rank(r rune) int {
	switch {
	case 'a' <= r && r <= 'z':
		return 0
	case '0' <= r && r <= '9', 'A' <= r && r <= 'Z':
		return 1
	case unicode.IsPrint(r) && r < 0x80:
		return 2
	case unicode.IsPrint(r):
		return 3
	}
	return 4
}
