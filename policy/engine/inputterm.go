package engine

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"reflect"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/schema"
)

// The limits of what rules see. Longer texts are cut, deeper values are null, and a schema with more fields is not
// evaluated at all.
const (
	maxText      = 1 << 16
	maxDepth     = 64
	maxFields    = 10_000
	maxNumerals  = 40
	maxJSONItems = 10_000
)

// key holds the keys of the input once, for all requests. A key is its field's name in snake case, or the field's tag.
var key = newKeys[struct {
	APIVersion *ast.Term `key:"apiVersion"`

	Action, Actor, Annotations, Breaks, ByName, ByPath, ByTag, ByTerm, ByType, Candidates, Canonical, Changed,
	Changes, Compatible, Constraints, Container, Default, Deprecated, Depth, Diff, Direction, Doc, Domain, Enum,
	Facets, Fields, Format, Groups, ID, Is, IsNew, JSON, Kind, Kinds, Level, Local, Max, MaxLength, Min, MinLength,
	Name, Namespace, Native, New, NotCamel, NotSnake, Nullable, Number, OldPath, Ordinal, Origin, Overruled,
	Params, Path, Pattern, Presence, Previous, Ref, Reference, References, Rules, Schema, Set, Size, Snake,
	Source, Subject, Symbols, Tags, TermCandidates, Terms, Time, Tokens, Type, Types, Undocumented, Unique,
	Value, Version, Was, Wire *ast.Term
}]()

// newKeys fills a struct of terms with its own names.
func newKeys[T any]() (keys T) {
	v := reflect.ValueOf(&keys).Elem()
	for i := range v.NumField() {
		f := v.Type().Field(i)
		v.Field(i).Set(reflect.ValueOf(text(cmp.Or(f.Tag.Get("key"), schema.Snake(f.Name)))))
	}
	return keys
}

// value holds the values that repeat.
var value = struct {
	apiVersion, true_, false_, noItems, noKeys, noDefault, local, schema, binding, name, required, optional *ast.Term
}{
	apiVersion: text(policy.APIVersion),
	true_:      ast.BooleanTerm(true),
	false_:     ast.BooleanTerm(false),
	noItems:    ast.ArrayTerm(),
	noKeys:     object(),
	noDefault:  object(item(key.Set, ast.BooleanTerm(false))),
	local: object(
		item(key.Local, ast.BooleanTerm(true)), item(key.Reference, text("")), item(key.Subject, text("")), item(key.Version, number(0)),
	),
	schema: text("schema"), binding: text("binding"), name: text("name"),
	required: text("required"), optional: text("optional"),
}

func item(k, v *ast.Term) [2]*ast.Term { return [2]*ast.Term{k, v} }

func object(items ...[2]*ast.Term) *ast.Term { return ast.NewTerm(ast.NewObject(items...)) }

func number(n int) *ast.Term { return ast.InternedTerm(n) }

func truth(b bool) *ast.Term {
	if b {
		return value.true_
	}
	return value.false_
}

// text is a text, cut when it is too long.
func text(s string) *ast.Term { return ast.InternedTerm(cut(s)) }

// cut ends what is too long at a character.
func cut(s string) string {
	if len(s) <= maxText {
		return s
	}
	end := maxText
	for !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

func texts(list []string) *ast.Term {
	if len(list) == 0 {
		return value.noItems
	}
	terms := make([]*ast.Term, len(list))
	for i, s := range list {
		terms[i] = text(s)
	}
	return ast.ArrayTerm(terms...)
}

func jsonObject(m map[string]any) *ast.Term {
	if len(m) == 0 {
		return value.noKeys
	}
	return jsonValue(m, maxDepth)
}

// jsonValue is a value that came from JSON. What JSON cannot hold, and what lies deeper than depth, is null; a list or
// an object is cut after maxJSONItems.
func jsonValue(v any, depth int) *ast.Term {
	if depth == 0 {
		return ast.NullTerm()
	}
	switch v := v.(type) {
	case bool:
		return truth(v)
	case string:
		return text(v)
	case int:
		return number(v)
	case int64:
		return ast.NumberTerm(json.Number(strconv.FormatInt(v, 10)))
	case float64:
		return float(v)
	case json.Number:
		return numeral(v)
	case []any:
		terms := make([]*ast.Term, min(len(v), maxJSONItems))
		for i := range terms {
			terms[i] = jsonValue(v[i], depth-1)
		}
		return ast.ArrayTerm(terms...)
	case map[string]any:
		var items [][2]*ast.Term
		for _, k := range slices.Sorted(maps.Keys(v)) {
			if len(items) == maxJSONItems {
				break
			}
			items = append(items, item(text(k), jsonValue(v[k], depth-1)))
		}
		return object(items...)
	}
	return ast.NullTerm()
}

func float(f float64) *ast.Term {
	if math.IsInf(f, 0) || math.IsNaN(f) {
		return ast.NullTerm()
	}
	return ast.FloatNumberTerm(f)
}

// numeral keeps a number as it was written when it is short and no larger than a float64: arithmetic on 1e999999999
// would take all memory. Others are text.
func numeral(n json.Number) *ast.Term {
	if f, err := n.Float64(); err != nil || math.IsInf(f, 0) || len(n) > maxNumerals {
		return text(n.String())
	}
	return ast.NumberTerm(n)
}
