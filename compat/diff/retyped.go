package diff

import (
	"strings"

	"github.com/concord-registry/concord/schema"
)

// types compares the named types that both schemas have, and in Protobuf, where types stand on their own, also lists
// those that came and went; elsewhere they come and go with the fields that use them.
func (c *comparison) types() {
	old := map[string]*schema.NamedType{}
	for i := range c.old.Types {
		old[typeKey(c.renamed[0], c.old.Types[i].Path)] = &c.old.Types[i]
	}
	kept := map[string]bool{}
	for i := range c.new.Types {
		t := &c.new.Types[i]
		key := typeKey(c.renamed[1], t.Path)
		kept[key] = true
		switch before := old[key]; {
		case before != nil:
			c.namedType(before, t)
		case c.format == schema.Protobuf:
			c.add(Change{Kind: Added, What: "type", New: place(t.Path, t.Span), Is: t.Kind})
		}
	}
	for i := range c.old.Types {
		t := &c.old.Types[i]
		if c.format == schema.Protobuf && !kept[typeKey(c.renamed[0], t.Path)] {
			c.add(Change{Kind: Removed, What: "type", Old: place(t.Path, t.Span), Was: t.Kind})
		}
	}
}

// typeKey is a type's path without the name of a root that was renamed.
func typeKey(renamed, path string) string {
	if rest, ok := strings.CutPrefix(path, renamed); renamed != "" && ok && (rest == "" || rest[0] == '.') {
		return rest
	}
	return path
}

func (c *comparison) namedType(before, after *schema.NamedType) {
	old, new := place(before.Path, before.Span), place(after.Path, after.Span)
	c.compare(Retyped, "type", old, new, before.Kind, after.Kind)
	c.compare(Retyped, "type", old, new, sizeText(c.old.avro.sizes[before.Span]), sizeText(c.new.avro.sizes[after.Span]))
	c.compare(Symbols, "type", old, new, words(before.Symbols), words(after.Symbols))
	c.compare(Default, "type", old, new, before.Default, after.Default)
	c.compare(Annotations, "type", old, new, annotationText(before.Annotations), annotationText(after.Annotations))
	c.compare(Doc, "type", old, new, before.Doc, after.Doc)
}
