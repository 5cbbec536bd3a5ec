package avro

import "github.com/concord-registry/concord/compat/rule"

// TooComplex is the code of schemas that are not compared to the end.
const TooComplex rule.Code = "AvroTooComplex"

var complexity = row{
	Rule: rule.Rule{
		Code:   TooComplex,
		Title:  "The two schemas are too complex to be compared",
		Why:    "The comparison would take more steps than are allowed. What cannot be shown to be compatible is refused.",
		Breaks: rule.Wire,
	},
}

// A check costs a few steps per pair of types, and one for each of their fields, aliases and symbols; a step is some
// hundred bytes and nanoseconds. A pair of schemas that asks for more steps than these, or nests pairs deeper, is
// refused rather than waited for.
const (
	maxSteps  = 2_000_000
	pairSteps = 4
	maxDepth  = 1_000
)

// effort counts the steps of one walk and how deep it is.
type effort struct{ steps, depth int }

// tooComplexFinding is all that is said when a check takes too many steps.
func tooComplexFinding(dir rule.Direction, roots pair) rule.Finding {
	at := start(roots)
	f := rule.Finding{
		Code: TooComplex, Direction: dir, Breaks: complexity.Breaks, Reference: &rule.Difference{},
		Message: "the two schemas ask for more comparisons than are made; they cannot be shown to be compatible",
		Fix:     rule.Fix{Text: "split the schema, or share fewer types between the branches of large unions"},
	}
	f.Old, f.New = rule.Ages(dir, at.reader.place(), at.writer.place())
	return f
}

// tooComplex ends a walk that took too many steps; [Check] recovers it.
type tooComplex struct{}

func (e *effort) spend(steps int) {
	if e.steps += steps; e.steps > maxSteps {
		panic(tooComplex{})
	}
}

// weigh spends what a pair of named types costs by itself.
func (e *effort) weigh(p pair) {
	steps := len(p.reader.Aliases) + len(p.reader.Fields) + len(p.writer.Symbols)
	for _, f := range p.reader.Fields {
		steps += len(f.Aliases)
	}
	e.spend(steps)
}

func (e *effort) enter() {
	e.spend(pairSteps)
	if e.depth++; e.depth > maxDepth {
		panic(tooComplex{})
	}
}

func (e *effort) leave() { e.depth-- }
