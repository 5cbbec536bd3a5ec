package avro

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/avro"
)

// row is a rule with all that is said where it is broken. Each stands in the file of its construct, and all in [rows].
type row struct {
	rule.Rule
	// refer is the difference in the reference registry's words, its type and its additional information; nil where the
	// reference has no words.
	refer func(d *difference) (kind, info string)
	// stands says what stands on the reader's and on the writer's side, empty where nothing stands; nil for the two types.
	stands func(d *difference) (read, written string)
	// message says, behind the place, who cannot read what, and why. Nothing of a schema's text is used as a format.
	message func(d *difference, s sides) string
	// fixReader and fixWriter are what would make the finding go away. Only the new schema can be changed: it reads in the
	// direction backward and writes in the direction forward.
	fixReader, fixWriter func(d *difference) rule.Fix
	// chosen is set where the difference is one only because a union chose the reader's type, defaulted where a default
	// takes the place of what was written: witnesses are looked for there.
	chosen, defaulted bool
}

// sides are what is said of reader and writer in one direction.
type sides struct {
	dir rule.Direction
	// reader and writer are the schemas, read and written what stands there.
	reader, writer, read, written string
}

// always is a fix that is the same for all differences of a rule.
func always(text string) func(*difference) rule.Fix {
	return func(*difference) rule.Fix { return rule.Fix{Text: text} }
}

// difference is one thing that a reader's type has against a writer's.
type difference struct {
	rule *row
	pair
	at *trail
	// field is the reader's field that it is about, nil for differences of types; source the writer's field that an alias
	// joins to it, nil where none does.
	field, source *avro.Field
	// symbols are those that an enum misses.
	symbols []string
}

// key tells a difference from others wherever its pair is met.
type key struct {
	rule *row
	pair
	field *avro.Field
}

func (d *difference) key() key { return key{d.rule, d.pair, d.field} }

// reference is d in the words of the reference registry.
func (d *difference) reference() *rule.Difference {
	kind, info := d.rule.refer(d)
	return &rule.Difference{Type: kind, Path: d.at.path(), Info: info}
}

func upper(n *avro.Node) string { return strings.ToUpper(n.Kind.String()) }

// finding puts d into words for a direction.
func (d *difference) finding(dir rule.Direction, reference *rule.Difference) rule.Finding {
	s := d.sides(dir)
	f := rule.Finding{
		Code:      d.rule.Code,
		Direction: dir,
		Breaks:    d.rule.Breaks,
		Reference: reference,
		Message:   d.message(s),
		Fix:       d.fix(dir),
	}
	f.Old, f.New = rule.Ages(dir, d.at.reader.place(), d.at.writer.place())
	f.Was, f.Is = rule.Ages(dir, s.read, s.written)
	return f
}

func (d *difference) sides(dir rule.Direction) sides {
	s := sides{dir: dir}
	s.reader, s.writer = rule.Roles(dir, "the old schema", "the new schema")
	if d.rule.stands != nil {
		s.read, s.written = d.rule.stands(d)
	} else {
		s.read, s.written = say(d.reader), say(d.writer)
	}
	return s
}

// message says where the reader stands and what it cannot do there.
func (d *difference) message(s sides) string {
	return cmp.Or(d.at.reader.place().Path, "the whole schema") + ": " + d.rule.message(d, s)
}

func (d *difference) fix(dir rule.Direction) rule.Fix {
	if dir == rule.Forward {
		return d.rule.fixWriter(d)
	}
	return d.rule.fixReader(d)
}

// addMember adds a member at the end of an object, which has others.
func addMember(object schema.Span, member string) *rule.Edit {
	at := object.End
	at.Column--
	return &rule.Edit{At: schema.Span{File: object.File, Start: at, End: at}, Text: ", " + member}
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
