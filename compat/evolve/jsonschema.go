package evolve

import (
	"slices"

	"github.com/concord-registry/concord/schema/jsontree"
)

// jsonMoves are what can stand between two JSON Schemas, or for the new one:
//
//   - the new one, with defaults for the properties that become required;
//   - the new one, which leaves them optional;
//   - the new one, in which a property whose schema changed takes values of both.
func jsonMoves(oldText, newText string) []candidate {
	old, new := parseTree(oldText), parseTree(newText)
	if old == nil || new == nil {
		return nil
	}
	var moves []candidate
	add := func(do string, edits ...func(o, n *jsontree.Value) []string) {
		n := copied(new)
		var what []string
		for _, edit := range edits {
			what = append(what, eachObject(old, n, "", edit)...)
		}
		if len(what) > 0 {
			moves = append(moves, candidate{Step: Step{printTree(n), sentence(do, what)}, target: true})
		}
	}
	add("the new schema, with defaults for what becomes required", requiredDefaults)
	add("the new schema, with what becomes required still optional", stillOptional)
	add("the new schema, with properties that take what they took before as well", eitherSchema)
	add("the new schema, with nothing newly required and properties that take what they took before as well", stillOptional, eitherSchema)
	return moves
}

// eachObject edits a pair of object schemas and those of the properties that both have, and names what was changed by
// its path.
func eachObject(old, new *jsontree.Value, path string, edit func(o, n *jsontree.Value) []string) (what []string) {
	before := membersOf(old.Get("properties"))
	if properties := new.Get("properties"); properties != nil {
		for _, m := range properties.Members {
			if o := before[m.Name]; o != nil {
				what = append(what, eachObject(o, m.Value, path+m.Name+".", edit)...)
			}
		}
	}
	for _, name := range edit(old, new) {
		what = append(what, path+name)
	}
	return what
}

// membersOf are the members of an object by name; nil has none.
func membersOf(v *jsontree.Value) map[string]*jsontree.Value {
	members := map[string]*jsontree.Value{}
	if v != nil {
		for _, m := range v.Members {
			members[m.Name] = m.Value
		}
	}
	return members
}

// newlyRequired are the names that one object requires and another does not.
func newlyRequired(old, new *jsontree.Value) (names []string) {
	before := map[string]bool{}
	for _, item := range items(old.Get("required")) {
		before[item.Text] = true
	}
	for _, item := range items(new.Get("required")) {
		if !before[item.Text] {
			names = append(names, item.Text)
		}
	}
	return names
}

func requiredDefaults(old, new *jsontree.Value) (what []string) {
	properties := membersOf(new.Get("properties"))
	for _, name := range newlyRequired(old, new) {
		property := properties[name]
		if property == nil || property.Kind != jsontree.Object || property.Get("default") != nil {
			continue
		}
		if value := jsonZero(property); value != nil {
			set(property, "default", value)
			what = append(what, name)
		}
	}
	return what
}

// jsonZero is the emptiest value of a schema's type, nil where that is not known.
func jsonZero(s *jsontree.Value) *jsontree.Value {
	if values := items(s.Get("enum")); len(values) > 0 {
		return values[0]
	}
	t := s.Get("type")
	if !t.IsString() {
		return nil
	}
	switch t.Text {
	case "string":
		return str("")
	case "integer", "number":
		return zeros["int"]
	case "boolean":
		return zeros["boolean"]
	case "array":
		return list()
	case "object":
		return &jsontree.Value{Kind: jsontree.Object}
	case "null":
		return zeros["null"]
	}
	return nil
}

func stillOptional(old, new *jsontree.Value) []string {
	names := newlyRequired(old, new)
	slices.Sort(names)
	required := new.Get("required")
	if len(names) == 0 {
		return nil
	}
	required.Items = slices.DeleteFunc(required.Items, func(v *jsontree.Value) bool {
		_, left := slices.BinarySearch(names, v.Text)
		return left
	})
	new.Members = slices.DeleteFunc(new.Members, func(m jsontree.Member) bool { return m.Name == "required" && len(m.Value.Items) == 0 })
	return names
}

// eitherSchema lets properties that hold no objects take what either schema takes.
func eitherSchema(old, new *jsontree.Value) (what []string) {
	properties := new.Get("properties")
	if properties == nil {
		return nil
	}
	known := membersOf(old.Get("properties"))
	for i, m := range properties.Members {
		before := known[m.Name]
		if before == nil || before.Get("properties") != nil && m.Value.Get("properties") != nil || same(before, m.Value) {
			continue
		}
		either := &jsontree.Value{Kind: jsontree.Object}
		set(either, "anyOf", list(copied(before), m.Value))
		properties.Members[i].Value = either
		what = append(what, m.Name)
	}
	return what
}
