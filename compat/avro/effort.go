package avro

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
