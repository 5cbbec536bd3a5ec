package language

import (
	"regexp/syntax"
	"slices"
)

// state is where a program can be after some text: the instructions that it may go on with, or that it has matched. For
// the program of a single string it is how much of it was read, or -1.
type state struct {
	at      []uint32
	matched bool
	read    int
}

func (p *program) start() state {
	if p.isLiteral {
		return state{}
	}
	return state{at: []uint32{uint32(p.prog.Start)}}
}

// dead reports whether no further text leads to a match.
func (p *program) dead(s state) bool {
	if p.isLiteral {
		return s.read < 0
	}
	return p.anchored && !s.matched && len(s.at) == 0
}

// step reads one more rune.
func (p *program) step(s state, previous, next rune) state {
	if p.isLiteral {
		if s.read >= 0 && s.read < len(p.literal) && p.literal[s.read] == next {
			return state{read: s.read + 1}
		}
		return state{read: -1}
	}
	if s.matched {
		return s
	}
	closed, matched := p.closure(s.at, previous, next)
	if matched {
		return state{matched: true}
	}
	var out state
	for _, pc := range closed {
		if i := &p.prog.Inst[pc]; i.MatchRune(next) {
			out.at = append(out.at, i.Out)
		}
	}
	if !p.anchored {
		out.at = append(out.at, uint32(p.prog.Start))
	}
	slices.Sort(out.at)
	out.at = slices.Compact(out.at)
	return out
}

// accepts reports whether the text ends in a match, or had one.
func (p *program) accepts(s state, previous rune) bool {
	if p.isLiteral {
		return s.read == len(p.literal)
	}
	if s.matched {
		return true
	}
	_, matched := p.closure(s.at, previous, -1)
	return matched
}

// closure follows what reads no rune, between two runes (-1 for the ends of the text), to the instructions that read one.
func (p *program) closure(from []uint32, previous, next rune) (reading []uint32, matched bool) {
	holds := syntax.EmptyOpContext(previous, next)
	seen := make(map[uint32]bool, len(from)*2)
	todo := slices.Clone(from)
	for len(todo) > 0 {
		pc := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[pc] {
			continue
		}
		seen[pc] = true
		switch i := &p.prog.Inst[pc]; i.Op {
		case syntax.InstAlt, syntax.InstAltMatch:
			todo = append(todo, i.Out, i.Arg)
		case syntax.InstCapture, syntax.InstNop:
			todo = append(todo, i.Out)
		case syntax.InstEmptyWidth:
			if syntax.EmptyOp(i.Arg)&^holds == 0 {
				todo = append(todo, i.Out)
			}
		case syntax.InstMatch:
			return nil, true
		case syntax.InstRune, syntax.InstRune1, syntax.InstRuneAny, syntax.InstRuneAnyNotNL:
			reading = append(reading, pc)
		}
	}
	return reading, false
}
