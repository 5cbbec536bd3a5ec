package avro

import (
	"strconv"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// The codes of fields that nothing written fills, or more than one thing.
const (
	FieldMissingDefault rule.Code = "AvroFieldMissingDefault"
	FieldAmbiguous      rule.Code = "AvroFieldAmbiguous"
)

var fieldMissingDefault = row{
	Rule: rule.Rule{
		Code:        FieldMissingDefault,
		Title:       "A field is read that was not written and has no default",
		Why:         "The reader has to fill the field with something, and the schema does not say with what.",
		Breaks:      rule.Wire,
		Differences: []string{"READER_FIELD_MISSING_DEFAULT_VALUE", "TYPE_MISMATCH"},
		Old:         `{"type":"record","name":"Order","fields":[]}`,
		New:         `{"type":"record","name":"Order","fields":[{"name":"total","type":"int"}]}`,
	},
	refer: func(d *difference) (kind, info string) {
		if d.at.absent != nil {
			return "TYPE_MISMATCH", d.kinds()
		}
		return "READER_FIELD_MISSING_DEFAULT_VALUE", d.field.Name
	},
	stands: func(d *difference) (read, written string) { return say(d.field.Type), "" },
	message: func(d *difference, s sides) string {
		return s.reader + " reads the field, " + s.writer + " does not write it, and it has no default"
	},
	fixReader: func(d *difference) rule.Fix { return giveDefault(d.field) },
	fixWriter: func(d *difference) rule.Fix {
		return rule.Fix{Text: "keep the field " + d.field.Name + ": readers of the old schema need it; to remove it, give it a default in a version of its own first"}
	},
}

var fieldAmbiguous = row{
	Rule: rule.Rule{
		Code:  FieldAmbiguous,
		Title: "Two written fields answer to one field of the reader",
		Why: "One has the field's name and another one of its aliases, or two have aliases; decoders refuse to " +
			"choose. The reference gives up the whole comparison.",
		Breaks: rule.Wire,
		Old:    `{"type":"record","name":"Order","fields":[{"name":"id","type":"int"},{"name":"key","type":"int","default":0}]}`,
		New:    `{"type":"record","name":"Order","fields":[{"name":"id","type":"int","aliases":["key"]}]}`,
	},
	stands: func(d *difference) (read, written string) { return d.field.Name, "" },
	message: func(d *difference, s sides) string {
		return "more than one field that " + s.writer + " writes answers to this field of " + s.reader + ", by name or alias"
	},
	fixReader: always("remove the alias that names a field which is still written, or remove that field first"),
	fixWriter: always("give the new field a name that is no alias in the old schema"),
}

// checkFields adds to list the reader's fields that nothing fills, or more than one thing.
func checkFields(list []difference, p pair, at *trail) []difference {
	for i, f := range p.reader.Fields {
		source, _, two := sourceOf(p, i)
		switch {
		case two:
			list = append(list, difference{rule: &fieldAmbiguous, pair: p, at: at.field(f, nil), field: f})
		case source == nil && f.Default == nil:
			list = append(list, difference{rule: &fieldMissingDefault, pair: p, at: at.field(f, nil), field: f})
		}
	}
	return list
}

// sourceOf is the writer's field that the reader's field i is read from: the one of its name or of one of its aliases.
// answers counts the names that lead to a field, which more than one may do; two is set when they lead to different ones.
func sourceOf(p pair, i int) (source *avro.Field, answers int, two bool) {
	f := p.reader.Fields[i]
	// Most fields stay where they are.
	if i < len(p.writer.Fields) && p.writer.Fields[i].Name == f.Name {
		source = p.writer.Fields[i]
	} else {
		source = p.writer.Field(f.Name)
	}
	if source != nil {
		answers = 1
	}
	for _, alias := range f.Aliases {
		other := p.writer.Field(alias)
		if other == nil {
			continue
		}
		answers++
		if source == nil {
			source = other
		}
		two = two || other != source
	}
	return source, answers, two
}

// field looks at a field of the reader and the one that it is read from.
func (s *survey) field(v visit, f, source *avro.Field) {
	if f.Name == source.Name && alike(f.Type, source.Type) {
		return
	}
	if idle := idleAlias(v.pair, f, source); idle != nil {
		s.report(difference{rule: idle, pair: v.pair, field: f, source: source})
	}
	s.visit(visit{pair: pair{f.Type, source.Type}, field: f, source: source})
}

// giveDefault gives a reader's field a default, of its type's empty value where there is one.
func giveDefault(f *avro.Field) rule.Fix {
	empty, ok := emptyValue(f.Type)
	if !ok {
		return rule.Fix{Text: "give the field " + f.Name + " a default, or an alias if it is a written field under a new name"}
	}
	return rule.Fix{
		Text: "give the field " + f.Name + " a default such as " + empty + ", or an alias if it is a written field under a new name",
		Edit: addMember(f.At, `"default": `+empty),
	}
}

// emptyValue is the JSON of a default that fits n; there is none for records and fixed types.
func emptyValue(n *avro.Node) (string, bool) {
	switch n.Kind {
	case avro.Null:
		return "null", true
	case avro.Boolean:
		return "false", true
	case avro.Int, avro.Long:
		return "0", true
	case avro.Float, avro.Double:
		return "0.0", true
	case avro.Bytes, avro.String:
		return `""`, true
	case avro.Array:
		return "[]", true
	case avro.Map:
		return "{}", true
	case avro.Enum:
		if len(n.Symbols) > 0 {
			return strconv.Quote(n.Symbols[0]), true
		}
	case avro.Union:
		for _, branch := range n.Branches {
			if branch.Kind == avro.Null {
				return "null", true
			}
		}
		if len(n.Branches) > 0 {
			return emptyValue(n.Branches[0])
		}
	}
	return "", false
}
