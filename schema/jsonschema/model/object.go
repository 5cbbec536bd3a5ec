package model

import "github.com/concord-registry/concord/schema/jsontree"

// object reads the keywords of objects.
func (k *keywords) object() *Node {
	draft := k.at.doc.draft
	o := &ObjectRules{
		Min:        k.takeCount("minProperties"),
		Max:        k.takeCount("maxProperties"),
		Properties: k.takeProperties(),
		Patterns:   k.takePatterns(),
		Additional: k.takeOpen("additionalProperties"),
	}
	if v := k.take("required"); v != nil {
		o.Required = k.strings("required", v)
	}
	o.Dependencies = k.dependencies()
	if draft >= Draft6 {
		o.PropertyNames = k.takeSchema("propertyNames")
	}
	o.Unevaluated = k.takeUnevaluated("unevaluatedProperties")
	o.Lost = k.losesKeywords()
	o.Index()
	return &Node{Kind: Object, Object: o}
}

// takeProperties reads `properties`. Up to draft 7 an `$id` in it that is no schema is read over, as the reference does.
func (k *keywords) takeProperties() []Property {
	var properties []Property
	for _, m := range k.takeMembers("properties") {
		if m.Name == k.at.doc.draft.idKeyword() && m.Value.Kind != jsontree.Object {
			k.loader.unread++
			continue
		}
		properties = append(properties, Property{m.Name, k.loader.schema(k.at.child(m.Value, "properties", m.Name))})
	}
	return properties
}

func (k *keywords) takePatterns() []Property {
	v := k.left["patternProperties"]
	patterns := k.takeSchemas("patternProperties")
	for _, p := range patterns {
		if err := CheckPattern(p.Name); err != nil {
			k.loader.fail(v, "\"patternProperties\": %s", err)
		}
	}
	return patterns
}

// dependencies reads `dependencies`, and in the modern drafts the two keywords that replaced it.
func (k *keywords) dependencies() []Dependency {
	var list []Dependency
	for _, keyword := range []string{"dependencies", "dependentRequired", "dependentSchemas"} {
		if keyword != "dependencies" && !k.at.doc.draft.Modern() {
			continue
		}
		for _, m := range k.takeMembers(keyword) {
			d := Dependency{Name: m.Name}
			if m.Value.Kind == jsontree.Array && keyword != "dependentSchemas" {
				d.Required = k.strings(keyword, m.Value)
			} else {
				d.Schema = k.loader.schema(k.at.child(m.Value, keyword, m.Name))
			}
			list = append(list, d)
		}
	}
	return list
}
