package model

import (
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// dynamic reads `$recursiveRef` and `$dynamicRef` of a schema.
func (l *loader) dynamic(node *Node, at location) {
	keyword := map[Draft]string{Draft2019: "$recursiveRef", Draft2020: "$dynamicRef"}[at.doc.draft]
	ref := at.value.Get(keyword)
	if keyword == "" || ref == nil {
		return
	}
	to, ok := l.only(at, ref)
	if !ok {
		node.Undecided = true
		return
	}
	target := l.targets[ref]
	if target == nil {
		target = &Node{}
		l.targets[ref] = target
		l.pending = append(l.pending, pendingNode{target, to})
	}
	node.Dynamic = &Node{Kind: Reference, Source: at.value, At: at.at, Draft: at.doc.draft, Target: target}
}

// only is the one schema that a dynamic reference can lead to. There is one in a text that refers to no others and is one
// resource, unless two anchors of the text have the name: then it depends on the way that led there.
func (l *loader) only(at location, ref *jsontree.Value) (to location, ok bool) {
	root := l.resolver.root
	if len(l.resolver.byURI) > 0 || at.doc != root || !ref.IsString() || !strings.HasPrefix(ref.Text, "#") {
		return location{}, false
	}
	if l.names == nil {
		l.names = &names{anchors: map[string]int{}}
		l.names.count(root.Root)
	}
	if l.names.ids > 1 || l.names.ids == 1 && root.Root.Get("$id") == nil || l.names.anchors[ref.Text[1:]] > 1 {
		return location{}, false
	}
	return l.resolver.find(at, ref.Text)
}

// names counts what names schemas in a text, wherever it stands.
type names struct {
	anchors map[string]int
	ids     int
}

func (n *names) count(v *jsontree.Value) {
	for _, m := range v.Members {
		switch {
		case m.Name == "$id" && m.Value.IsString():
			n.ids++
		case m.Name == "$dynamicAnchor" && m.Value.IsString():
			n.anchors[m.Value.Text]++
		}
		n.count(m.Value)
	}
	for _, item := range v.Items {
		n.count(item)
	}
}
