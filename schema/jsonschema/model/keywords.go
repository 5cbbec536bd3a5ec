package model

import (
	"math/big"

	"github.com/concord-registry/concord/schema/jsontree"
)

// keywords are the members of one schema that no node has taken yet.
type keywords struct {
	loader *loader
	at     location
	left   map[string]*jsontree.Value
}

// take returns a keyword and crosses it off; nil when it is absent.
func (k *keywords) take(name string) *jsontree.Value {
	v := k.left[name]
	delete(k.left, name)
	return v
}

// parts are the nodes of the schema in the order in which the reference builds them.
func (k *keywords) parts() []*Node {
	var parts []*Node
	add := func(node *Node) {
		if node != nil {
			node.Source, node.At, node.Draft = k.at.value, k.at.at, k.at.doc.draft
			parts = append(parts, node)
		}
	}
	add(k.enum())
	for _, criterion := range []Criterion{AllOf, AnyOf, OneOf} {
		add(k.combination(criterion))
	}
	add(k.not())
	add(k.constant())
	add(k.explicitType())
	for _, node := range k.implied() {
		add(node)
	}
	return parts
}

func (k *keywords) enum() *Node {
	v := k.take("enum")
	if v == nil {
		return nil
	}
	if v.Kind != jsontree.Array {
		k.loader.fail(v, "\"enum\" must be an array, found %s", aKind(v.Kind))
		return nil
	}
	return &Node{Kind: Enum, Values: v.Items}
}

func (k *keywords) constant() *Node {
	if k.at.doc.draft < Draft6 {
		return nil
	}
	if v := k.take("const"); v != nil {
		return &Node{Kind: Const, Values: []*jsontree.Value{v}}
	}
	return nil
}

func (k *keywords) not() *Node {
	if v := k.take("not"); v != nil {
		return &Node{Kind: Not, Negated: k.loader.schema(k.at.child(v, "not"))}
	}
	return nil
}

func (k *keywords) combination(criterion Criterion) *Node {
	v := k.take(string(criterion))
	if v == nil {
		return nil
	}
	if v.Kind != jsontree.Array {
		k.loader.fail(v, "%q must be an array of schemas, found %s", criterion, aKind(v.Kind))
		return nil
	}
	c := &Combination{Criterion: criterion}
	for i, part := range v.Items {
		c.Parts = append(c.Parts, k.loader.schema(k.at.item(part, string(criterion), i)))
	}
	return &Node{Kind: Combined, Combined: c}
}

func (k *keywords) conditional() *Node {
	if k.at.doc.draft < Draft7 {
		return nil
	}
	node := &Node{Kind: Conditional}
	found := false
	for keyword, to := range map[string]**Node{"if": &node.If, "then": &node.Then, "else": &node.Else} {
		if v := k.take(keyword); v != nil {
			*to, found = k.loader.schema(k.at.child(v, keyword)), true
		}
	}
	if !found {
		return nil
	}
	return node
}

// annotate reads what every schema may say beside its keywords.
func (k *keywords) annotate(node *Node) {
	node.ID = k.text(k.at.doc.draft.idKeyword())
	node.Title, node.Description = k.text("title"), k.text("description")
	node.Default = k.left["default"]
	flags := []string{"nullable"}
	if k.at.doc.draft == Draft7 {
		flags = append(flags, "readOnly", "writeOnly")
	}
	for _, flag := range flags {
		if v := k.left[flag]; v != nil && !k.at.doc.draft.Modern() && v.Kind != jsontree.Bool {
			k.loader.fail(v, "%q must be true or false, found %s", flag, aKind(v.Kind))
		}
	}
}

func (k *keywords) text(name string) *string {
	v := k.left[name]
	if v == nil {
		return nil
	}
	if v.Kind != jsontree.String {
		k.loader.fail(v, "%q must be a string, found %s", name, aKind(v.Kind))
		return nil
	}
	return &v.Text
}

