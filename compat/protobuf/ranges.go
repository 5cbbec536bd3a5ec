package protobuf

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// ranges sorts and joins ranges of numbers. One that ends before it begins is none.
func ranges(tags []syntax.Tags) []syntax.Tags {
	tags = slices.DeleteFunc(tags, func(t syntax.Tags) bool { return t.First > t.Last })
	slices.SortFunc(tags, func(a, b syntax.Tags) int { return cmp.Compare(a.First, b.First) })
	merged := tags[:0]
	for _, t := range tags {
		if n := len(merged); n > 0 && int64(t.First) <= int64(merged[n-1].Last)+1 {
			merged[n-1].Last = max(merged[n-1].Last, t.Last)
			continue
		}
		merged = append(merged, t)
	}
	return merged
}

// within reports whether one of the ranges, which are sorted and joined, holds all of t.
func within(ranges []syntax.Tags, t syntax.Tags) bool {
	i, exact := slices.BinarySearchFunc(ranges, t.First, func(x syntax.Tags, n int32) int { return cmp.Compare(x.First, n) })
	if !exact {
		i--
	}
	return i >= 0 && t.Last <= ranges[i].Last
}

// lacking spells the ranges that have a number which the others lack; both are sorted and joined.
func lacking(have, want []syntax.Tags) []string {
	var gone []string
	for _, t := range want {
		switch {
		case within(have, t):
		case t.First == t.Last:
			gone = append(gone, fmt.Sprint(t.First))
		default:
			gone = append(gone, fmt.Sprintf("%d to %d", t.First, t.Last))
		}
	}
	return gone
}
