package jsonschema

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// difference is one incompatible difference in the words of the reference registry (compatibility contract §4.2). The
// reference knows compatible differences too; nobody outside of it ever sees one.
type difference struct {
	kind string
	// path are the keywords and names on the way, references not shown.
	path []string
	// writer and reader are the two schemas that differ; nil where one has none.
	writer, reader *model.Node
	// around are the schemas that speak of the difference.
	around place
}

func (d difference) pointer() string {
	if d.kind == schemaAdded {
		return ""
	}
	return "#/" + strings.Join(d.path, "/")
}

// pair is two nodes that are compared, by identity.
type pair struct{ writer, reader *model.Node }

// maxSteps bounds the comparisons of one check, maxDifferences what it reports. Beyond either the check ends with what
// it has found and says so.
const (
	maxSteps       = 2_000_000
	maxDifferences = 1000
)

// comparer lists the differences of two schemas as the reference does: by structure, keyword by keyword. A pair that is
// being compared already is assumed to be equal; when it turns out not to be, the comparison is repeated with what was
// found, until no assumption is wrong. A recursive schema's differences therefore appear once more than its first use.
type comparer struct {
	// open are the pairs being compared, done the results of this pass with paths relative to the pair.
	open map[pair]bool
	done map[pair][]difference
	// assumed are the results of earlier passes for pairs that came round; leaned the pairs that this pass assumed equal.
	assumed map[pair][]difference
	leaned  map[pair]bool
	steps   int
	// sets are the values of enums, patterns the compiled ones; nil for one that Go cannot read.
	sets     map[*model.Node]map[string]bool
	patterns map[string]*regexp.Regexp
	// texts are what tells the parts of combinations apart.
	texts map[*model.Node]string
}

func newComparer() *comparer {
	return &comparer{assumed: map[pair][]difference{}, sets: map[*model.Node]map[string]bool{}, patterns: map[string]*regexp.Regexp{},
		texts: map[*model.Node]string{}}
}

// exhausted reports whether the bound on comparisons was met.
func (c *comparer) exhausted() bool { return c.steps > maxSteps }

// run compares two schemas.
func (c *comparer) run(writer, reader *model.Node) []difference {
	for {
		c.open, c.done, c.leaned = map[pair]bool{}, map[pair][]difference{}, map[pair]bool{}
		found := c.compare(writer, reader)
		revised := false
		for p := range c.leaned {
			if wrong := c.done[p]; len(wrong) > 0 && !c.exhausted() {
				c.assumed[p], revised = wrong, true
			}
		}
		if !revised {
			return found
		}
	}
}

// at compares below a keyword and prefixes what was found.
func (c *comparer) at(writer, reader *model.Node, keys ...string) []difference {
	return below(c.compare(writer, reader), keys...)
}

func below(found []difference, keys ...string) []difference {
	out := make([]difference, len(found))
	for i, d := range found {
		out[i] = d
		out[i].path = append(append(make([]string, 0, len(keys)+len(d.path)), keys...), d.path...)
	}
	return out
}

// compare gives the differences of a pair with paths relative to it. A nil node is an absent keyword.
func (c *comparer) compare(writer, reader *model.Node) []difference {
	writer, reader = writer.Resolve(), reader.Resolve()
	switch {
	case reader == nil:
		return nil
	case writer == nil:
		return []difference{{kind: schemaAdded, reader: reader}}
	case writer.Closed && reader.Closed && writer.Fingerprint == reader.Fingerprint:
		return nil
	}
	p := pair{writer, reader}
	if found, known := c.done[p]; known {
		return found
	}
	if c.open[p] {
		found, known := c.assumed[p]
		if !known {
			c.leaned[p] = true
		}
		return found
	}
	if c.steps++; c.exhausted() {
		return []difference{{kind: typeChanged, writer: writer, reader: reader}}
	}
	c.open[p] = true
	found := c.pair(writer, reader)
	delete(c.open, p)
	if len(found) > maxDifferences {
		found = found[:maxDifferences:maxDifferences]
	}
	c.done[p] = found
	return found
}

// compatible reports whether a pair has no incompatible difference.
func (c *comparer) compatible(writer, reader *model.Node) bool {
	return len(c.compare(writer, reader)) == 0
}

// pair compares two resolved schemas: combinations first, then the kinds, then what both are.
func (c *comparer) pair(w, r *model.Node) []difference {
	if w.Kind != model.Combined && r.Kind == model.Combined && c.intoCombination(w, r.Combined) ||
		w.Kind == model.Combined && r.Kind != model.Combined && c.outOfCombination(w.Combined, r) {
		return nil
	}
	if w.Kind != r.Kind {
		if w.Kind == model.False || r.Kind == model.Empty || w.ConnectType() == "bytes" && r.ConnectType() == "bytes" {
			return nil
		}
		return []difference{{kind: typeChanged, writer: w, reader: r, around: place{w, r, nil}}}
	}
	l := &list{writer: w, reader: r}
	switch w.Kind {
	case model.String:
		l.strings(w.String, r.String)
	case model.Number:
		l.numbers(w.Number, r.Number)
	case model.Enum, model.Const:
		c.values(l, w, r)
	case model.Not:
		if !c.compatible(r.Negated, w.Negated) {
			l.add(notTypeExtended, "not")
		}
	case model.Object:
		c.objects(l, w.Object, r.Object)
	case model.Array:
		c.arrays(l, w.Array, r.Array)
	case model.Combined:
		c.combinations(l, w.Combined, r.Combined)
	}
	return l.found
}

// list collects the differences of one pair.
type list struct {
	writer, reader *model.Node
	found          []difference
}

// add reports a difference below the pair.
func (l *list) add(kind string, path ...string) {
	l.between(l.writer, l.reader, kind, path...)
}

// between reports a difference of two schemas below the pair.
func (l *list) between(writer, reader *model.Node, kind string, path ...string) {
	l.found = append(l.found, difference{kind: kind, path: path, writer: writer, reader: reader, around: place{l.writer, l.reader, path}})
}

func (l *list) include(found []difference) { l.found = append(l.found, found...) }

func index(i int) string { return strconv.Itoa(i) }
