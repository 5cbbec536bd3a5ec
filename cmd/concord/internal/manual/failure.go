package manual

import (
	"cmp"
	"slices"
	"strconv"

	"github.com/concord-registry/concord/cmd/concord/internal/exit"
	"github.com/concord-registry/concord/server/confluent/problem"
	"github.com/concord-registry/concord/server/fault"
)

// ofReason is the entry of a reason: SUBJECT_NOT_FOUND.
func ofReason(r fault.Row) Entry {
	code := "none: it does not happen there"
	if c := problem.CodeOf(r.Reason); c != 0 {
		code = strconv.Itoa(c)
	}
	return Entry{
		Code: string(r.Reason), Page: "errors", Title: r.Title, Why: r.Why, Do: r.Do,
		Facts: []Fact{{"Kind", r.Kind.String()}, {"Exit status", strconv.Itoa(int(exit.OfReason(r)))}, {"Code of the Confluent API", code}},
	}
}

// ofCodes are the entries of the numbers that the Confluent API has for reasons, by number, and of those that only other
// servers answer with. A bare HTTP status is no number of its own.
func ofCodes() []Entry {
	var all []Entry
	seen := map[int]bool{}
	for _, row := range problem.Table {
		if p := (problem.Problem{Code: row.Code}); p.Status() != p.Code && !seen[p.Code] {
			seen[p.Code] = true
			all = append(all, ofCode(p))
		}
	}
	for _, c := range problem.Foreign {
		all = append(all, Entry{
			Code: strconv.Itoa(c.Code), Page: "confluent-codes", Title: c.Title, Why: c.Why, Do: c.Do,
			Facts: []Fact{{"HTTP status", strconv.Itoa(c.Status())}},
		})
	}
	slices.SortFunc(all, func(a, b Entry) int { return cmp.Compare(a.Code, b.Code) })
	return all
}

// ofCode is the entry of a number: that of its reason, or a list of them where the number has several.
func ofCode(p problem.Problem) Entry {
	e := Entry{Code: strconv.Itoa(p.Code), Page: "confluent-codes", Facts: []Fact{{"HTTP status", strconv.Itoa(p.Status())}}}
	reasons := problem.ReasonsOf(p.Code)
	for _, r := range reasons {
		row, _ := fault.RowOf(r)
		e.Facts = append(e.Facts, Fact{"Reason", string(r) + ": " + row.Title})
		e.Title, e.Why, e.Do = row.Title, row.Why, row.Do
	}
	if len(reasons) > 1 {
		e.Title = "One of several things is wrong."
		e.Why = "The Confluent API has one number for several reasons. The message says which it is."
		e.Do = "`concord explain REASON` says what to do about each."
	}
	return e
}
