package fault

import (
	"os"
	"regexp"
)

// Reason says exactly what went wrong, in a word that programs may compare: SUBJECT_NOT_FOUND. Reasons cross the wire and
// are kept for ever. Each has one row in [Table].
//
// A reason is an error itself so that errors.Is(err, fault.SubjectNotFound) can be asked; errors are made with New and
// its sisters.
type Reason string

func (r Reason) Error() string { return string(r) }

// New returns an error of the reason that needs no facts.
func (r Reason) New() *Error {
	row, _ := RowOf(r)
	return &Error{Kind: row.Kind, Reason: r}
}

// About returns an error of the reason about a subject or another thing that tells its facts.
func (r Reason) About(what interface{ Facts() Facts }) *Error { return r.New().About(what) }

// With returns an error of the reason with a fact.
func (r Reason) With(name string, value any) *Error { return r.New().With(name, value) }

// Because returns an error of the reason that says more closely what is wrong.
func (r Reason) Because(format string, args ...any) *Error { return r.New().Because(format, args...) }

// Says returns an error of the reason with a message of its own in place of the reason's sentence.
func (r Reason) Says(format string, args ...any) *Error {
	e := New(Internal, format, args...)
	e.Kind, e.Reason = r.New().Kind, r
	return e
}

// Row is what there is to know about a reason.
type Row struct {
	Reason Reason
	Kind   Kind
	// Sentence is what an error of the reason says. `$name` stands for the fact of that name, and `$scope` for the subject
	// with its domain or, where no subject is named, the domain. What stands in brackets is left out where one of its facts
	// is not known.
	Sentence string
	// Title says in a few words what is wrong, Why when that happens, Do what the caller can do about it.
	Title, Why, Do string
}

// RowOf is the row of a reason; ok is false for one that has none.
func RowOf(r Reason) (row Row, ok bool) {
	i, ok := places[r]
	if !ok {
		return Row{}, false
	}
	return Table[i], true
}

// places are the positions of the reasons in the table.
var places = func() map[Reason]int {
	found := map[Reason]int{}
	for i, row := range Table {
		found[row.Reason] = i
	}
	return found
}()

// bracketed is a part of a sentence that may be left out.
var bracketed = regexp.MustCompile(`\[[^\]]*\]`)

// say puts facts into a sentence.
func say(sentence string, facts Facts) string {
	sentence = bracketed.ReplaceAllStringFunc(sentence, func(part string) string {
		whole := true
		os.Expand(part, func(name string) string {
			_, known := facts[name]
			whole = whole && known
			return ""
		})
		if !whole {
			return ""
		}
		return part[1 : len(part)-1]
	})
	return os.Expand(sentence, func(name string) string {
		switch {
		case name == "scope" && facts["subject"] == "":
			return "domain " + domain(facts)
		case name == "scope":
			return "subject " + facts["subject"] + " of domain " + domain(facts)
		case name == "domain":
			return domain(facts)
		}
		return facts[name]
	})
}

// domain is the domain that facts name, as people are told it.
func domain(facts Facts) string {
	if d := facts["domain"]; d != "" {
		return d
	}
	return "default"
}
