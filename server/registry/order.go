package registry

import (
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// inOrder is the order in which the changes of a set are planned: that of the set, but what a change refers to comes
// before it, and two changes of one scope, or of a domain and something in it, keep their order.
func inOrder(changes []Change) ([]int, error) {
	order := make([]int, 0, len(changes))
	if len(changes) == 1 {
		return append(order, 0), nil
	}
	waits := dependencies(changes)
	done := make([]bool, len(changes))
	for len(order) < len(changes) {
		next := -1
		for i := range changes {
			if !done[i] && !anyOpen(waits[i], done) {
				next = i
				break
			}
		}
		if next < 0 {
			return nil, circle(changes, done)
		}
		done[next] = true
		order = append(order, next)
	}
	return order, nil
}

// dependencies lists for each change those that come before it.
func dependencies(changes []Change) [][]int {
	makers := map[store.Subject][]int{}
	for i, c := range changes {
		makers[c.Scope] = append(makers[c.Scope], i)
	}
	waits := make([][]int, len(changes))
	for i, c := range changes {
		for _, need := range c.Needs {
			if need == c.Scope {
				continue
			}
			if before := earlier(makers[need], i); len(before) > 0 {
				waits[i] = append(waits[i], before...) // what comes later makes another version
			} else {
				waits[i] = append(waits[i], makers[need]...)
			}
		}
		for _, scope := range []store.Subject{c.Scope, c.Scope.Whole(), store.Registry} {
			waits[i] = append(waits[i], earlier(makers[scope], i)...)
		}
		if c.Scope.Name == "" {
			for j := range i {
				if c.Scope == store.Registry || changes[j].Scope.Domain == c.Scope.Domain {
					waits[i] = append(waits[i], j)
				}
			}
		}
	}
	return waits
}

// earlier are those of ascending positions that are less than i.
func earlier(positions []int, i int) []int {
	for n, p := range positions {
		if p >= i {
			return positions[:n]
		}
	}
	return positions
}

func anyOpen(positions []int, done []bool) bool {
	for _, p := range positions {
		if !done[p] {
			return true
		}
	}
	return false
}

// circle is the error of changes that wait for one another.
func circle(changes []Change, done []bool) error {
	names := ""
	for i, c := range changes {
		if !done[i] {
			names += " " + c.Scope.Resource()
		}
	}
	return fault.FieldInvalid.Because("these changes refer to one another or would have to change places:%s", names)
}
