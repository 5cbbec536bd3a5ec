package engine

import (
	"encoding/json"
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/concord-registry/concord/policy"
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

// key holds the keys of the input once, for all requests.
var key = struct {
	apiVersion, action, actor, annotations, breaks, byName, byPath, byTag, byTerm, byType, candidates, canonical, changed,
	changes, compatible, constraints, container, default_, deprecated, depth, diff, direction, doc, domain, enum, facets,
	fields, format, groups, id, is, isNew, kind, kinds, level, local, max, maxLength, min, minLength, name,
	namespace, native, new, notCamel, notSnake, nullable, number, oldPath, ordinal, origin, overruled, params, path,
	pattern, presence, previous, ref, reference, references, rules, schema, set, size, snake, source, subject, symbols,
	tags, termCandidates, terms, text, time, tokens, type_, types, undocumented, unique, value, version, was, wire *ast.Term
}{
	apiVersion: text("apiVersion"), action: text("action"), actor: text("actor"), annotations: text("annotations"),
	breaks: text("breaks"), byName: text("by_name"), byPath: text("by_path"), byTag: text("by_tag"), byTerm: text("by_term"),
	byType: text("by_type"), candidates: text("candidates"), canonical: text("canonical"), changed: text("changed"),
	changes: text("changes"), compatible: text("compatible"), constraints: text("constraints"),
	container: text("container"), default_: text("default"), deprecated: text("deprecated"), depth: text("depth"),
	diff: text("diff"), direction: text("direction"), doc: text("doc"), domain: text("domain"), enum: text("enum"),
	facets: text("facets"), fields: text("fields"), format: text("format"),
	groups: text("groups"), id: text("id"), is: text("is"), isNew: text("is_new"), kind: text("kind"),
	kinds: text("kinds"), level: text("level"), local: text("local"), max: text("max"), maxLength: text("max_length"),
	min: text("min"), minLength: text("min_length"), name: text("name"), namespace: text("namespace"),
	native: text("native"), new: text("new"), notCamel: text("not_camel"), notSnake: text("not_snake"),
	nullable: text("nullable"), number: text("number"), oldPath: text("old_path"), ordinal: text("ordinal"),
	origin: text("origin"), overruled: text("overruled"), params: text("params"), path: text("path"),
	pattern: text("pattern"), presence: text("presence"), previous: text("previous"), ref: text("ref"),
	reference: text("reference"), references: text("references"), rules: text("rules"), schema: text("schema"),
	set: text("set"), size: text("size"), snake: text("snake"), source: text("source"), subject: text("subject"),
	symbols: text("symbols"), tags: text("tags"), termCandidates: text("term_candidates"), terms: text("terms"),
	text: text("text"), time: text("time"), tokens: text("tokens"), type_: text("type"), types: text("types"),
	undocumented: text("undocumented"), unique: text("unique"), value: text("value"), version: text("version"),
	was: text("was"), wire: text("wire"),
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
	noDefault:  object(item(text("set"), ast.BooleanTerm(false))),
	local: object(
		item(text("local"), ast.BooleanTerm(true)), item(text("reference"), text("")),
		item(text("subject"), text("")), item(text("version"), number(0)),
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
