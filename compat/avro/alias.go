package avro

import (
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
	"github.com/concord-registry/concord/schema/jsontree"
)

// The codes of aliases of fields that are no use, or do harm.
const (
	FieldAliasRepeated  rule.Code = "AvroFieldAliasRepeated"
	FieldAliasIgnored   rule.Code = "AvroFieldAliasIgnored"
	FieldAliasDefaulted rule.Code = "AvroFieldAliasDefaulted"
)

var fieldAliasRepeated = row{
	Rule: rule.Rule{
		Code:  FieldAliasRepeated,
		Title: "A field has its own name as an alias",
		Why:   "Data is readable, but the reference counts the written field twice and gives up the whole comparison.",
		Old:   `{"type":"record","name":"Order","fields":[{"name":"id","type":"int"}]}`,
		New:   `{"type":"record","name":"Order","fields":[{"name":"id","type":"int","aliases":["id"]}]}`,
	},
	stands: func(d *difference) (read, written string) { return d.field.Name, "" },
	message: func(d *difference, s sides) string {
		return "the field has its own name as an alias, which the reference takes for a second field of " + s.writer
	},
	fixReader: always("remove the alias that repeats the name of the field"),
	fixWriter: always("give the new field a name that is no alias in the old schema"),
}

var fieldAliasIgnored = row{
	Rule: rule.Rule{
		Code:  FieldAliasIgnored,
		Title: "A field's alias does not work because the record's full name changed",
		Why: "Decoders apply the aliases of fields only to a record of the same full name, or one that an alias " +
			"of the record names. The field is then missing and has no default.",
		Breaks: rule.Wire,
		Old:    `{"type":"record","name":"Order","namespace":"a","fields":[{"name":"sum","type":"int","default":0}]}`,
		New:    `{"type":"record","name":"Order","namespace":"b","fields":[{"name":"total","type":"int","aliases":["sum"]}]}`,
	},
	stands: standsAlias,
	message: func(d *difference, s sides) string {
		return d.idle(s) + "; the field is missing and has no default"
	},
	fixReader: addAlias,
	fixWriter: keepNames,
}

var fieldAliasDefaulted = row{
	Rule: rule.Rule{
		Code:  FieldAliasDefaulted,
		Title: "A field's alias does not work because the record's full name changed, and its default hides that",
		Why: "Decoders apply the aliases of fields only to a record of the same full name, or one that an alias " +
			"of the record names. The written value is dropped and the default is read.",
		Breaks: rule.Value,
		Old:    `{"type":"record","name":"Order","namespace":"a","fields":[{"name":"sum","type":"int","default":0}]}`,
		New:    `{"type":"record","name":"Order","namespace":"b","fields":[{"name":"total","type":"int","default":0,"aliases":["sum"]}]}`,
	},
	stands: standsAlias,
	message: func(d *difference, s sides) string {
		return d.idle(s) + "; the default is read in place of the value"
	},
	fixReader: addAlias,
	fixWriter: keepNames,
	defaulted: true,
}

func standsAlias(d *difference) (read, written string) { return d.field.Name, d.at.writer.name }

// idle says why an alias does not work.
func (d *difference) idle(s sides) string {
	return "the alias that joins this field to " + s.written + " works only for a record of one full name, but " +
		d.reader.Name.Full() + " is " + d.writer.Name.Full() + " in " + s.writer
}

func keepNames(d *difference) rule.Fix {
	return rule.Fix{Text: "keep the full name " + d.reader.Name.Full() + " of the record, or the name " + d.field.Name + " of the field"}
}

// ambiguity is what the reference gives up for when more than one name leads to a written field: to two fields, or to one
// twice.
func ambiguity(two bool) *row {
	if two {
		return &fieldAmbiguous
	}
	return &fieldAliasRepeated
}

// idleAlias is what stands against reading f from source because an alias does not work, nil where it works or all
// that may be written is null, which is also the default.
func idleAlias(p pair, f, source *avro.Field) *row {
	switch {
	case source.Name == f.Name || fullyNamed(p.reader, p.writer):
		return nil
	case f.Default == nil:
		return &fieldAliasIgnored
	case f.Default.Kind == jsontree.Null && (source.Type.Kind == avro.Null || say(source.Type) == "[null]"):
		return nil
	}
	return &fieldAliasDefaulted
}
