package reference

import "github.com/concord-registry/concord/schema/jsonschema/model"

// What the keywords of strings give.
const (
	MaxLengthAdded     Type = "MAX_LENGTH_ADDED"
	MaxLengthDecreased Type = "MAX_LENGTH_DECREASED"
	MinLengthAdded     Type = "MIN_LENGTH_ADDED"
	MinLengthIncreased Type = "MIN_LENGTH_INCREASED"
	PatternAdded       Type = "PATTERN_ADDED"
	PatternChanged     Type = "PATTERN_CHANGED"
)

var (
	maxLength = limit{"maxLength", MaxLengthAdded, MaxLengthDecreased, true}
	minLength = limit{"minLength", MinLengthAdded, MinLengthIncreased, false}
)

func (l *list) strings(w, r *model.StringRules) {
	l.limits(maxLength, w.Max, r.Max)
	l.limits(minLength, w.Min, r.Min)
	switch {
	case r.Pattern == nil:
	case w.Pattern == nil:
		l.add(PatternAdded, "pattern")
	case *w.Pattern != *r.Pattern:
		l.add(PatternChanged, "pattern")
	}
}
