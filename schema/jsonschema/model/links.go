package model

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// Links follows the references of a schema by its text, for those who read the text and not its nodes.
type Links struct {
	resolver *resolver
}

// NewLinks prepares root and what it refers to. The documents belong to the Links from then on.
func NewLinks(root *Document, dependencies []*Document) *Links {
	detect(root, dependencies)
	return &Links{newResolver(root, dependencies)}
}

// detect sets the drafts of the documents: a dependency that names none is read as the schema that refers to it is.
func detect(root *Document, dependencies []*Document) {
	root.draft = DraftOf(root.Root)
	for _, d := range dependencies {
		d.draft = root.draft
		if d.Root.Get("$schema") != nil {
			d.draft = DraftOf(d.Root)
		}
	}
}

// Location is one schema in one of the documents.
type Location struct{ location location }

// Start is the root of the schema.
func (l *Links) Start() Location { return Location{l.resolver.root.start()} }

// Follow is where the `$ref` of a schema leads, and the name that it leads by: the last segment of its fragment. ok is
// false when there is none, or when it leads nowhere.
func (l *Links) Follow(at Location) (to Location, name string, ok bool) {
	ref := at.location.value.Get("$ref")
	if !ref.IsString() {
		return Location{}, "", false
	}
	found, ok := l.resolver.find(at.location.rebased(), ref.Text)
	if !ok {
		return Location{}, "", false
	}
	if i := strings.LastIndexByte(ref.Text, '/'); i >= 0 && strings.Contains(ref.Text, "#/") {
		name = pointerUnescaper.Replace(ref.Text[i+1:])
	}
	return Location{found}, name, true
}

// Value is the text of the schema.
func (at Location) Value() *jsontree.Value { return at.location.value }

// Document is the root of the document that the schema stands in.
func (at Location) Document() *jsontree.Value { return at.location.doc.Root }

// Child is a schema below at, by its keyword and name.
func (at Location) Child(value *jsontree.Value, keys ...string) Location {
	return Location{at.location.child(value, keys...).rebased()}
}

// Item is a schema of a list below at.
func (at Location) Item(value *jsontree.Value, keyword string, i int) Location {
	return Location{at.location.item(value, keyword, i).rebased()}
}

// Refers reports whether the text of a schema refers to another one somewhere.
func Refers(v *jsontree.Value) bool {
	return v.Get("$ref") != nil || slices.ContainsFunc(v.Items, Refers) ||
		slices.ContainsFunc(v.Members, func(m jsontree.Member) bool { return Refers(m.Value) })
}
