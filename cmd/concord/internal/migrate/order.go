package migrate

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/clients/go/confluent"
)

// waves orders versions so that each comes after those that it refers to: what is in one wave needs only earlier ones.
// Within a wave the order of versions stays. References to what is not among the versions count as fulfilled. Versions
// that refer to each other in a circle come last, for the target to refuse.
func waves(versions []*confluent.Version) [][]*confluent.Version {
	index := make(map[key]int, len(versions))
	for i, v := range versions {
		index[keyOf(v)] = i
	}
	open := make([]int, len(versions)) // references that are not fulfilled yet
	waiting := make([][]int, len(versions))
	for i, v := range versions {
		for _, ref := range v.Schema.References {
			if to, ok := index[target(v.Context, ref)]; ok {
				open[i]++
				waiting[to] = append(waiting[to], i)
			}
		}
	}
	return rounds(versions, open, waiting)
}

// rounds takes away, again and again, what waits for nothing.
func rounds(versions []*confluent.Version, open []int, waiting [][]int) (waves [][]*confluent.Version) {
	done := make([]bool, len(versions))
	var ready []int
	for i := range versions {
		if open[i] == 0 {
			ready = append(ready, i)
		}
	}
	for len(ready) > 0 {
		var wave []*confluent.Version
		var next []int
		for _, i := range ready {
			done[i] = true
			wave = append(wave, versions[i])
			for _, j := range waiting[i] {
				if open[j]--; open[j] == 0 {
					next = append(next, j)
				}
			}
		}
		slices.Sort(next)
		waves, ready = append(waves, wave), next
	}
	var circle []*confluent.Version
	for i, v := range versions {
		if !done[i] {
			circle = append(circle, v)
		}
	}
	if circle != nil {
		waves = append(waves, circle)
	}
	return waves
}

// target is the version that a reference from a context means.
func target(context string, ref confluent.Reference) key {
	if strings.HasPrefix(string(ref.Subject), ":.") {
		context = ref.Subject.Context()
	}
	return key{context, ref.Subject.Subject(), ref.Version}
}
