// Package protobuf compares Protobuf schemas.
//
// One analysis serves two judges. It walks both schemas as writer and reader: messages and enums by name, fields by
// number. Each difference becomes a finding that says what breaks (on the wire, in the value, in proto-JSON, in code)
// and, apart from that, what the reference registry reports for it, if anything. The two disagree often: the reference lets
// casts and packed lists pass, and refuses a renamed package.
//
// A rule stands in the file of its construct (enum.go, oneof.go, label.go …): its row of the table, the check that finds it,
// the words for it and its fix. The other files are what all constructs share: the walk, the encoding, buf, witnesses.
package protobuf

import (
	"cmp"
	"slices"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/protobuf"
	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// Check lists what differs between old and new in one direction, sorted by message, field number and code. It ends in
// time that is bounded by the sizes of both schemas.
func Check(dir rule.Direction, old, new *protobuf.Schema) []rule.Finding {
	reader, writer := rule.Roles(dir, old, new)
	var all list
	c := newChecker(dir, writer, reader, &all)
	c.file()
	slices.SortStableFunc(all, func(a, b difference) int {
		return cmp.Or(cmp.Compare(a.scope, b.scope), cmp.Compare(a.number, b.number), cmp.Compare(a.code, b.code))
	})
	findings := make([]rule.Finding, len(all))
	for i := range all {
		findings[i] = all[i].finding(dir)
	}
	rule.Optional(func() { c.witness(all, findings) })
	return findings
}

// checker is one comparison. writer and reader are old and new, or the other way round.
type checker struct {
	dir            rule.Direction
	writer, reader *protobuf.Schema
	// sink takes what the comparison under way finds.
	sink sink
	// pairs are the pairs of messages met through fields, depth counts the comparisons that wait for one of a pair's.
	pairs map[pair]weight
	depth int
	// used are the full names of the writer's messages that are types of fields; nil until asked for.
	used map[string]bool
	// unpaired says that the packages differ, so that no full name of one file is one of the other.
	unpaired bool
	// inner counts the findings inside of the types of fields.
	inner int
}

type pair struct{ writer, reader *syntax.Message }

func newChecker(dir rule.Direction, writer, reader *protobuf.Schema, to sink) *checker {
	return &checker{
		dir: dir, writer: writer, reader: reader, sink: to, pairs: map[pair]weight{},
		unpaired: writer.Tree().Package != reader.Tree().Package,
	}
}

// file compares the files as wholes.
func (c *checker) file() {
	w, r := c.writer.Tree(), c.reader.Tree()
	c.pkg(w, r)
	c.syntax(w, r)
	writerScope, readerScope := fileScope(c.writer), fileScope(c.reader)
	c.fileOptions(w, r)
	c.messages(writerScope, readerScope, w.Messages, r.Messages)
	c.enums(writerScope, readerScope, w.Enums, r.Enums)
	c.extensions(writerScope, readerScope)
	c.services(writerScope, readerScope)
}

// scope is where names are looked up: a message, or a file's package.
type scope struct {
	schema *protobuf.Schema
	// name is the full name.
	name string
	// path are the names of the messages from the file down.
	path     []string
	features features
}

// fileScope is the scope of the declarations at the top of a schema's own text.
func fileScope(s *protobuf.Schema) scope {
	tree := s.Tree()
	return scope{schema: s, name: tree.Package, features: featuresOf(tree.Syntax)}
}

// definitionScope is the scope inside of a message or group, wherever it is defined.
func definitionScope(s *protobuf.Schema, d *protobuf.Definition) scope {
	return scope{s, d.Name, []string{d.Local()}, featuresOf(d.Syntax())}
}

func (s scope) inner(name string) scope {
	return scope{s.schema, s.full(name), append(slices.Clip(s.path), name), s.features}
}

// full is the full name of what is declared in the scope.
func (s scope) full(name string) string {
	if s.name == "" {
		return name
	}
	return s.name + "." + name
}
