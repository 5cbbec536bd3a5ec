package evaluate

import (
	"math/big"
	"unicode/utf8"

	"github.com/concord-registry/concord/compat/jsonschema/value"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

func (e *evaluation) number(r *model.NumberRules, v *jsontree.Value) Answer {
	x := model.Rat(v.Text)
	if x == nil {
		return Unknown
	}
	var outer value.Interval
	outer.Narrow(r)
	whole := !r.Integer || x.IsInt()
	multiple := r.MultipleOf == nil || value.IsMultiple(x, r.MultipleOf)
	return said(value.Point(x).Within(outer) && whole && multiple)
}

func (e *evaluation) string(r *model.StringRules, v *jsontree.Value) Answer {
	length := big.NewRat(int64(utf8.RuneCountInString(v.Text)), 1)
	fits := said(value.Point(length).Within(value.Interval{Min: r.Min, Max: r.Max}))
	if r.Pattern == nil || fits == No {
		return fits
	}
	return e.Match(*r.Pattern, v.Text)
}
