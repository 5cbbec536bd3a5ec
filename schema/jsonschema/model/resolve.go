package model

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// Document is one text that references can lead into.
type Document struct {
	// Name is the name of the reference that brought it; empty for the schema itself.
	Name string
	Root *jsontree.Value

	draft Draft
	// uri is where the document was registered, which its own id is relative to.
	uri string
	// ids are the schemas of the document that carry an id or anchor, by absolute URI without an empty fragment.
	ids map[string]location
	// found says that ids is complete.
	found bool
}

// location is one schema of a document: its value, its JSON pointer and the URI that relative references start from.
type location struct {
	doc   *Document
	value *jsontree.Value
	base  string
	at    string
}

func (at location) child(value *jsontree.Value, keys ...string) location {
	at.value = value
	for _, key := range keys {
		at.at += "/" + pointerEscaper.Replace(key)
	}
	return at
}

func (at location) item(value *jsontree.Value, keyword string, i int) location {
	return at.child(value, keyword, strconv.Itoa(i))
}

var (
	pointerEscaper   = strings.NewReplacer("~", "~0", "/", "~1")
	pointerUnescaper = strings.NewReplacer("~1", "/", "~0", "~")
)

// resolver finds what a `$ref` leads to.
type resolver struct {
	root  *Document
	byURI map[string]*Document
}

// newResolver registers the dependencies under their names, resolved against the id of the schema where it has one. The
// names of modern drafts are also known without a leading "./".
func newResolver(root *Document, dependencies []*Document) *resolver {
	r := &resolver{root: root, byURI: make(map[string]*Document, len(dependencies))}
	base := root.base()
	for _, d := range dependencies {
		uri := join(base, d.Name)
		d.register(r.byURI, uri)
		if root.draft.Modern() {
			d.register(r.byURI, d.Name)
			d.register(r.byURI, join(uri, d.Name))
			d.register(r.byURI, strings.TrimPrefix(d.Name, "./"))
		}
	}
	return r
}

func (d *Document) register(byURI map[string]*Document, uri string) {
	uri = strings.TrimSuffix(uri, "#")
	if _, known := byURI[uri]; !known {
		byURI[uri] = d
	}
	if d.uri == "" {
		d.uri = uri
	}
}

// base is the document's own id, without fragment; empty when it has none.
func (d *Document) base() string {
	id := d.Root.Get(d.draft.idKeyword())
	if !id.IsString() || strings.HasPrefix(id.Text, "#") {
		return ""
	}
	uri, _, _ := strings.Cut(id.Text, "#")
	return uri
}

// start is the root of d.
func (d *Document) start() location {
	at := location{doc: d, value: d.Root, base: d.uri}
	if own := d.base(); own != "" {
		at.base = join(d.uri, own)
	}
	return at
}

// join resolves ref against base. An empty base gives ref as it is written, and so does one that cannot be a base.
func join(base, ref string) string {
	if base == "" {
		return ref
	}
	b, err := url.Parse(base)
	if err != nil || b.Opaque != "" {
		return ref
	}
	r, err := url.Parse(ref)
	if err != nil {
		return ref
	}
	if b.Scheme == "" && b.Host == "" && !strings.HasPrefix(b.Path, "/") && r.Scheme == "" && !strings.HasPrefix(ref, "/") {
		// net/url roots relative paths; a relative base stays relative.
		return strings.TrimPrefix((&url.URL{Path: "/" + b.Path}).ResolveReference(r).String(), "/")
	}
	return b.ResolveReference(r).String()
}

// find follows ref from a location. ok is false when it leads nowhere.
func (r *resolver) find(from location, ref string) (to location, ok bool) {
	if strings.HasPrefix(ref, "#") {
		if to, ok := from.doc.fragment(from.doc.start(), ref[1:]); ok {
			return to, true
		}
	}
	uri := join(from.base, ref)
	address, fragment, _ := strings.Cut(uri, "#")
	if doc := r.document(from, address); doc != nil {
		return doc.fragment(doc.start(), fragment)
	}
	if to, ok := from.doc.byID(uri); ok {
		return to, true
	}
	if to, ok := from.doc.byID(address); ok {
		return from.doc.fragment(to, fragment)
	}
	return location{}, false
}

// document is the one that an address without fragment names, nil when nobody knows it.
func (r *resolver) document(from location, address string) *Document {
	if address == "" || address == from.doc.start().base {
		return from.doc
	}
	if doc := r.byURI[address]; doc != nil {
		return doc
	}
	if r.root.draft.Modern() {
		if doc := r.byURI[strings.TrimPrefix(address, "./")]; doc != nil {
			return doc
		}
	}
	if address == r.root.base() {
		return r.root
	}
	return bundled(address)
}

// fragment follows a JSON pointer or an anchor from the root of a document or of an embedded resource.
func (d *Document) fragment(start location, fragment string) (location, bool) {
	if fragment == "" {
		return start, true
	}
	if text, err := url.PathUnescape(fragment); err == nil {
		fragment = text
	}
	if !strings.HasPrefix(fragment, "/") {
		return d.byID(strings.TrimSuffix(start.base, "#") + "#" + fragment)
	}
	at := start
	for _, key := range strings.Split(fragment[1:], "/") {
		next, ok := at.step(pointerUnescaper.Replace(key))
		if !ok {
			return location{}, false
		}
		at = next
	}
	return at, true
}

// step goes one key of a pointer down. `$defs` at the top also finds what stands in `definitions`, and `$id`s on the way
// change the base.
func (at location) step(key string) (location, bool) {
	var value *jsontree.Value
	switch at.value.Kind {
	case jsontree.Object:
		value = at.value.Get(key)
		if value == nil && key == "$defs" && at.at == "" {
			value = at.value.Get("definitions")
		}
	case jsontree.Array:
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(at.value.Items) {
			value = at.value.Items[i]
		}
	}
	if value == nil {
		return location{}, false
	}
	next := at.child(value, key)
	return next.rebased(), true
}

// rebased is at with the base that an id of the schema itself gives.
func (at location) rebased() location {
	if at.at == "" {
		return at
	}
	if id := at.value.Get(at.doc.draft.idKeyword()); id.IsString() && !strings.HasPrefix(id.Text, "#") {
		at.base = join(at.base, id.Text)
	}
	return at
}

// byID finds a schema of the document by its id or anchor.
func (d *Document) byID(uri string) (location, bool) {
	if !d.found {
		d.ids, d.found = map[string]location{}, true
		d.collect(d.start())
	}
	at, ok := d.ids[strings.TrimSuffix(uri, "#")]
	return at, ok
}

// collect records ids and anchors below a value, wherever they stand.
func (d *Document) collect(at location) {
	if at.value.Kind == jsontree.Object {
		at = at.rebased()
		for _, keyword := range []string{"$id", "id"} {
			if id := at.value.Get(keyword); id.IsString() && keyword == d.draft.idKeyword() {
				d.remember(join(at.base, id.Text), at)
			}
		}
		for _, keyword := range []string{"$anchor", "$dynamicAnchor"} {
			if anchor := at.value.Get(keyword); anchor.IsString() {
				d.remember(at.base+"#"+anchor.Text, at)
			}
		}
	}
	for _, m := range at.value.Members {
		d.collect(at.child(m.Value, m.Name))
	}
	for i, item := range at.value.Items {
		d.collect(at.child(item, strconv.Itoa(i)))
	}
}

func (d *Document) remember(uri string, at location) {
	uri = strings.TrimSuffix(uri, "#")
	if _, known := d.ids[uri]; !known {
		d.ids[uri] = at
	}
}
