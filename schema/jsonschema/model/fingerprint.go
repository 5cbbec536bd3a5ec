package model

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// Fingerprint is the same for schemas that say the same: whose texts are equal up to the order of members and the
// annotations at their roots, in one draft, and that refer to schemas of which this is true. The zero Fingerprint says
// nothing: what a schema means depends on who refers to it, or it refers to too much.
type Fingerprint [16]byte

// annotations are the keywords that no value is refused for.
var annotations = map[string]bool{
	"title": true, "description": true, "default": true, "examples": true, "$comment": true, "$id": true, "id": true,
	"definitions": true, "$defs": true, "deprecated": true, "readOnly": true, "writeOnly": true, "format": true,
}

// IsAnnotation reports whether no value is refused for a keyword.
func IsAnnotation(keyword string) bool { return annotations[keyword] }

// maxReferred bounds the references that are followed for one schema, maxFollowed those for all of a text.
const (
	maxReferred = 500
	maxFollowed = 200_000
)

// printer computes the fingerprints of the nodes of one load.
type printer struct {
	values   map[*jsontree.Value][sha256.Size]byte
	below    map[*Node]*referred
	followed int
}

// referred lists the references in the text of a schema. open says that one of them leads nowhere, or not to one place.
type referred struct {
	list []reference
	open bool
}

// reference is one that a schema makes, by its words and by where it leads.
type reference struct {
	words  string
	target *Node
}

// fingerprints sets those of root and of everything that it refers to.
func fingerprints(root *Node) {
	p := &printer{values: map[*jsontree.Value][sha256.Size]byte{}, below: map[*Node]*referred{}}
	seen := map[*Node]bool{root: true}
	for todo := []*Node{root}; len(todo) > 0; {
		n := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		n.Fingerprint = p.print(n)
		for _, next := range append(n.Children(), n.Target, n.Dynamic) {
			if next != nil && !seen[next] {
				seen[next] = true
				todo = append(todo, next)
			}
		}
	}
}

func (p *printer) print(n *Node) Fingerprint {
	refers := p.references(n)
	n.Closed = len(refers.list) == 0 && !refers.open
	own := p.own(n)
	if n.Closed {
		return Fingerprint(own[:16])
	}
	all, ok := p.closure(refers)
	if !ok {
		return Fingerprint{}
	}
	sum := sha256.Sum256([]byte(string(own[:]) + strings.Join(all, "")))
	return Fingerprint(sum[:16])
}

// closure lists what references lead to, and what that refers to in turn.
func (p *printer) closure(refers *referred) (all []string, ok bool) {
	seen := map[string]bool{}
	for todo := []*referred{refers}; len(todo) > 0; todo = todo[1:] {
		if todo[0].open {
			return nil, false
		}
		for _, r := range todo[0].list {
			own := p.own(r.target)
			entry := r.words + "\x00" + string(own[:])
			if p.followed++; p.followed > maxFollowed || len(seen) > maxReferred {
				return nil, false
			}
			if !seen[entry] {
				seen[entry] = true
				all = append(all, entry)
				todo = append(todo, p.references(r.target))
			}
		}
	}
	slices.Sort(all)
	return all, true
}

// references are those in the text of a schema.
func (p *printer) references(n *Node) *referred {
	if known := p.below[n]; known != nil {
		return known
	}
	out := &referred{open: n.Undecided}
	p.below[n] = out
	if n.Kind == Reference {
		out.add("$ref", n, n.Target)
	}
	if n.Dynamic != nil {
		out.add("dynamic", n, n.Dynamic.Target)
	}
	for _, child := range n.Children() {
		inner := p.references(child)
		out.open = out.open || inner.open
		out.list = append(out.list, inner.list...)
	}
	return out
}

func (r *referred) add(keyword string, n, target *Node) {
	if target == nil {
		r.open = true
		return
	}
	words := keyword
	for _, name := range []string{"$ref", "$dynamicRef", "$recursiveRef"} {
		if v := n.Source.Get(name); v.IsString() {
			words += " " + v.Text
		}
	}
	r.list = append(r.list, reference{words, target})
}

// own is what a node says by itself: which part of its text it is, and the text without annotations.
func (p *printer) own(n *Node) [sha256.Size]byte {
	flags := byte(0)
	for i, flag := range []bool{n.Typed, n.Kind == Number && n.Number.Integer, n.Kind == Combined && n.Combined.Synthetic} {
		if flag {
			flags |= 1 << i
		}
	}
	h := []byte{byte(n.Draft), byte(n.Kind), flags}
	if n.Kind == Combined {
		h = append(h, n.Combined.Criterion...)
	}
	text := p.object(n.Source, annotations)
	if n.Source.Kind != jsontree.Object {
		text = p.value(n.Source)
	}
	return sha256.Sum256(append(h, text[:]...))
}

// value is the same for texts that are equal up to the order of members.
func (p *printer) value(v *jsontree.Value) [sha256.Size]byte {
	if sum, known := p.values[v]; known {
		return sum
	}
	var sum [sha256.Size]byte
	if v.Kind == jsontree.Object {
		sum = p.object(v, nil)
	} else {
		h := []byte{byte(v.Kind), 0}
		if v.Bool {
			h[1] = 1
		}
		h = append(h, v.Text...)
		for _, item := range v.Items {
			inner := p.value(item)
			h = append(h, inner[:]...)
		}
		sum = sha256.Sum256(h)
	}
	p.values[v] = sum
	return sum
}

func (p *printer) object(v *jsontree.Value, without map[string]bool) [sha256.Size]byte {
	members := make([]string, 0, len(v.Members))
	for _, m := range v.Members {
		if !without[m.Name] {
			inner := p.value(m.Value)
			members = append(members, string(binary.AppendUvarint(nil, uint64(len(m.Name))))+m.Name+string(inner[:]))
		}
	}
	slices.Sort(members)
	return sha256.Sum256([]byte("{" + strings.Join(members, "")))
}
