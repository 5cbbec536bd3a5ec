package protobuf

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
)

// maxPairs bounds how many pairs of messages are compared through fields; beyond it they count as breaking.
const maxPairs = 10_000

// maxDepth bounds how deep messages are compared through fields.
const maxDepth = 100

// maxInner bounds the findings of a check that stand inside of the types of fields.
const maxInner = 100

// weight is what reading one message as another breaks, and whether the reference registry would report anything.
type weight struct {
	breaks  rule.Axis
	refused bool
	buf     []bufRule
	// inner are the differences that break the wire or a value, of many the first.
	inner []difference
}

// add weighs a difference.
func (w *weight) add(d difference) {
	w.breaks |= d.breaks
	w.refused = w.refused || d.reference != ""
	for _, r := range d.buf {
		if !slices.Contains(w.buf, r) {
			w.buf = append(w.buf, r)
		}
	}
	if d.breaks&(rule.Wire|rule.Value) != 0 && len(w.inner) < maxInner {
		w.inner = append(w.inner, d)
	}
}

// weigh compares the messages of two fields without reporting. A pair that is being compared already weighs nothing
// where it recurs, and a pair is compared once.
func (c *checker) weigh(w, r fieldType) weight {
	all := weight{breaks: rule.Wire | rule.Value | rule.JSON | rule.Source, refused: true, buf: bufTypes(w, fieldType{})}
	if w.def == nil || r.def == nil || w.def.Message == nil || r.def.Message == nil {
		return all
	}
	key := pair{w.def.Message, r.def.Message}
	if known, again := c.pairs[key]; again {
		return known
	}
	if len(c.pairs) >= maxPairs || c.depth > maxDepth {
		return all
	}
	c.pairs[key] = weight{}
	c.pairs[key] = c.silently(func() {
		c.members(definitionScope(c.writer, w.def), definitionScope(c.reader, r.def), key.writer, key.reader)
	})
	return c.pairs[key]
}

// silently weighs what compare would report.
func (c *checker) silently(compare func()) weight {
	var w weight
	outer := c.sink
	c.sink = &w
	c.depth++
	compare()
	c.depth--
	c.sink = outer
	return w
}

// inside reports what was found inside of the type of a field, under the path through the field. To the reference registry
// it is all one difference, which outer stands for; so it is to buf.
func (c *checker) inside(outer difference, w, r fieldType, inner []difference) {
	for _, d := range inner {
		if c.depth == 0 {
			c.inner++
		}
		if c.inner > maxInner {
			return
		}
		d.reference, d.buf, d.inside = "", nil, true
		d.scope, d.number = outer.scope, outer.number
		d.writer.place.Path = through(outer.writer, w, d.writer)
		d.reader.place.Path = through(outer.reader, r, d.reader)
		c.report(d)
	}
}

// through is the path of something inside of the type of a field: that of the field, and its own without the type's name.
func through(field side, t fieldType, inner side) string {
	name := t.name
	if t.def != nil {
		name = t.def.Local()
	}
	rest, within := strings.CutPrefix(inner.place.Path, name+".")
	if !within {
		return inner.place.Path
	}
	return field.place.Path + "." + rest
}
