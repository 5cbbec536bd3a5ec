package model

import (
	"fmt"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxNodes bounds the nodes of one load. Recursive definitions of modern drafts are read once for each reference to them
// (see [loader.reference]); past half of the bound they are shared.
const maxNodes = 400_000

// Load reads the schema of root. With strict it returns a *[schema.Error] for what the reference refuses; without, it
// returns an error only for schemas of more than 400 000 nodes.
func Load(root *Document, dependencies []*Document, strict bool) (node *Node, err error) {
	detect(root, dependencies)
	l := &loader{
		resolver: newResolver(root, dependencies),
		strict:   strict,
		modern:   root.draft.Modern(),
		targets:  map[*jsontree.Value]*Node{},
	}
	defer func() {
		if r := recover(); r != nil {
			refusal, ok := r.(*schema.Error)
			if !ok {
				panic(r)
			}
			node, err = nil, refusal
		}
	}()
	node = l.schema(root.start())
	for len(l.pending) > 0 {
		next := l.pending[len(l.pending)-1]
		l.pending = l.pending[:len(l.pending)-1]
		*next.node = *l.schema(next.at)
	}
	if !strict {
		fingerprints(node)
	}
	return node, nil
}

// loader builds the nodes of one schema. References are read after what refers to them, from a list, so that a chain of
// them cannot exhaust the stack.
type loader struct {
	resolver *resolver
	strict   bool
	modern   bool
	count    int
	// unread counts the keywords that were dropped.
	unread int
	// targets are the nodes of referenced schemas: by what is referred to in the old drafts, by the reference in the
	// modern ones.
	targets map[*jsontree.Value]*Node
	pending []pendingNode
	// names are counted when a dynamic reference needs them.
	names *names
}

type pendingNode struct {
	node *Node
	at   location
}

// fail refuses the schema, in a strict load; otherwise the caller goes on without what it wanted to read.
func (l *loader) fail(at *jsontree.Value, format string, args ...any) {
	l.unread++
	if l.strict {
		panic(schema.Errorf(schema.JSON, at.At, format, args...))
	}
}

// schema reads one schema.
func (l *loader) schema(at location) *Node {
	if l.count++; l.count > maxNodes {
		panic(schema.Errorf(schema.JSON, at.value.At, "the schema unfolds to more than %d schemas; refer to fewer or smaller definitions", maxNodes))
	}
	switch {
	case at.value.Kind == jsontree.Bool:
		if at.value.Bool {
			return &Node{Kind: Empty, Source: at.value, At: at.at}
		}
		return &Node{Kind: False, Source: at.value, At: at.at}
	case at.value.Kind != jsontree.Object:
		l.fail(at.value, "a schema must be an object or a boolean, found %s", aKind(at.value.Kind))
		return &Node{Kind: Empty, Source: at.value, At: at.at}
	}
	return l.object(at.rebased())
}

// object reads a schema that is an object: one node for each kind of keywords, joined by a synthetic allOf when there are
// several.
func (l *loader) object(at location) *Node {
	unread := l.unread
	k := &keywords{loader: l, at: at, left: make(map[string]*jsontree.Value, len(at.value.Members))}
	for _, m := range at.value.Members {
		k.left[m.Name] = m.Value
	}
	var parts []*Node
	if ref := k.left["$ref"]; ref != nil {
		parts = append(parts, l.reference(at, ref))
	}
	if len(parts) == 0 || at.doc.draft.Modern() {
		parts = append(parts, k.parts()...)
	}
	node := &Node{Kind: Empty}
	switch {
	case len(parts) == 1:
		node = parts[0]
	case len(parts) > 1:
		node = &Node{Kind: Combined, Combined: &Combination{Criterion: AllOf, Parts: parts, Synthetic: true}}
	}
	node.Source, node.At, node.Draft = at.value, at.at, at.doc.draft
	k.annotate(node)
	l.dynamic(node, at)
	node.Unread = l.unread > unread || at.doc.Root == anySchema
	return node
}

// reference makes the node of a `$ref`. The reference registry reads a definition of the old drafts once, and one of the
// modern drafts once for each `$ref` to it; which nodes are the same decides how often a recursive schema's differences
// are reported.
func (l *loader) reference(at location, ref *jsontree.Value) *Node {
	node := &Node{Kind: Reference, Source: at.value, At: at.at}
	if ref.Kind != jsontree.String {
		l.fail(ref, "\"$ref\" must be a string, found %s", aKind(ref.Kind))
		return node
	}
	to, ok := l.resolver.find(at, ref.Text)
	if !ok {
		l.fail(ref, "\"$ref\": %q leads nowhere; add the schema it means to the references, under that name", ref.Text)
		return node
	}
	key := to.value
	if l.modern && l.count < maxNodes/2 {
		key = at.value
	}
	target := l.targets[key]
	if target == nil {
		target = &Node{}
		l.targets[key] = target
		l.pending = append(l.pending, pendingNode{target, to})
	}
	node.Target = target
	return node
}

func aKind(k jsontree.Kind) string {
	switch k {
	case jsontree.Array, jsontree.Object:
		return "an " + k.String()
	case jsontree.Null:
		return "null"
	}
	return fmt.Sprintf("a %s", k)
}
