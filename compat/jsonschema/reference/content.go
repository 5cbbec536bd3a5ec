package reference

import (
	"regexp"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// What a keyword that speaks of undeclared members gives.
const (
	AdditionalPropertiesRemoved   Type = "ADDITIONAL_PROPERTIES_REMOVED"
	AdditionalPropertiesNarrowed  Type = "ADDITIONAL_PROPERTIES_NARROWED"
	UnevaluatedPropertiesRemoved  Type = "UNEVALUATED_PROPERTIES_REMOVED"
	UnevaluatedPropertiesNarrowed Type = "UNEVALUATED_PROPERTIES_NARROWED"
	AdditionalItemsRemoved        Type = "ADDITIONAL_ITEMS_REMOVED"
	AdditionalItemsNarrowed       Type = "ADDITIONAL_ITEMS_NARROWED"
	UnevaluatedItemsRemoved       Type = "UNEVALUATED_ITEMS_REMOVED"
	UnevaluatedItemsNarrowed      Type = "UNEVALUATED_ITEMS_NARROWED"
)

// content is what a schema says about a member that it does not declare: open, when it may hold anything; partially open,
// when schema says what; closed otherwise.
type content struct {
	open   bool
	schema *model.Node
}

// contentOf is the content model of an object for a name. As in the reference, an object with patterns that do not match
// is closed, whatever `additionalProperties` says.
func (c *comparer) contentOf(o *model.ObjectRules, name string) content {
	unevaluated := seen(o.Unevaluated, o.Lost)
	if o.Additional.Anything() && len(o.Patterns) == 0 && unevaluated.Anything() {
		return content{open: true}
	}
	for _, p := range o.Patterns {
		if c.matches(p.Name, name) {
			return content{schema: p.Node}
		}
	}
	return content{schema: firstSchema(o.Additional, unevaluated)}
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
		if !o.Anything() {
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

// beyond compares a keyword that says what undeclared members must be.
func (c *comparer) beyond(l *list, keyword string, w, r model.Open, removed, narrowed Type) {
	switch {
	case w.Allowed && !r.Allowed:
		l.add(removed, keyword)
	case w.Allowed != r.Allowed || r.Schema == nil:
	case w.Schema == nil || w.Anything() && !r.Anything():
		l.between(w.Schema, r.Schema, narrowed, keyword)
	default:
		l.include(c.at(w.Schema, r.Schema, keyword))
	}
}

// covered compares a declared member with the schema that covers it where it is not declared, and reports it with what
// differs when that is incompatible.
func (c *comparer) covered(l *list, writer, reader *model.Node, t Type, path ...string) {
	if found := c.at(writer, reader, path...); len(found) > 0 {
		l.include(found)
		l.between(writer, reader, t, path...)
	}
}

func isEmpty(node *model.Node) bool {
	resolved := node.Resolve()
	return resolved != nil && resolved.Kind == model.Empty
}
