package evaluate

// Answer is whether a schema accepts a value, as far as can be said.
type Answer int

// The answers.
const (
	Unknown Answer = iota
	Yes
	No
)

// Opposite is the answer of a negation.
func (a Answer) Opposite() Answer {
	switch a {
	case Yes:
		return No
	case No:
		return Yes
	}
	return Unknown
}

func said(ok bool) Answer {
	if ok {
		return Yes
	}
	return No
}

// both is the answer of a conjunction.
func both(answers ...Answer) Answer {
	out := Yes
	for _, a := range answers {
		if a == No {
			return No
		}
		out = min(out, a)
	}
	return out
}

// either is the answer of a schema that may apply or not.
func either(a Answer) Answer {
	if a == Yes {
		return Yes
	}
	return Unknown
}

// doubtful is an answer that may still be yes.
func doubtful(a Answer) Answer {
	if a == No {
		return Unknown
	}
	return a
}