// takeText is text of a keyword that is crossed off.
func (k *keywords) takeText(name string) *string {
	text := k.text(name)
	delete(k.left, name)
	return text
}

func (k *keywords) takeBool(name string) bool {
	v := k.take(name)
	if v != nil && v.Kind != jsontree.Bool {
		k.loader.fail(v, "%q must be true or false, found %s", name, aKind(v.Kind))
	}
	return v != nil && v.Bool
}

// takeNumber reads a number exactly; exponents beyond what arithmetic should be asked to do count as no number.
func (k *keywords) takeNumber(name string) *big.Rat {
	v := k.take(name)
	if v == nil {
		return nil
	}
	if v.Kind != jsontree.Number {
		k.loader.fail(v, "%q must be a number, found %s", name, aKind(v.Kind))
		return nil
	}
	n := Rat(v.Text)
	if n == nil {
		k.loader.unread++
	}
	return n
}

// takeCount reads an integer of 32 bits. The old drafts ask for it to be written without fraction and exponent.
func (k *keywords) takeCount(name string) *big.Rat {
	v := k.take(name)
	if v == nil {
		return nil
	}
	if n := countOf(v, k.at.doc.draft); n != nil {
		return n
	}
	k.loader.fail(v, "%q must be an integer written without fraction and exponent, as in 5", name)
	return nil
}

// takeSchema reads a keyword that holds one schema.
func (k *keywords) takeSchema(name string) *Node {
	if v := k.take(name); v != nil {
		return k.loader.schema(k.at.child(v, name))
	}
	return nil
}

// takeOpen reads a keyword that holds a boolean or a schema.
func (k *keywords) takeOpen(name string) Open {
	v := k.take(name)
	switch {
	case v == nil:
		return Open{Allowed: true}
	case v.Kind == jsontree.Bool:
		return Open{Set: true, Allowed: v.Bool}
	}
	return Open{Set: true, Allowed: true, Schema: k.loader.schema(k.at.child(v, name))}
}

// losesKeywords reports whether the reference loses `unevaluated…`, `minContains` and `maxContains` of the schema: it does
// in the modern drafts beside `$defs`.
func (k *keywords) losesKeywords() bool {
	return k.at.doc.draft.Modern() && k.at.value.Get("$defs") != nil
}

// takeUnevaluated reads a keyword that holds a schema, of which false is told apart.
func (k *keywords) takeUnevaluated(name string) Open {
	v := k.take(name)
	switch {
	case v == nil:
		return Open{Allowed: true}
	case v.Kind == jsontree.Bool && !v.Bool:
		return Open{Set: true}
	}
	return Open{Set: true, Allowed: true, Schema: k.loader.schema(k.at.child(v, name))}
}

// takeMembers are those of a keyword that holds an object.
func (k *keywords) takeMembers(name string) []jsontree.Member {
	v := k.take(name)
	if v == nil {
		return nil
	}
	if v.Kind != jsontree.Object {
		k.loader.fail(v, "%q must be an object, found %s", name, aKind(v.Kind))
	}
	return v.Members
}

// takeSchemas reads a keyword that holds an object of schemas.
func (k *keywords) takeSchemas(name string) []Property {
	members := k.takeMembers(name)
	properties := make([]Property, 0, len(members))
	for _, m := range members {
		properties = append(properties, Property{m.Name, k.loader.schema(k.at.child(m.Value, name, m.Name))})
	}
	return properties
}

// strings reads an array of strings.
func (k *keywords) strings(name string, v *jsontree.Value) []string {
	if v.Kind != jsontree.Array {
		k.loader.fail(v, "%q must be an array of strings, found %s", name, aKind(v.Kind))
		return nil
	}
	texts := make([]string, 0, len(v.Items))
	for _, item := range v.Items {
		if item.Kind != jsontree.String {
			k.loader.fail(item, "%q must be an array of strings, found %s in it", name, aKind(item.Kind))
			continue
		}
		texts = append(texts, item.Text)
	}
	return texts
}
