package reference

import (
	"regexp"

	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// MaxSteps bounds the schemas that one call compares, maxDifferences what it reports of any two of them.
const (
	MaxSteps       = 2_000_000
	maxDifferences = 1000
)

// sides are two schemas that are compared, by identity.
type sides struct{ writer, reader *model.Node }

// comparer is the state of one comparison. Two schemas that are being compared already are assumed to be compatible when
// the comparison comes to them again, below themselves; when they turn out not to be, the comparison is repeated with what
// was found, until no assumption is wrong.
type comparer struct {
	// resolved gives the differences of two schemas that are no references. It comes back to compare for the schemas inside.
	resolved func(writer, reader *model.Node) []Difference
	// open are the schemas that are being compared, done the results of this pass with paths relative to the two.
	open map[sides]bool
	done map[sides][]Difference
	// assumed are the results of earlier passes for schemas that were met again below themselves, leaned those that this
	// pass assumed to be compatible without such a result.
	assumed map[sides][]Difference
	leaned  map[sides]bool
	steps   int
	// sets are the values of enums, patterns the compiled ones; nil for one that Go cannot read.
	sets     map[*model.Node]map[string]bool
	patterns map[string]*regexp.Regexp
	// texts are what tells the parts of combinations apart.
	texts map[*model.Node]string
}

func (c *comparer) exhausted() bool { return c.steps > MaxSteps }

func (c *comparer) run(writer, reader *model.Node) []Difference {
	for {
		c.open, c.done, c.leaned = map[sides]bool{}, map[sides][]Difference{}, map[sides]bool{}
		found := c.compare(writer, reader)
		revised := false
		for s := range c.leaned {
			if wrong := c.done[s]; len(wrong) > 0 && !c.exhausted() {
				c.assumed[s], revised = wrong, true
			}
		}
		if !revised {
			return found
		}
	}
}

// at compares below a keyword and prefixes what was found.
func (c *comparer) at(writer, reader *model.Node, keys ...string) []Difference {
	found := c.compare(writer, reader)
	out := make([]Difference, len(found))
	for i, d := range found {
		out[i] = Difference{d.Type, d.Below(keys...)}
	}
	return out
}

// compare gives the differences of two schemas with paths relative to them. A nil node is an absent keyword.
func (c *comparer) compare(writer, reader *model.Node) []Difference {
	writer, reader = writer.Resolve(), reader.Resolve()
	switch {
	case reader == nil:
		return nil
	case writer == nil:
		return []Difference{{SchemaAdded, site.Site{Reader: reader}}}
	case writer.Closed && reader.Closed && writer.Fingerprint == reader.Fingerprint:
		return nil
	}
	s := sides{writer, reader}
	if found, known := c.done[s]; known {
		return found
	}
	if c.open[s] {
		found, known := c.assumed[s]
		if !known {
			c.leaned[s] = true
		}
		return found
	}
	if c.steps++; c.exhausted() {
		return []Difference{{TypeChanged, site.Site{Writer: writer, Reader: reader}}}
	}
	c.open[s] = true
	found := c.resolved(writer, reader)
	delete(c.open, s)
	if len(found) > maxDifferences {
		found = found[:maxDifferences:maxDifferences]
	}
	c.done[s] = found
	return found
}

// compatible reports whether two schemas have no incompatible difference.
func (c *comparer) compatible(writer, reader *model.Node) bool {
	return len(c.compare(writer, reader)) == 0
}
