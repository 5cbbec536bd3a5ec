package evolve

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// avroMoves are what can stand between two Avro schemas:
//
//   - the old one, with defaults for what will go, so that its readers live without it;
//   - the new one, with defaults for what came, default symbols for what went, and aliases for what was renamed;
//   - the new one with what went still there;
//   - the new one without the fields whose type changes, so that they can come back with another one.
func avroMoves(oldText, newText string) []candidate {
	old, new := parseTree(oldText), parseTree(newText)
	if old == nil || new == nil {
		return nil
	}
	var list []candidate
	add := func(do string, target bool, edit func(old, new *avroSide) (*avroSide, []string)) {
		side, what := edit(newAvroSide(copied(old)), newAvroSide(copied(new)))
		if len(what) > 0 {
			list = append(list, candidate{Step: Step{printTree(side.root), sentence(do, what)}, target: target})
		}
	}
	add("the new shape, with defaults and aliases for old data", true, func(o, n *avroSide) (*avroSide, []string) {
		return n, append(n.alias(o), n.prepare(o)...)
	})
	add("the old schema, with defaults for what will go or change", false, func(o, n *avroSide) (*avroSide, []string) {
		return o, o.prepare(n)
	})
	add("the new shape beside the old one: what is new has defaults, and what will go stays, with defaults", true, func(o, n *avroSide) (*avroSide, []string) {
		what := append(n.alias(o), n.prepare(o)...)
		o.prepare(n)
		return n, append(what, n.keep(o)...)
	})
	add("without the fields whose type changes; they come back with the new type, and what was written with the old one is not read any more", false, func(o, n *avroSide) (*avroSide, []string) {
		n.prepare(o)
		return n, n.drop(o)
	})
	return list
}

// avroSide is one schema, its named types by simple name. The first of a name counts.
type avroSide struct {
	root  *jsontree.Value
	types map[string]*jsontree.Value
	order []string
	// made counts the values of defaults that were made up: records that hold records multiply.
	made int
}

func newAvroSide(root *jsontree.Value) *avroSide {
	s := &avroSide{root: root, types: map[string]*jsontree.Value{}}
	s.walk(root)
	return s
}

// walk collects the named types of a type.
func (s *avroSide) walk(t *jsontree.Value) {
	if t == nil || t.Kind == jsontree.String {
		return
	}
	for _, branch := range t.Items {
		s.walk(branch)
	}
	if name := nameOf(t); name != "" && s.types[name] == nil {
		s.types[name] = t
		s.order = append(s.order, name)
	}
	for _, f := range items(t.Get("fields")) {
		s.walk(f.Get("type"))
	}
	s.walk(t.Get("items"))
	s.walk(t.Get("values"))
	if inner := t.Get("type"); inner != nil && inner.Kind != jsontree.String {
		s.walk(inner)
	}
}

// counterpart is the type of another side that has the name of a type of s, or is its root as well.
func (s *avroSide) counterpart(name string, other *avroSide) *jsontree.Value {
	if t := other.types[name]; t != nil || s.types[name] != s.root {
		return t
	}
	if nameOf(other.root) == "" {
		return nil
	}
	return other.root
}

// fieldsOf are the fields of a record by name.
func fieldsOf(record *jsontree.Value) map[string]*jsontree.Value {
	fields := map[string]*jsontree.Value{}
	for _, f := range items(record.Get("fields")) {
		fields[nameOf(f)] = f
	}
	return fields
}

// joined is the field that another one continues: that of its name, or of one of its aliases; nil for none.
func joined(f *jsontree.Value, known map[string]*jsontree.Value) *jsontree.Value {
	if match := known[nameOf(f)]; match != nil {
		return match
	}
	for _, alias := range items(f.Get("aliases")) {
		if match := known[alias.Text]; match != nil {
			return match
		}
	}
	return nil
}

// prepare gives defaults to the fields that the other side does not have or has with another type, and to enums of which
// the other side has more symbols. It returns what it changed.
func (s *avroSide) prepare(other *avroSide) (what []string) {
	for _, name := range s.order {
		t, theirs := s.types[name], s.counterpart(name, other)
		if theirs == nil {
			continue
		}
		known := fieldsOf(theirs)
		for _, f := range items(t.Get("fields")) {
			match := joined(f, known)
			if f.Get("default") != nil || match != nil && same(match.Get("type"), f.Get("type")) {
				continue
			}
			if value := s.zero(f.Get("type"), 0); value != nil {
				set(f, "default", value)
				what = append(what, nameOf(t)+"."+nameOf(f))
			}
		}
		if len(missing(theirs, t)) > 0 && t.Get("default") == nil {
			set(t, "default", unknownSymbol(t))
			what = append(what, "the default symbol of "+nameOf(t))
		}
	}
	return what
}

// missing are the symbols of one enum that another does not have.
func missing(from, in *jsontree.Value) (names []string) {
	has := map[string]bool{}
	for _, symbol := range items(in.Get("symbols")) {
		has[symbol.Text] = true
	}
	for _, symbol := range items(from.Get("symbols")) {
		if len(has) > 0 && !has[symbol.Text] {
			names = append(names, symbol.Text)
		}
	}
	return names
}

