package reference

import "github.com/concord-registry/concord/schema/jsonschema/model"

// What dependencies give.
const (
	DependencyAdded       Type = "DEPENDENCY_ARRAY_ADDED"
	DependencyExtended    Type = "DEPENDENCY_ARRAY_EXTENDED"
	DependencyChanged     Type = "DEPENDENCY_ARRAY_CHANGED"
	DependencySchemaAdded Type = "DEPENDENCY_SCHEMA_ADDED"
)

// dependencies compares what the presence of a property asks for.
func (c *comparer) dependencies(l *list, w, r *model.ObjectRules) {
	for _, d := range r.Dependencies {
		writer, found := dependencyOf(w, d)
		path := []string{"dependencies", d.Name}
		switch {
		case d.Schema != nil && !found:
			l.between(nil, d.Schema, DependencySchemaAdded, path...)
		case d.Schema != nil:
			l.include(c.at(writer.Schema, d.Schema, path...))
		case !found:
			l.add(DependencyAdded, path...)
		default:
			l.dependencyArray(set(writer.Required), set(d.Required), path)
		}
	}
}

func (l *list) dependencyArray(writer, reader map[string]bool, path []string) {
	switch {
	case containsAll(writer, reader):
	case containsAll(reader, writer):
		l.add(DependencyExtended, path...)
	default:
		l.add(DependencyChanged, path...)
	}
}

// dependencyOf finds the dependency of the same name and form.
func dependencyOf(o *model.ObjectRules, d model.Dependency) (model.Dependency, bool) {
	for _, other := range o.Dependencies {
		if other.Name == d.Name && (other.Schema == nil) == (d.Schema == nil) {
			return other, true
		}
	}
	return model.Dependency{}, false
}
