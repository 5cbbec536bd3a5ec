package avro

import (
	"slices"
	"strconv"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// The codes of names of records, enums and fixed types.
const (
	NameMismatch     rule.Code = "AvroNameMismatch"
	NamespaceInUnion rule.Code = "AvroNamespaceInUnion"
	NamespaceChanged rule.Code = "AvroNamespaceChanged"
)

var nameMismatch = row{
	Rule: rule.Rule{
		Code:  NameMismatch,
		Title: "A record, enum or fixed type is renamed without an alias",
		Why: "Avro matches named types by their unqualified name or by an alias of the reader; other names are " +
			"other types, whatever is inside.",
		Breaks:      rule.Wire,
		Differences: []string{"NAME_MISMATCH"},
		Old:         `{"type":"record","name":"Order","fields":[]}`,
		New:         `{"type":"record","name":"Purchase","fields":[]}`,
	},
	refer: func(d *difference) (kind, info string) { return "NAME_MISMATCH", "expected: " + d.writer.Name.Full() },
	message: func(d *difference, s sides) string {
		return s.reader + " reads a type named " + s.read + ", " + s.writer + " writes " + s.written + "; the names differ and no alias joins them"
	},
	fixReader: addAlias,
	fixWriter: keepName,
}

var namespaceInUnion = row{
	Rule: rule.Rule{
		Code:   NamespaceInUnion,
		Title:  "An enum or fixed type in a union moves to another namespace",
		Why:    "Inside of a union, decoders look for the branch by its full name; the unqualified name counts elsewhere only.",
		Breaks: rule.Wire,
		Old:    `["null",{"type":"enum","name":"State","namespace":"a","symbols":["NEW"]}]`,
		New:    `["null",{"type":"enum","name":"State","namespace":"b","symbols":["NEW"]}]`,
	},
	message: func(d *difference, s sides) string {
		return s.reader + " looks in its union for " + s.read + ", " + s.writer + " writes " + s.written + "; decoders find branches of this kind by full name"
	},
	fixReader: addAlias,
	fixWriter: keepName,
	chosen:    true,
}

var namespaceChanged = row{
	Rule: rule.Rule{
		Code:  NamespaceChanged,
		Title: "A named type moves to another namespace",
		Why: "Data stays readable, because Avro matches unqualified names, but classes that are generated from " +
			"the schema move to another package.",
		Breaks: rule.Source,
		Old:    `{"type":"record","name":"Order","namespace":"a","fields":[]}`,
		New:    `{"type":"record","name":"Order","namespace":"b","fields":[]}`,
	},
	message: func(d *difference, s sides) string {
		return s.read + " is " + s.written + " in " + s.writer + "; data stays readable, generated classes move"
	},
	fixReader: always("keep the namespace if classes are generated from the schema"),
	fixWriter: always("keep the namespace if classes are generated from the schema"),
}

// checkName adds to list that the name of a reader's type is none of the writer's.
func checkName(list []difference, p pair, at *trail) []difference {
	if sameName(p.reader, p.writer) {
		return list
	}
	return append(list, difference{rule: &nameMismatch, pair: p, at: at.into("name")})
}

// sameName reports whether a reader's named type takes a writer's: by its unqualified name, or by an alias in full.
func sameName(reader, writer *avro.Node) bool {
	return reader.Name.Simple == writer.Name.Simple || slices.Contains(reader.Aliases, writer.Name)
}

// fullyNamed reports whether writer has the full name or an alias of reader.
func fullyNamed(reader, writer *avro.Node) bool {
	return reader.Name == writer.Name || slices.Contains(reader.Aliases, writer.Name)
}

// namespace looks at named types of one kind that stand in two namespaces.
func (s *survey) namespace(v visit) {
	switch {
	case v.reader.Name == v.writer.Name, v.reader.Name.Simple != v.writer.Name.Simple:
	case v.union && v.reader.Kind != avro.Record && !fullyNamed(v.reader, v.writer):
		s.report(difference{rule: &namespaceInUnion, pair: v.pair})
	default:
		s.report(difference{rule: &namespaceChanged, pair: v.pair})
	}
}

func keepName(d *difference) rule.Fix {
	return rule.Fix{Text: "keep the name " + d.reader.Name.Full() + ": readers of the old schema know no other"}
}

// addAlias makes the writer's type an alias of the reader's. A name without a namespace cannot be said inside of one: the
// canonical text of the alias would mean another name.
func addAlias(d *difference) rule.Fix {
	reader, writer := d.reader, d.writer
	if writer.Name.Space == "" && reader.Name.Space != "" {
		return rule.Fix{Text: "keep the name " + writer.Name.Full() + "; no alias inside of the namespace " + reader.Name.Space + " can name a type that has none"}
	}
	fix := rule.Fix{Text: "add the alias " + writer.Name.Full() + " to " + reader.Name.Full() + "; list all its former names, as readers look at no other version"}
	if len(reader.Aliases) == 0 && reader.Reference == "" {
		fix.Edit = addMember(reader.At, `"aliases": [`+strconv.Quote(writer.Name.Full())+`]`)
	}
	return fix
}
