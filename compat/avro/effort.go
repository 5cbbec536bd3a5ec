package avro

// A check costs one step per pair of types, field and branch; two schemas of a few thousand types can ask for
// millions. What asks for more than these is refused rather than waited for.
const (
	maxSteps = 1_000_000
	maxDepth = 10_000
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

func (e *effort) enter() {
	e.spend(1)
	if e.depth++; e.depth > maxDepth {
		panic(tooComplex{})
	}
}

func (e *effort) leave() { e.depth-- }
