package avro

import (
	"fmt"
	"strconv"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/avro"
)

// fix is what would make the finding go away. Only the new schema can be changed: it reads in the direction backward and
// writes in the direction forward.
func (d *difference) fix(dir rule.Direction) rule.Fix {
	if dir == rule.Forward {
		return rule.Fix{Text: d.fixWriter()}
	}
	return d.fixReader()
}

func (d *difference) fixReader() rule.Fix {
	switch d.code {
	case TypeMismatch:
		if d.writer.Kind == avro.Null {
			return rule.Fix{Text: fmt.Sprintf("let it be null as well, with the type [null, %s]: old data hold null here", say(d.reader))}
		}
		return rule.Fix{Text: fmt.Sprintf("keep the type %s, or add a new field beside it", say(d.writer))}
	case NameMismatch:
		return aliasFix(d.reader, d.writer)
	case FixedSize:
		return rule.Fix{Text: fmt.Sprintf("keep the size %d, or define a type of another name for the new size",
			d.writer.Size)}
	case EnumSymbolMissing:
		return rule.Fix{Text: "keep the symbols " + abridged(d.symbols) + ", or give the enum a default symbol"}
	case UnionBranchMissing:
		return rule.Fix{Text: fmt.Sprintf("keep the branch %s in the union", say(d.writer))}
	case FieldMissingDefault:
		return defaultFix(d.field)
	case FieldAmbiguous:
		return rule.Fix{Text: "remove the alias that names a field which is still written, or remove that field first"}
	case FieldAliasRepeated:
		return rule.Fix{Text: "remove the alias that repeats the name of the field"}
	case FieldAliasIgnored, FieldAliasDefaulted, NamespaceInUnion:
		return aliasFix(d.reader, d.writer)
	}
	return d.fixMeaning()
}

func (d *difference) fixWriter() string {
	switch d.code {
	case TypeMismatch:
		if d.writer.Kind == avro.Null {
			return fmt.Sprintf("do not write null here: readers of the old schema hold %s alone; add a field that may be null beside it", say(d.reader))
		}
		return fmt.Sprintf("keep the type %s, or add a new field beside it", say(d.reader))
	case NameMismatch, NamespaceInUnion:
		return fmt.Sprintf("keep the name %s: readers of the old schema know no other", d.reader.Name)
	case FixedSize:
		return fmt.Sprintf("keep the size %d, or define a type of another name for the new size", d.reader.Size)
	case EnumSymbolMissing:
		return "give the enum a default symbol in a version of its own first, and add " + abridged(d.symbols) + " in the next one"
	case UnionBranchMissing:
		return fmt.Sprintf("do not write %s here: readers of the old schema have no branch for it", say(d.writer))
	case FieldMissingDefault:
		return fmt.Sprintf("keep the field %s: readers of the old schema need it; to remove it, give it a default in a version of its own first",
			d.field.Name)
	case FieldAmbiguous, FieldAliasRepeated:
		return "give the new field a name that is no alias in the old schema"
	case FieldAliasIgnored, FieldAliasDefaulted:
		return fmt.Sprintf("keep the full name %s of the record, or the name %s of the field", d.reader.Name, d.field.Name)
	}
	return d.fixMeaning().Text
}

func (d *difference) fixMeaning() rule.Fix {
	switch d.code {
	case DecimalScale, DecimalPrecision, TimeUnit, TimeZone:
		return rule.Fix{Text: "keep the logical type with its parameters, or add a new field for the new meaning"}
	case NamespaceChanged:
		return rule.Fix{Text: "keep the namespace if classes are generated from the schema"}
	case LossyPromotion:
		return rule.Fix{Text: "keep the type if numbers may be large"}
	}
	return rule.Fix{Text: "split the schema, or share fewer types between the branches of large unions"}
}

// aliasFix makes the writer's type an alias of the reader's. A name without a namespace cannot be said inside of one: the
// canonical text of the alias would mean another name.
func aliasFix(reader, writer *avro.Node) rule.Fix {
	if writer.Name.Space == "" && reader.Name.Space != "" {
		return rule.Fix{Text: fmt.Sprintf("keep the name %s; no alias inside of the namespace %s can name a type that has none",
			writer.Name, reader.Name.Space)}
	}
	fix := rule.Fix{Text: fmt.Sprintf("add the alias %s to %s; list all its former names, as readers look at no other version",
		writer.Name, reader.Name)}
	if len(reader.Aliases) == 0 && reader.Reference == "" {
		fix.Edit = addMember(reader.At, `"aliases": [`+strconv.Quote(writer.Name.Full())+`]`)
	}
	return fix
}

// defaultFix gives a reader's field a default, of its type's empty value where there is one.
func defaultFix(f *avro.Field) rule.Fix {
	empty, ok := emptyValue(f.Type)
	if !ok {
		return rule.Fix{Text: fmt.Sprintf("give the field %s a default, or an alias if it is a written field under a new name",
			f.Name)}
	}
	return rule.Fix{
		Text: fmt.Sprintf("give the field %s a default such as %s, or an alias if it is a written field under a new name",
			f.Name, empty),
		Edit: addMember(f.At, `"default": `+empty),
	}
}

// addMember adds a member at the end of an object, which has others.
func addMember(object schema.Span, member string) *rule.Edit {
	at := object.End
	at.Column--
	return &rule.Edit{At: schema.Span{File: object.File, Start: at, End: at}, Text: ", " + member}
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
