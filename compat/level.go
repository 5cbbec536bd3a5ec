package compat

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
)

// Level says which versions a new one is compared with, and in which direction (compatibility contract §1.1).
type Level string

// The seven levels.
const (
	None               Level = "NONE"
	Backward           Level = "BACKWARD"
	BackwardTransitive Level = "BACKWARD_TRANSITIVE"
	Forward            Level = "FORWARD"
	ForwardTransitive  Level = "FORWARD_TRANSITIVE"
	Full               Level = "FULL"
	FullTransitive     Level = "FULL_TRANSITIVE"
)

// Levels lists all levels, from no promise to the strongest.
var Levels = []Level{None, Backward, BackwardTransitive, Forward, ForwardTransitive, Full, FullTransitive}

// ParseLevel reads a level's name in any case.
func ParseLevel(s string) (Level, error) {
	for _, l := range Levels {
		if strings.EqualFold(s, string(l)) {
			return l, nil
		}
	}
	return "", fmt.Errorf("%q is not a compatibility level; the levels are %s", s, levelNames())
}

func levelNames() string {
	names := make([]string, len(Levels))
	for i, l := range Levels {
		names[i] = string(l)
	}
	return strings.Join(names, ", ")
}

// Transitive reports whether every earlier version counts, not only the latest.
func (l Level) Transitive() bool { return strings.HasSuffix(string(l), "_TRANSITIVE") }

// Directions lists what is checked against each version: for FULL forward first, as the reference does.
func (l Level) Directions() []rule.Direction {
	switch l {
	case Backward, BackwardTransitive:
		return []rule.Direction{rule.Backward}
	case Forward, ForwardTransitive:
		return []rule.Direction{rule.Forward}
	case Full, FullTransitive:
		return []rule.Direction{rule.Forward, rule.Backward}
	}
	return nil
}
