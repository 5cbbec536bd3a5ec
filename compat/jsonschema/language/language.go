// Package language answers questions about the strings that regular expressions of JSON Schema match: whether there is one
// that matches some, matches none of others, and has a length within limits.
//
// Two dialects are spoken by validators, that of ECMA-262, which JSON Schema recommends, and RE2. What this package finds
// to be impossible is impossible in both. It reads what both can say: look-around, back-references and flags are refused,
// and so is what one of them takes for something else.
package language

import (
	"regexp"
	"regexp/syntax"
	"slices"
)

// Bounds on one pattern: its text in bytes, and what it compiles to in instructions.
const (
	maxPattern = 1024
	maxProgram = 4000
)

// Language is the set of strings in which a pattern matches somewhere. It is immutable.
type Language struct {
	// programs are those of the two dialects, by [dialect]; one and the same where the pattern means the same in both.
	programs [2]*program
}

// Parse reads a pattern. The error says why its strings are not known.
func Parse(pattern string) (*Language, error) {
	l := &Language{}
	var last string
	for d := range l.programs {
		text, err := translate(pattern, dialect(d))
		if err != nil {
			return nil, err
		}
		if d > 0 && text == last {
			l.programs[d] = l.programs[d-1]
			continue
		}
		if l.programs[d], err = compile(text); err != nil {
			return nil, err
		}
		last = text
	}
	return l, nil
}

// Literal is the language of one string.
func Literal(text string) *Language {
	p := &program{literal: []rune(text), isLiteral: true}
	return &Language{programs: [2]*program{p, p}}
}

// split reports whether the dialects disagree.
func (l *Language) split() bool { return l.programs[re2] != l.programs[ecma] }

// Matches reports whether the pattern matches somewhere in text. known is false where the dialects disagree.
func (l *Language) Matches(text string) (matches, known bool) {
	matches = l.programs[re2].matches(text)
	return matches, !l.split() || matches == l.programs[ecma].matches(text)
}

// program is a pattern as an automaton without determinism, or a single string.
type program struct {
	// matcher is the same as prog, for those who only ask whether a text matches.
	matcher   *regexp.Regexp
	prog      *syntax.Prog
	anchored  bool
	words     bool
	literal   []rune
	isLiteral bool
}

func compile(text string) (*program, error) {
	parsed, err := syntax.Parse(text, syntax.Perl)
	if err != nil {
		return nil, err
	}
	prog, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, err
	}
	if len(prog.Inst) > maxProgram {
		return nil, errTooLarge
	}
	matcher, err := regexp.Compile(text)
	if err != nil {
		return nil, err
	}
	p := &program{matcher: matcher, prog: prog, anchored: prog.StartCond()&syntax.EmptyBeginText != 0}
	p.words = slices.ContainsFunc(prog.Inst, func(i syntax.Inst) bool {
		const words = syntax.EmptyWordBoundary | syntax.EmptyNoWordBoundary
		return i.Op == syntax.InstEmptyWidth && syntax.EmptyOp(i.Arg)&words != 0
	})
	return p, nil
}

func (p *program) matches(text string) bool {
	if p.isLiteral {
		return text == string(p.literal)
	}
	return p.matcher.MatchString(text)
}
