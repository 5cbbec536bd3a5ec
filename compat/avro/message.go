package avro

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema/avro"
)

// message says in one sentence who cannot read what, and why. Nothing of a schema's text is used as a format.
func (d *difference) message(dir rule.Direction) string {
	reader, writer := rule.Roles(dir, "the old schema", "the new schema")
	where := d.at.reader.place().Path
	if where == "" {
		where = "the whole schema"
	}
	read, written := d.stands()
	switch d.code {
	case TypeMismatch:
		return fmt.Sprintf("%s: %s reads %s, %s writes %s, and the one cannot hold the other",
			where, reader, read, writer, written)
	case NameMismatch:
		return fmt.Sprintf("%s: %s reads a type named %s, %s writes %s; the names differ and no alias joins them",
			where, reader, read, writer, written)
	case FixedSize:
		return fmt.Sprintf("%s: %s reads %s bytes of %s, %s writes %s", where, reader, read, d.reader.Name, writer, written)
	case EnumSymbolMissing:
		return fmt.Sprintf("%s: %s may write %s, which the enum %s of %s neither knows nor replaces by a default",
			where, writer, written, d.reader.Name, reader)
	case UnionBranchMissing:
		return fmt.Sprintf("%s: %s writes %s, and no branch of %s in %s reads it", where, writer, written, read, reader) + d.closest(dir)
	case FieldMissingDefault:
		return fmt.Sprintf("%s: %s reads the field, %s does not write it, and it has no default", where, reader, writer)
	}
	return d.remark(where, reader, writer)
}

// remark is message for what the reference does not report as a difference.
func (d *difference) remark(where, reader, writer string) string {
	read, written := d.stands()
	switch d.code {
	case FieldAmbiguous:
		return fmt.Sprintf("%s: more than one field that %s writes answers to this field of %s, by name or alias",
			where, writer, reader)
	case FieldAliasRepeated:
		return fmt.Sprintf("%s: the field has its own name as an alias, which the reference takes for a second field of %s",
			where, writer)
	case FieldAliasIgnored:
		return d.idleAlias(where, writer) + "; the field is missing and has no default"
	case FieldAliasDefaulted:
		return d.idleAlias(where, writer) + "; the default is read in place of the value"
	case NamespaceInUnion:
		return fmt.Sprintf("%s: %s looks in its union for %s, %s writes %s; decoders find branches of this kind by full name",
			where, reader, read, writer, written)
	case NamespaceChanged:
		return fmt.Sprintf("%s: %s is %s in %s; data stays readable, generated classes move", where, read, written, writer)
	case DecimalScale, TimeUnit:
		return fmt.Sprintf("%s: %s writes %s, %s reads it as %s, which is another value", where, writer, written, reader, read)
	case DecimalPrecision:
		return fmt.Sprintf("%s: %s writes %s, more digits than %s of %s promises", where, writer, written, read, reader)
	case TimeZone:
		return fmt.Sprintf("%s: %s writes %s, %s reads it as %s: the same number with another meaning",
			where, writer, written, reader, read)
	case LossyPromotion:
		return fmt.Sprintf("%s: %s writes %s, %s reads it as %s and rounds large numbers",
			where, writer, written, reader, read)
	}
	return "the two schemas ask for more comparisons than are made; they cannot be shown to be compatible"
}

// closest says what stands against the branch that has the name of the written type, if there is one.
func (d *difference) closest(dir rule.Direction) string {
	for _, branch := range d.reader.Branches {
		if !branch.Kind.Named() || branch.Kind != d.writer.Kind || !sameName(branch, d.writer) {
			continue
		}
		if against := local(pair{branch, d.writer}, d.at); len(against) > 0 {
			return fmt.Sprintf("; the branch %s comes closest, but %s", branch.Name, against[0].message(dir))
		}
	}
	return ""
}

func (d *difference) idleAlias(where, writer string) string {
	_, written := d.stands()
	return fmt.Sprintf("%s: the alias that joins this field to %s works only for a record of one full name, but %s is %s in %s",
		where, written, d.reader.Name, d.writer.Name, writer)
}

// stands says what stands on the reader's and on the writer's side, in Avro's words; empty where nothing stands.
func (d *difference) stands() (reader, writer string) {
	switch d.code {
	case FixedSize:
		return strconv.Itoa(d.reader.Size), strconv.Itoa(d.writer.Size)
	case EnumSymbolMissing:
		return "", abridged(d.symbols)
	case FieldMissingDefault:
		return say(d.field.Type), ""
	case FieldAmbiguous, FieldAliasRepeated:
		return d.field.Name, ""
	case FieldAliasIgnored, FieldAliasDefaulted:
		return d.field.Name, d.at.writer.name
	case DecimalScale, DecimalPrecision, TimeUnit, TimeZone:
		return sayLogical(d.reader), sayLogical(d.writer)
	case TooComplex:
		return "", ""
	}
	return say(d.reader), say(d.writer)
}

// abridged lists texts, the first few of them.
func abridged(texts []string) string {
	const few = 8
	if len(texts) <= few {
		return strings.Join(texts, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(texts[:few], ", "), len(texts)-few)
}

// say is a type in a few words.
func say(n *avro.Node) string {
	if n.Kind != avro.Union {
		return n.TypeName()
	}
	names := make([]string, len(n.Branches))
	for i, branch := range n.Branches {
		names[i] = branch.TypeName()
	}
	return "[" + abridged(names) + "]"
}

func sayLogical(n *avro.Node) string {
	l := n.Logical()
	if l.Name != "decimal" {
		return l.Name
	}
	return fmt.Sprintf("decimal(%d,%d)", l.Precision, l.Scale)
}
