package protobuf

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// The codes of reserved numbers and names.
const (
	ReservedUsed       rule.Code = "ProtobufReservedUsed"
	ReservationRemoved rule.Code = "ProtobufReservationRemoved"
)

var reservedUsed = rule.Rule{
	Code:   ReservedUsed,
	Title:  "A reserved number or name may not be used",
	Why:    "Somebody used it before; data of that time are read as the new field.",
	Breaks: rule.Value,
	Old: `syntax = "proto3";
message M { reserved 2; string s = 1; }
`,
	New: `syntax = "proto3";
message M { string s = 1; string t = 2; }
`,
}

var reservationRemoved = rule.Rule{
	Code:  ReservationRemoved,
	Title: "What is reserved should stay reserved",
	Why:   "Numbers and names are reserved because they were in use once; somebody may take them again. Nothing breaks until then.",
	Buf:   named([]bufRule{reservedEnumNoDelete, reservedMessageNoDelete}),
	Old: `syntax = "proto3";
message M { reserved 2, 3; string s = 1; }
`,
	New: `syntax = "proto3";
message M { reserved 2; string s = 1; }
`,
}

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

// withdrawn reports what a message no longer reserves, and no longer leaves to extensions. It is reported once, backward.
func (c *checker) withdrawn(w, r scope, old, new *syntax.Message) {
	if c.dir == rule.Forward || len(old.Reserved)+len(old.Extensions) == 0 {
		return
	}
	d := difference{writer: side{place: w.whole(old)}, reader: side{place: r.whole(new)}, scope: w.local("")}
	c.reservationWithdrawn(d, reservedMessageNoDelete, old.Reserved, new.Reserved)
	c.extensionsWithdrawn(d, old, new)
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
