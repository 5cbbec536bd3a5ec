package diff

import (
	"cmp"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
)

// comparison walks two documents side by side.
type comparison struct {
	format   schema.Type
	old, new side
	changes  []Change
	// said are the changes that were listed: a type that is used in many places changes once.
	said map[saying]bool
	// renamed are the roots that were matched although their names differ, empty where there are none.
	renamed [2]string
	// entered are the paths whose fields were compared: branches of a union can share one.
	entered map[[2]string]bool
}

// saying identifies a change of a declaration.
type saying struct {
	kind     Kind
	old, new schema.Span
}

// side is one document, its fields by the path of what contains them.
type side struct {
	*schema.Document
	within map[string][]*schema.Field
	avro   avroFacts
}

func newComparison(old, new schema.Parsed) *comparison {
	return &comparison{
		format: new.Type(), old: newSide(old), new: newSide(new),
		said: map[saying]bool{}, entered: map[[2]string]bool{},
	}
}

func newSide(s schema.Parsed) side {
	d := side{s.Document(), map[string][]*schema.Field{}, newAvroFacts(s)}
	for i := range d.Fields {
		f := &d.Fields[i]
		parent := strings.TrimSuffix(f.Path, "."+f.Name)
		d.within[parent] = append(d.within[parent], f)
	}
	return d
}

// roots are the paths that contain fields and are no fields themselves: the root's name, or those of the records that a
// root which is no record consists of.
func (s side) roots() []string {
	known := map[string]bool{}
	for i := range s.Fields {
		known[s.Fields[i].Path] = true
	}
	var roots []string
	if n := s.avro.root; n != nil && n.Kind.Named() {
		roots = append(roots, s.Name)
		known[s.Name] = true
	}
	for i := range s.Fields {
		f := &s.Fields[i]
		parent := strings.TrimSuffix(f.Path, "."+f.Name)
		if !known[parent] {
			known[parent] = true
			roots = append(roots, parent)
		}
	}
	return roots
}

func (c *comparison) run() {
	old, new := c.old.roots(), c.new.roots()
	c.renamed = c.matchRoots(old, new)
	c.heads()
	if c.renamed[0] != "" {
		c.fields(c.renamed[0], c.renamed[1])
	}
	for _, root := range union(old, new) {
		switch {
		case root == c.renamed[0], root == c.renamed[1]:
		case c.format == schema.Protobuf && !(slices.Contains(old, root) && slices.Contains(new, root)):
			// The document lists the fields of the first message alone; types are told as such.
		default:
			c.fields(root, root)
		}
	}
	c.types()
}

// matchRoots finds the one root on either side that the other side has no type of the name of.
func (c *comparison) matchRoots(old, new []string) [2]string {
	gone, come := strangers(old, c.new), strangers(new, c.old)
	if len(gone) != 1 || len(come) != 1 {
		return [2]string{}
	}
	return [2]string{gone[0], come[0]}
}

// strangers are the roots that the other side does not know.
func strangers(roots []string, other side) []string {
	known := map[string]bool{}
	for _, root := range other.roots() {
		known[root] = true
	}
	for i := range other.Types {
		known[other.Types[i].Path] = true
	}
	return slices.DeleteFunc(slices.Clone(roots), func(root string) bool { return known[root] })
}

// heads compares what is said of the schema as a whole.
func (c *comparison) heads() {
	old := place(cmp.Or(c.old.Name, c.new.Name, "schema"), c.old.avro.span())
	new := place(cmp.Or(c.new.Name, c.old.Name, "schema"), c.new.avro.span())
	was, is := rootTypes(c.old.avro.root, c.new.avro.root)
	c.compare(Retyped, "schema", old, new, was, is)
	if was, is := c.names(); was != is && c.old.Name != "" && c.new.Name != "" {
		c.add(Change{Kind: Renamed, What: "schema", Old: old, New: new, Was: was, Is: is})
	}
	c.compare(Meaning, "schema", old, new, words(c.old.Tags), words(c.new.Tags))
}

// names are those of both schemas. A Protobuf file has that of its package, and of its message where that was renamed: the
// message that comes first says nothing.
func (c *comparison) names() (was, is string) {
	if c.format == schema.Protobuf && c.renamed[0] == "" {
		return c.old.Namespace, c.new.Namespace
	}
	return qualified(c.old.Document), qualified(c.new.Document)
}

func qualified(d *schema.Document) string {
	if d.Namespace == "" {
		return d.Name
	}
	return d.Namespace + "." + d.Name
}

// fields compares those below two paths, and what is below them.
func (c *comparison) fields(oldParent, newParent string) {
	if c.entered[[2]string{oldParent, newParent}] {
		return
	}
	c.entered[[2]string{oldParent, newParent}] = true
	old, new := c.old.within[oldParent], c.new.within[newParent]
	matched := c.match(old, new)
	paired := map[*schema.Field]bool{}
	for _, f := range matched {
		paired[f] = true
	}
	for _, f := range old {
		if !paired[f] {
			c.add(Change{Kind: Removed, What: "field", Old: place(f.Path, f.Span), Was: described(f)})
		}
	}
	var order []int
	for _, f := range new {
		before := matched[f]
		if before == nil {
			c.add(Change{Kind: Added, What: "field", New: place(f.Path, f.Span), Is: described(f)})
			continue
		}
		order = append(order, before.Ordinal)
		c.field(before, f)
		if len(c.old.within[before.Path])+len(c.new.within[f.Path]) > 0 && sameShape(before, f) {
			c.fields(before.Path, f.Path)
		}
	}
	if !slices.IsSorted(order) {
		c.add(Change{Kind: Order, What: "type", Old: place(oldParent, schema.Span{}), New: place(newParent, schema.Span{}),
			Was: names(old), Is: names(new)})
	}
}

// sameShape reports whether both fields hold records, whose fields can be compared.
func sameShape(old, new *schema.Field) bool {
	return old.Type.Canonical == new.Type.Canonical && old.Type.Container == new.Type.Container
}

// field compares two declarations of one field.
func (c *comparison) field(before, after *schema.Field) {
	old, new := place(before.Path, before.Span), place(after.Path, after.Span)
	compare := func(kind Kind, was, is string) { c.compare(kind, "field", old, new, was, is) }
	compare(Renamed, before.Name, after.Name)
	compare(Renumbered, number(before.Number), number(after.Number))
	compare(Retyped, spelled(before.Type), spelled(after.Type))
	if c.format != schema.Avro || before.Default.Set == after.Default.Set {
		compare(Presence, before.Presence, after.Presence)
	}
	compare(Default, defaultText(before.Default), defaultText(after.Default))
	compare(Constraints, constraintText(before.Constraints), constraintText(after.Constraints))
	compare(Deprecated, flag(before.Deprecated), flag(after.Deprecated))
	compare(Meaning, meaning(before), meaning(after))
	compare(Annotations, annotationText(before.Annotations), annotationText(after.Annotations))
	compare(Doc, before.Doc, after.Doc)
}

// compare adds a change if the two texts differ.
func (c *comparison) compare(kind Kind, what string, old, new rule.Place, was, is string) {
	if was != is {
		c.add(Change{Kind: kind, What: what, Old: old, New: new, Was: was, Is: is})
	}
}

func (c *comparison) add(change Change) {
	key := saying{change.Kind, change.Old.Span, change.New.Span}
	if change.Old.Span != (schema.Span{}) || change.New.Span != (schema.Span{}) {
		if c.said[key] {
			return
		}
		c.said[key] = true
	}
	c.changes = append(c.changes, change)
}

func place(path string, at schema.Span) rule.Place { return rule.Place{Path: path, Span: at} }
