package model

import "github.com/concord-registry/concord/schema/jsontree"

// The keywords that imply a type when the schema itself names none.
var (
	numberKeywords = []string{"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"}
	stringKeywords = []string{"minLength", "maxLength", "pattern", "format"}
	arrayKeywords  = []string{"items", "additionalItems", "minItems", "maxItems", "uniqueItems"}
	objectKeywords = []string{"properties", "required", "minProperties", "maxProperties", "dependencies",
		"patternProperties", "additionalProperties"}
)

// explicitType reads `type`, with all keywords of the type; nil when there is none. A list is an anyOf.
func (k *keywords) explicitType() *Node {
	v := k.take("type")
	if v == nil {
		return nil
	}
	switch v.Kind {
	case jsontree.String:
		return k.typed(v, v.Text)
	case jsontree.Array:
		return k.oneOfTypes(v)
	}
	k.loader.fail(v, "\"type\" must be the name of a type or an array of them, found %s", aKind(v.Kind))
	return nil
}

// oneOfTypes gives every type of a list the same keywords to choose from, and crosses off what any of them took.
func (k *keywords) oneOfTypes(list *jsontree.Value) *Node {
	before := k.left
	after := make(map[string]*jsontree.Value, len(before))
	for name, v := range before {
		after[name] = v
	}
	c := &Combination{Criterion: AnyOf, Synthetic: true}
	for _, item := range list.Items {
		k.left = make(map[string]*jsontree.Value, len(before))
		for name, v := range before {
			k.left[name] = v
		}
		if part := k.typed(item, item.Text); part != nil {
			part.Source, part.At, part.Draft = k.at.value, k.at.at, k.at.doc.draft
			c.Parts = append(c.Parts, part)
		}
		for name := range before {
			if _, left := k.left[name]; !left {
				delete(after, name)
			}
		}
	}
	k.left = after
	return &Node{Kind: Combined, Combined: c}
}

// typed reads the keywords of a type by its name.
func (k *keywords) typed(v *jsontree.Value, name string) *Node {
	var node *Node
	switch name {
	case "object":
		node = k.object()
	case "array":
		node = k.array()
	case "string":
		node = k.string()
	case "number", "integer":
		node = k.number()
		node.Number.Integer = name == "integer"
	case "boolean":
		node = &Node{Kind: Boolean}
	case "null":
		node = &Node{Kind: Null}
	default:
		k.loader.fail(v, "%q is not a type; the types are object, array, string, number, integer, boolean, null", name)
		return nil
	}
	node.Typed = true
	return node
}

// implied reads the keywords that are left, a node for each type that they belong to.
func (k *keywords) implied() []*Node {
	var nodes []*Node
	if k.any(arrayKeywords) || k.anySince(Draft6, "contains") || k.anySince(Draft2019, "unevaluatedItems", "minContains", "maxContains") || k.anySince(Draft2020, "prefixItems") {
		nodes = append(nodes, k.array())
	}
	if k.any(objectKeywords) || k.anySince(Draft6, "propertyNames") || k.anySince(Draft2019, "unevaluatedProperties", "dependentRequired", "dependentSchemas") {
		nodes = append(nodes, k.object())
	}
	if k.any(numberKeywords) {
		nodes = append(nodes, k.number())
	}
	if k.any(stringKeywords) {
		nodes = append(nodes, k.string())
	}
	if node := k.conditional(); node != nil {
		nodes = append(nodes, node)
	}
	return nodes
}

func (k *keywords) any(names []string) bool {
	for _, name := range names {
		if k.left[name] != nil {
			return true
		}
	}
	return false
}

func (k *keywords) anySince(draft Draft, names ...string) bool {
	return k.at.doc.draft >= draft && k.any(names)
}
