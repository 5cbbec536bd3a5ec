// Package avro reads Avro schemas into typed nodes and prints them as the reference registry does: the canonical text
// that is stored and hashed, its normalised form and the form with references written out. The nodes keep what the
// checker and the policies need: the places of everything, aliases, defaults and properties.
package avro

import (
	"crypto/sha256"
	"maps"
	"slices"
	"sync"

	"github.com/concord-registry/concord/schema"
)

// Schema is a parsed Avro schema. It implements [schema.Parsed].
type Schema struct {
	// Root is the type that the text says.
	Root *Node

	source schema.Source
	// referenced holds the types of the dependencies by full name. references are the names of those at their roots: these
	// alone stand in texts by name, what a dependency defines inside of its root is written out where it is used.
	referenced map[string]*Node
	references map[string]bool
	canonical  string
	// aliased is set when a field of the schema, or of a dependency, has aliases.
	aliased bool
	// order digests the text without the order of what has none; it is computed when somebody first asks.
	order func() [sha256.Size]byte
}

var _ schema.Parsed = (*Schema)(nil)

// Parse reads src after its dependencies, which bring the named types that its text may use. Dependencies are stored
// schemas and read as such; o.Strict concerns the text alone. Every error is a *[schema.Error].
func Parse(src schema.Source, o schema.Options) (s *Schema, err error) {
	defer guard(&err)
	limits := o.Limits.WithDefaults()
	p := newParser(map[string]*Node{})
	references := make(map[string]bool, len(src.Dependencies))
	for _, d := range src.Dependencies {
		p.reference = d.Name
		if n := p.root(tree(d.Text, d.Name, limits)); n.Kind.Named() {
			references[n.Name.Full()] = true
		}
	}
	referenced := maps.Clone(p.types)
	p.reference, p.rule = "", naming{strict: o.Strict}
	root := p.root(tree(src.Text, src.File, limits))
	s = &Schema{Root: root, source: src, referenced: referenced, references: references, canonical: canonical(root, maps.Clone(references)), aliased: p.aliased}
	s.order = sync.OnceValue(func() [sha256.Size]byte { return sha256.Sum256(s.unordered()) })
	return s, nil
}

// Type is Avro.
func (s *Schema) Type() schema.Type { return schema.Avro }

// Canonical is the text that is stored and hashed (contract §3.5). Types at the roots of references stand in it by name.
func (s *Schema) Canonical() string { return s.canonical }

// FieldAliases reports whether a field of s, or of one of its dependencies, has aliases.
func (s *Schema) FieldAliases() bool { return s.aliased }

// Same reports whether s and other have one canonical text, and the texts that they refer to are the same.
func (s *Schema) Same(other *Schema) bool {
	return s.canonical == other.canonical && slices.EqualFunc(s.source.Dependencies, other.source.Dependencies,
		func(a, b schema.Dependency) bool { return a.Text == b.Text })
}

// Equal reports whether a look-up takes s and other for the same schema (contract §3.4): their canonical texts may differ
// in the order of properties and aliases. Names of references count, the texts behind them do not.
func (s *Schema) Equal(other schema.Parsed) bool {
	o, ok := other.(*Schema)
	return ok && (s.canonical == o.canonical || s.order() == o.order())
}

func (s *Schema) unordered() []byte {
	p := printer{known: maps.Clone(s.references), sorted: true}
	p.node(s.Root, "")
	return p.out
}

// Render is the canonical text, with the types of references written out where they are first used when format is
// `resolved`.
func (s *Schema) Render(format string) (string, error) {
	if format == "resolved" {
		return canonical(s.Root, map[string]bool{}), nil
	}
	return s.canonical, nil
}

// TopLevel lists the fields of the record at the root, nothing for any other type.
func (s *Schema) TopLevel() []string {
	names := make([]string, len(s.Root.Fields))
	for i, f := range s.Root.Fields {
		names[i] = f.Name
	}
	return names
}
