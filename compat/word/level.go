// Package word holds the three words by which a subject says what its new versions must keep: the [Level] says which
// versions they are compared with and in which direction, the [Judge] whose opinion of the findings counts, the [Policy]
// how lenient the reference registry is. Package compat acts on them; who only stores or shows them needs no more than this.
package word

import (
	"fmt"
	"strings"
)

// Level says which versions a new one is compared with, and in which direction. An empty one is not set.
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
	return "", fmt.Errorf("%q is not a compatibility level; the levels are %s", s, strings.Join(names(Levels), ", "))
}

// Transitive reports whether every earlier version counts, not only the latest.
func (l Level) Transitive() bool { return strings.HasSuffix(string(l), "_TRANSITIVE") }

// Backward reports whether the new schema must read what was written with earlier versions.
func (l Level) Backward() bool {
	return l == Backward || l == BackwardTransitive || l == Full || l == FullTransitive
}

// Forward reports whether earlier versions must read what is written with the new schema.
func (l Level) Forward() bool {
	return l == Forward || l == ForwardTransitive || l == Full || l == FullTransitive
}

func names[W ~string](words []W) []string {
	list := make([]string, len(words))
	for i, w := range words {
		list[i] = string(w)
	}
	return list
}
