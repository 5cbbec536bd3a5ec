package model

import "github.com/concord-registry/concord/schema/jsontree"

// array reads the keywords of arrays.
func (k *keywords) array() *Node {
	draft := k.at.doc.draft
	a := &ArrayRules{
		Min:    k.takeCount("minItems"),
		Max:    k.takeCount("maxItems"),
		Unique: k.takeBool("uniqueItems"),
	}
	if draft.Modern() && k.left["prefixItems"] != nil {
		a.IsTuple, a.Tuple = true, k.schemaList("prefixItems", k.take("prefixItems"))
		a.Additional = k.takeOpen("items")
	} else {
		k.items(a)
		a.Additional = k.takeOpen("additionalItems")
	}
	if draft >= Draft6 {
		a.Contains = k.takeSchema("contains")
	}
	a.Unevaluated = k.takeUnevaluated("unevaluatedItems")
	a.CountsContains = draft.Modern()
	a.MinContains, a.MaxContains = k.takeCount("minContains"), k.takeCount("maxContains")
	a.Lost = k.losesKeywords()
	return &Node{Kind: Array, Array: a}
}

// items reads `items`: a schema for all, or up to draft 7 a list of schemas by position.
func (k *keywords) items(a *ArrayRules) {
	v := k.take("items")
	switch {
	case v == nil:
	case v.Kind == jsontree.Array && (!k.at.doc.draft.Modern() || !k.loader.strict):
		a.IsTuple, a.Tuple = true, k.schemaList("items", v)
	default:
		a.Items = k.loader.schema(k.at.child(v, "items"))
	}
}

func (k *keywords) schemaList(keyword string, v *jsontree.Value) []*Node {
	if v.Kind != jsontree.Array {
		k.loader.fail(v, "%q must be an array of schemas, found %s", keyword, aKind(v.Kind))
		return nil
	}
	nodes := make([]*Node, 0, len(v.Items))
	for i, item := range v.Items {
		nodes = append(nodes, k.loader.schema(k.at.item(item, keyword, i)))
	}
	return nodes
}
