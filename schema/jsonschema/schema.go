// Package jsonschema reads JSON Schema: drafts 4, 6, 7, 2019-09 and 2020-12.
//
// A schema is read without opening anything: `$ref`s lead into the text itself, into the texts that came with the Source
// under their reference names, or to a bundled meta-schema. Canonical text, normalised text and identity need only the
// JSON; the typed structure stands in schema/jsonschema/model and is built when it is asked for.
package jsonschema

import (
	"errors"
	"slices"
	"strings"
	"sync"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// Schema is a parsed JSON Schema schema. It is immutable and safe for concurrent use.
type Schema struct {
	root         *jsontree.Value
	references   []schema.Reference
	dependencies []dependency
	canonical    string

	load struct {
		sync.Once
		node *model.Node
		err  error
	}
}

// dependency is a referenced text that was read.
type dependency struct {
	schema.Reference
	root *jsontree.Value
}

// Parse reads src. It returns a *[schema.Error] for text that is not JSON, for a root that is neither object nor boolean,
// and with o.Strict for everything that the reference refuses of a new schema (contract §3.6). The JSON may hold NaN and
// Infinity, and text after the root value is dropped; both are what the reference does (contract §0a.1).
func Parse(src schema.Source, o schema.Options) (*Schema, error) {
	root, err := readJSON(src.Text, src.File, o.Limits)
	if err != nil {
		return nil, err
	}
	if root.Kind != jsontree.Object && root.Kind != jsontree.Bool {
		return nil, schema.Errorf(schema.JSON, root.At, "a JSON Schema is an object or a boolean, not %s", root.Kind)
	}
	s := &Schema{root: root, references: src.References, canonical: print(root)}
	for _, d := range src.Dependencies {
		value, err := readJSON(d.Text, d.Name, o.Limits)
		if err != nil {
			return nil, err
		}
		s.dependencies = append(s.dependencies, dependency{d.Reference, value})
	}
	if o.Strict {
		if _, err := s.structure(true); err != nil {
			return nil, err
		}
	}
	if o.Fields {
		return s, s.checkNames()
	}
	return s, nil
}

func readJSON(text, file string, limits schema.Limits) (*jsontree.Value, error) {
	v, err := jsontree.Parse(text, jsontree.Options{
		NonFinite: true, Trailing: true, Depth: limits.Depth, Items: limits.Items, File: file,
	})
	var syntax *jsontree.SyntaxError
	if errors.As(err, &syntax) {
		return nil, schema.Errorf(schema.JSON, syntax.At, "%s", syntax.Reason)
	}
	if err == nil {
		quoteWords(v)
	}
	return v, err
}

// quoteWords makes strings of NaN and the infinities below a value that nobody else has seen yet, as the reference does
// (contract §0a.1).
func quoteWords(v *jsontree.Value) {
	if v.Kind == jsontree.Number && (v.Text == "NaN" || strings.HasSuffix(v.Text, "Infinity")) {
		v.Kind = jsontree.String
	}
	for _, item := range v.Items {
		quoteWords(item)
	}
	for _, m := range v.Members {
		quoteWords(m.Value)
	}
}

// checkNames refuses top-level properties that begin with "$$", which are reserved.
func (s *Schema) checkNames() error {
	for _, m := range members(s.root.Get("properties")) {
		if strings.HasPrefix(m.Name, "$$") {
			return schema.Errorf(schema.JSON, m.At, "the property %q begins with \"$$\", which is reserved; rename it", m.Name)
		}
	}
	return nil
}

// Model is the typed structure of the schema. It never refuses what it cannot read: it reads what is stored. The error is
// the same for every call, and occurs only for schemas that unfold beyond the limit of [model.Load].
func (s *Schema) Model() (*model.Node, error) {
	s.load.Do(func() { s.load.node, s.load.err = s.structure(false) })
	return s.load.node, s.load.err
}

func (s *Schema) structure(strict bool) (*model.Node, error) {
	documents := make([]*model.Document, len(s.dependencies))
	for i, d := range s.dependencies {
		documents[i] = &model.Document{Name: d.Name, Root: d.root}
	}
	return model.Load(&model.Document{Root: s.root}, documents, strict)
}

// Equal reports whether two schemas have the same canonical text, and what they refer to has.
func (s *Schema) Equal(other *Schema) bool {
	return s.canonical == other.canonical && slices.EqualFunc(s.dependencies, other.dependencies, func(a, b dependency) bool {
		return a.Name == b.Name && print(a.root) == print(b.root)
	})
}

// Type is JSON.
func (s *Schema) Type() schema.Type { return schema.JSON }

// Canonical is the text without white space, with its members in their order and its numbers re-printed.
func (s *Schema) Canonical() string { return s.canonical }

// Normalized is the canonical text with the members of every object sorted by name. It never fails.
func (s *Schema) Normalized() (string, error) { return print(sorted(s.root)), nil }

// Render is the canonical text: JSON Schema knows no formats.
func (s *Schema) Render(string) (string, error) { return s.canonical, nil }

// TopLevel lists the names of the properties at the root.
func (s *Schema) TopLevel() []string {
	names := []string{}
	for _, m := range members(s.root.Get("properties")) {
		names = append(names, m.Name)
	}
	return names
}

func members(v *jsontree.Value) []jsontree.Member {
	if v == nil {
		return nil
	}
	return v.Members
}

func print(v *jsontree.Value) string { return string(jsontree.Append(nil, v, printNumber)) }

// sorted is v with the members of all objects in the order of Java's strings.
func sorted(v *jsontree.Value) *jsontree.Value {
	out := *v
	out.Items = make([]*jsontree.Value, len(v.Items))
	for i, item := range v.Items {
		out.Items[i] = sorted(item)
	}
	out.Members = slices.Clone(v.Members)
	for i := range out.Members {
		out.Members[i].Value = sorted(out.Members[i].Value)
	}
	slices.SortStableFunc(out.Members, func(a, b jsontree.Member) int { return compareUTF16(a.Name, b.Name) })
	return &out
}