// unknownSymbol is the symbol that says nothing, if there is one, else the first.
func unknownSymbol(enum *jsontree.Value) *jsontree.Value {
	symbols := items(enum.Get("symbols"))
	for _, symbol := range symbols {
		if slices.Contains([]string{"UNKNOWN", "UNSPECIFIED", "OTHER", "NONE"}, strings.ToUpper(symbol.Text)) {
			return str(symbol.Text)
		}
	}
	return str(symbols[0].Text)
}

// alias names what was renamed: the root, and in each record the one field that came, if it is of the type of the one
// that went.
func (s *avroSide) alias(other *avroSide) (what []string) {
	for _, name := range s.order {
		t, theirs := s.types[name], s.counterpart(name, other)
		if theirs == nil {
			continue
		}
		if nameOf(t) != nameOf(theirs) && t.Get("aliases") == nil {
			set(t, "aliases", list(theirs.Get("name")))
			what = append(what, nameOf(t)+" alias "+nameOf(theirs))
		}
		came, went := without(t, theirs), without(theirs, t)
		if len(came) == 1 && len(went) == 1 && same(came[0].Get("type"), went[0].Get("type")) && came[0].Get("aliases") == nil {
			set(came[0], "aliases", list(went[0].Get("name")))
			what = append(what, nameOf(t)+"."+nameOf(came[0])+" alias "+nameOf(went[0]))
		}
	}
	return what
}

// without are the fields of one record that another does not have.
func without(record, other *jsontree.Value) (fields []*jsontree.Value) {
	known := fieldsOf(other)
	for _, f := range items(record.Get("fields")) {
		if known[nameOf(f)] == nil {
			fields = append(fields, f)
		}
	}
	return fields
}

// keep adds the fields of the other side that s lacks and that are not aliases of its own.
func (s *avroSide) keep(other *avroSide) (what []string) {
	for _, name := range s.order {
		t, theirs := s.types[name], s.counterpart(name, other)
		fields := t.Get("fields")
		if theirs == nil || fields == nil {
			continue
		}
		aliases := aliasesIn(fields)
		for _, f := range without(theirs, t) {
			if !aliases[nameOf(f)] {
				fields.Items = append(fields.Items, copied(f))
				what = append(what, nameOf(t)+"."+nameOf(f)+" stays")
			}
		}
	}
	return what
}

// aliasesIn are all aliases of fields.
func aliasesIn(fields *jsontree.Value) map[string]bool {
	names := map[string]bool{}
	for _, f := range fields.Items {
		for _, a := range items(f.Get("aliases")) {
			names[a.Text] = true
		}
	}
	return names
}

// drop removes the fields that the other side has with another type.
func (s *avroSide) drop(other *avroSide) (what []string) {
	for _, name := range s.order {
		t, theirs := s.types[name], s.counterpart(name, other)
		fields := t.Get("fields")
		if theirs == nil || fields == nil {
			continue
		}
		known := fieldsOf(theirs)
		fields.Items = slices.DeleteFunc(fields.Items, func(f *jsontree.Value) bool {
			match := joined(f, known)
			gone := match != nil && !same(match.Get("type"), f.Get("type"))
			if gone {
				what = append(what, nameOf(t)+"."+nameOf(f))
			}
			return gone
		})
	}
	return what
}

// maxZero bounds how deep a default value is made up, maxMade how many values all of them have.
const (
	maxZero = 5
	maxMade = 10_000
)

// zeros are the defaults of primitive types.
var zeros = map[string]*jsontree.Value{
	"null":    {Kind: jsontree.Null},
	"boolean": {Kind: jsontree.Bool},
	"int":     {Kind: jsontree.Number, Text: "0"}, "long": {Kind: jsontree.Number, Text: "0"},
	"float": {Kind: jsontree.Number, Text: "0.0"}, "double": {Kind: jsontree.Number, Text: "0.0"},
	"bytes": str(""), "string": str(""),
}

// zero is the emptiest value of a type, nil for none.
func (s *avroSide) zero(t *jsontree.Value, depth int) *jsontree.Value {
	s.made++
	switch {
	case t == nil || depth > maxZero || s.made > maxMade:
		return nil
	case t.Kind == jsontree.Array && len(t.Items) > 0:
		return s.zero(t.Items[0], depth+1)
	case t.Kind == jsontree.String && zeros[t.Text] != nil:
		return zeros[t.Text]
	case t.Kind == jsontree.String:
		return s.zero(s.types[t.Text[strings.LastIndexByte(t.Text, '.')+1:]], depth+1)
	case !t.Get("type").IsString():
		return s.zero(t.Get("type"), depth+1)
	}
	return s.zeroOf(t, depth)
}

func (s *avroSide) zeroOf(t *jsontree.Value, depth int) *jsontree.Value {
	switch kind := t.Get("type").Text; kind {
	case "array":
		return list()
	case "map":
		return &jsontree.Value{Kind: jsontree.Object}
	case "enum":
		return unknownSymbol(t)
	case "record":
		value := &jsontree.Value{Kind: jsontree.Object}
		for _, f := range items(t.Get("fields")) {
			inner := s.zero(f.Get("type"), depth+1)
			if inner == nil {
				return nil
			}
			set(value, nameOf(f), inner)
		}
		return value
	default:
		return zeros[kind]
	}
}
