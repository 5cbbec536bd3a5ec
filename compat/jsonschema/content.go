package jsonschema

import (
	"regexp"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// content is what an object says about a name that it does not declare (compatibility contract §4.3): open, when it may
// hold anything; partially open, when schema says what; closed otherwise.
type content struct {
	open   bool
	schema *model.Node
}

// contentOf is the content model of an object for a name. As in the reference, an object with patterns that do not match
// is closed, whatever `additionalProperties` says.
func (c *comparer) contentOf(o *model.ObjectRules, name string) content {
	unevaluated := seen(o.Unevaluated, o.Lost)
	if anything(o.Additional) && len(o.Patterns) == 0 && anything(unevaluated) {
		return content{open: true}
	}
	for _, p := range o.Patterns {
		if c.matches(p.Name, name) {
			return content{schema: p.Node}
		}
	}
	return content{schema: firstSchema(o.Additional, unevaluated)}
}

// anything reports whether a keyword allows everything, by its absence or as true.
func anything(o model.Open) bool {
	return o.Allowed && (o.Schema == nil || o.Schema.Kind == model.Empty && o.Schema.Source.Kind == jsontree.Bool)
}

// seen is a keyword as the reference sees it: absent where it loses it.
func seen(o model.Open, lost bool) model.Open {
	if lost {
		return model.Open{Allowed: true}
	}
	return o
}

// firstSchema is the schema of the first keyword that has one, nil after a keyword that allows nothing.
func firstSchema(keywords ...model.Open) *model.Node {
	for _, o := range keywords {
		if !anything(o) {
			return o.Schema
		}
	}
	return nil
}

// matches reports whether a pattern matches somewhere in name; a pattern that Go cannot read matches nothing.
func (c *comparer) matches(pattern, name string) bool {
	re, known := c.patterns[pattern]
	if !known {
		re, _ = regexp.Compile(pattern)
		c.patterns[pattern] = re
	}
	return re != nil && re.MatchString(name)
}
