package jsonschema

import (
	"regexp"
	"strconv"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// pathStep is one step of a path of keywords as a step inside a value: to a property or to an item. Its kind is Empty
// when the path goes no deeper into the value.
type pathStep struct {
	kind  model.Kind
	name  string
	index int
	rest  []string
	// stranger says that the name is any that is not declared.
	stranger bool
}

// names are those to try: the one of the step, and for any that is not declared those that a pattern matches as well.
func (s pathStep) names(conj []*model.Node) []string {
	names := []string{s.name}
	if s.stranger {
		for _, rules := range objectsOf(conj) {
			for _, pattern := range rules.Patterns {
				names = append(names, matching(pattern.Name))
			}
		}
	}
	return names
}

// strangers are names that schemas seldom declare, and that common patterns match.
var strangers = []string{"zz", "x_1", "x-1", "x1", "a1", "meta1", "extra1", "my_id", "A1", "1", "_", "b1", "c1"}

// beyondTuple is a position behind those that a path lists.
const beyondTuple = 9

func nextStep(path []string) pathStep {
	if len(path) == 0 {
		return pathStep{}
	}
	switch path[0] {
	case "properties", "dependencies":
		return pathStep{kind: model.Object, name: path[1], rest: path[2:]}
	case "patternProperties":
		return pathStep{kind: model.Object, name: matching(path[1]), rest: path[2:]}
	case "additionalProperties", "unevaluatedProperties":
		return pathStep{kind: model.Object, name: strangers[0], rest: path[1:], stranger: true}
	case "additionalItems", "unevaluatedItems":
		return pathStep{kind: model.Array, index: beyondTuple, rest: path[1:]}
	case "items":
		if len(path) > 1 {
			if i, err := strconv.Atoi(path[1]); err == nil {
				return pathStep{kind: model.Array, index: i, rest: path[2:]}
			}
		}
		return pathStep{kind: model.Array, rest: path[1:]}
	}
	return pathStep{}
}

// matching is a name that a pattern matches, if one is known.
func matching(pattern string) string {
	re, err := regexp.Compile(pattern)
	for _, name := range strangers {
		if err == nil && re.MatchString(name) {
			return name
		}
	}
	return strangers[0]
}
