package protobuf

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// withdrawn reports what a message no longer reserves, and the numbers that it no longer leaves to extensions. It is
// reported once, backward.
func (c *checker) withdrawn(w, r scope, old, new *syntax.Message) {
	if c.dir == rule.Forward || len(old.Reserved)+len(old.Extensions) == 0 {
		return
	}
	d := difference{writer: side{place: w.whole(old)}, reader: side{place: r.whole(new)}, scope: w.local("")}
	c.reservationWithdrawn(d, reservedMessageNoDelete, old.Reserved, new.Reserved)
	gone := lacking(extensionRanges(new), extensionRanges(old))
	if len(gone) == 0 {
		return
	}
	d.code, d.breaks, d.buf = ExtensionRangeRemoved, rule.Source, []bufRule{extensionMessageNoDelete}
	d.writer.text = "extensions " + strings.Join(gone, ", ")
	d.message = fmt.Sprintf("%s no longer takes extensions under %s; those that others declare no longer compile", w.whole(old).Path, strings.Join(gone, ", "))
	d.fix = rule.Fix{Text: "keep the extension range"}
	c.report(d)
}

// enumWithdrawn reports what an enum no longer reserves, backward.
func (c *checker) enumWithdrawn(w, r scope, old, new *syntax.Enum) {
	if c.dir == rule.Forward || len(old.Reserved) == 0 {
		return
	}
	d := difference{writer: side{place: w.place(old.Name, old.At)}, reader: side{place: r.place(new.Name, new.At)}, scope: w.local(old.Name)}
	c.reservationWithdrawn(d, reservedEnumNoDelete, old.Reserved, new.Reserved)
}

func (c *checker) reservationWithdrawn(d difference, broken bufRule, old, new []*syntax.Reserved) {
	was, is := newReservation(old), newReservation(new)
	gone := lacking(is.tags, was.tags)
	for _, name := range slices.Sorted(maps.Keys(was.names)) {
		if !is.names[name] {
			gone = append(gone, name)
		}
	}
	if len(gone) == 0 {
		return
	}
	list := strings.Join(gone, ", ")
	d.code, d.buf = ReservationRemoved, []bufRule{broken}
	d.writer.text = "reserved " + list
	d.message = fmt.Sprintf("%s no longer reserves %s; somebody may take what others used before", d.writer.place.Path, list)
	d.fix = rule.Fix{Text: "reserve " + list + " again"}
	c.report(d)
}

func extensionRanges(m *syntax.Message) []syntax.Tags {
	var tags []syntax.Tags
	for _, line := range m.Extensions {
		tags = append(tags, line.Ranges...)
	}
	return ranges(tags)
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
