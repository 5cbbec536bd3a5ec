package protobuf

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// reservation is what a message reserves.
type reservation struct {
	names map[string]bool
	// tags are sorted and neither overlap nor adjoin.
	tags []syntax.Tags
}

func newReservation(lines []*syntax.Reserved) reservation {
	if len(lines) == 0 {
		return reservation{}
	}
	r := reservation{names: map[string]bool{}}
	var tags []syntax.Tags
	for _, line := range lines {
		for _, item := range line.Items {
			if item.Named {
				r.names[item.Name] = true
				continue
			}
			tags = append(tags, item.Tags)
		}
	}
	r.tags = ranges(tags)
	return r
}

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

// number reports whether a field number is reserved.
func (r reservation) number(n int32) bool {
	return within(r.tags, syntax.Tags{First: n, Last: n})
}

// reservations reports fields of the new schema under numbers or names that the old one reserved: somebody used them
// once, and data of that time may be about. It is reported once, in the backward direction.
func (c *checker) reservations(w, r scope, old, new *syntax.Message) {
	if c.dir != rule.Backward || len(old.Reserved) == 0 {
		return
	}
	reserved := newReservation(old.Reserved)
	place := w.place("reserved", old.Reserved[0].At)
	for _, m := range r.members(new) {
		if !reserved.names[m.name] && !reserved.number(m.number) {
			continue
		}
		c.report(difference{
			code: ReservedUsed, breaks: rule.Value,
			writer:  side{place, "reserved"},
			reader:  m.side,
			message: fmt.Sprintf("the old schema reserves what the new field %s = %d uses; data from before the reservation would be read as it", m.name, m.number),
			fix:     rule.Fix{Text: "choose a number and a name that were never used"},
			scope:   r.local(""), number: m.number,
		})
	}
}

// bufRemoved are the rules that a field offends which the reader does not have.
func (f fields) bufRemoved(m member) []bufRule {
	rules := []bufRule{fieldNoDelete}
	if !f.reserved.names[m.name] {
		rules = append(rules, fieldNoDeleteNameReserved)
	}
	if !f.reserved.number(m.number) {
		rules = append(rules, fieldNoDeleteNumberReserved)
	}
	if m.label == "required" {
		rules = append(rules, messageSameRequiredFields)
	}
	return rules
}

// reserve advises to reserve the number and the name of a removed field, with the edit where the message has a place in
// the new text.
func (f fields) reserve(m member) rule.Fix {
	if f.reserved.number(m.number) {
		return rule.Fix{}
	}
	line := fmt.Sprintf("reserved %d; reserved %q;", m.number, m.name)
	d := f.r.definition()
	if d == nil || d.Message == nil || !d.Origin.Local() {
		return rule.Fix{Text: "write " + line}
	}
	at := d.Span(syntax.Range{Start: d.Message.Body, End: d.Message.Body})
	indent := strings.Repeat("  ", len(f.r.path))
	return rule.Fix{Text: "write " + line, Edit: &rule.Edit{At: at, Text: "\n" + indent + line}}
}
