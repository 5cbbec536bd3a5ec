package avro

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/concord-registry/concord/schema/avro"
	"github.com/concord-registry/concord/schema/jsontree"
)

// decoder reads one encoded datum of a writer with a reader's type, by the rules of the Avro specification ("Schema
// Resolution") and no others than the datum meets: a part of the schema that the datum does not reach refuses nothing.
// Where decoders are stricter than the specification it follows them: fields' aliases work for a record of one full name,
// and unions find enums and fixed types by full name. It is the judge of witnesses,
// reads trusted data only, and shares with the checker no more than the choice of a union's branch.
type decoder struct {
	truth *truth
	data  []byte
	// way are the pairs from the root to the place that is being read.
	way []pair
	// target is the pair that is watched, or one of its fields that an alias does not reach. written and read are the values
	// on both sides where they were watched, of the first time that they differed.
	target  pair
	field   *avro.Field
	written string
	read    string
}

// saw notes what was written and read at the target.
func (d *decoder) saw(written, read string) {
	if d.written == d.read {
		d.written, d.read = written, read
	}
}

// refusal says why a datum cannot be read, and where.
type refusal struct {
	reason string
	way    []pair
}

func (r *refusal) Error() string { return r.reason }

func (d *decoder) refuse(format string, args ...any) error {
	return &refusal{fmt.Sprintf(format, args...), slices.Clone(d.way)}
}

// value reads one value and returns it as JSON. A nil reader skips it.
func (d *decoder) value(p pair, union bool) (string, error) {
	d.way = append(d.way, p)
	defer func() { d.way = d.way[:len(d.way)-1] }()
	switch {
	case p.writer.Kind == avro.Union:
		return d.value(pair{p.reader, p.writer.Branches[d.long()]}, union)
	case p.reader == nil:
		return d.own(p)
	case p.reader.Kind == avro.Union:
		branch, _ := d.truth.branch(p)
		if branch == nil {
			return "", d.refuse("no branch of %s reads %s", say(p.reader), say(p.writer))
		}
		return d.value(pair{branch, p.writer}, true)
	case p.reader.Kind.Named() && p.reader.Kind == p.writer.Kind:
		if err := d.names(p, union); err != nil {
			return "", err
		}
	case p.reader.Kind != p.writer.Kind && !promotes(p.writer.Kind, p.reader.Kind):
		return "", d.refuse("%s is written, which %s cannot hold", say(p.writer), say(p.reader))
	}
	return d.own(p)
}

// names refuses a named type of another name. Enums and fixed types in a union need the full one.
func (d *decoder) names(p pair, union bool) error {
	if !sameName(p.reader, p.writer) || union && p.reader.Kind != avro.Record && !fullyNamed(p.reader, p.writer) {
		return d.refuse("%s is written where %s is read", p.writer.Name, p.reader.Name)
	}
	return nil
}

// own reads a value of a type that is no union, with a reader of its kind, of one that it is promoted to, or none.
func (d *decoder) own(p pair) (string, error) {
	switch p.writer.Kind {
	case avro.Record:
		return d.record(p)
	case avro.Enum:
		return d.symbol(p)
	case avro.Array, avro.Map:
		return d.list(p)
	}
	if p.reader != nil && p.writer.Kind == avro.Fixed && p.reader.Size != p.writer.Size {
		return "", d.refuse("%d bytes are written where %d are read", p.writer.Size, p.reader.Size)
	}
	value := d.primitive(p.writer)
	if p == d.target && d.field == nil {
		d.saw(meaningOf(p.writer, value), meaningOf(p.reader, value))
	}
	return string(value.appendJSON(nil)), nil
}

func (d *decoder) primitive(n *avro.Node) *datum {
	value := &datum{node: n}
	switch n.Kind {
	case avro.Boolean:
		value.number = int64(d.take(1)[0])
	case avro.Int, avro.Long:
		value.number = d.long()
	case avro.Float:
		value.number = int64(math.Float32frombits(binary.LittleEndian.Uint32([]byte(d.take(4)))))
	case avro.Double:
		value.number = int64(math.Float64frombits(binary.LittleEndian.Uint64([]byte(d.take(8)))))
	case avro.Bytes, avro.String:
		value.text = d.take(int(d.long()))
	case avro.Fixed:
		value.text = d.take(n.Size)
	}
	return value
}

func (d *decoder) take(n int) string {
	taken := string(d.data[:n])
	d.data = d.data[n:]
	return taken
}

func (d *decoder) long() int64 {
	x, n := binary.Varint(d.data)
	d.data = d.data[n:]
	return x
}

func (d *decoder) symbol(p pair) (string, error) {
	symbol := p.writer.Symbols[d.long()]
	switch {
	case p.reader == nil || p.reader.HasSymbol(symbol):
	case p.reader.Default != nil:
		symbol = *p.reader.Default
	default:
		return "", d.refuse("the symbol %s is written, which %s does not know", symbol, p.reader.Name)
	}
	return string(jsontree.AppendQuoted(nil, symbol)), nil
}

// list reads an array or a map: blocks until an empty one.
func (d *decoder) list(p pair) (string, error) {
	open, end := byte('['), byte(']')
	if p.writer.Kind == avro.Map {
		open, end = '{', '}'
	}
	out := []byte{open}
	for n := d.long(); n > 0; n = d.long() {
		for range n {
			if p.writer.Kind == avro.Map {
				out = append(jsontree.AppendQuoted(out, d.take(int(d.long()))), ':')
			}
			item, err := d.value(pair{part(p.reader), p.writer.Items}, false)
			if err != nil {
				return "", err
			}
			out = append(append(out, item...), ',')
		}
	}
	return string(append(out, end)), nil
}

// record reads the fields in the order in which they are written, and then those that are not.
func (d *decoder) record(p pair) (string, error) {
	targets, err := d.targets(p)
	if err != nil {
		return "", err
	}
	values := make(map[*avro.Field]string, len(targets))
	for _, f := range p.writer.Fields {
		target := targets[f]
		reader := (*avro.Node)(nil)
		if target != nil {
			reader = target.Type
		}
		value, err := d.value(pair{reader, f.Type}, false)
		if err != nil {
			return "", err
		}
		if target != nil {
			values[target] = value
		} else if p == d.target && d.field != nil && slices.Contains(d.field.Aliases, f.Name) {
			d.saw(value, string(jsontree.Append(nil, d.field.Default, nil)))
		}
	}
	return d.assemble(p, values), nil
}

// targets finds the reader's field of each that is written, and refuses fields that nothing fills.
func (d *decoder) targets(p pair) (map[*avro.Field]*avro.Field, error) {
	if p.reader == nil {
		return nil, nil
	}
	targets := make(map[*avro.Field]*avro.Field, len(p.reader.Fields))
	for _, f := range p.reader.Fields {
		names := []string{f.Name}
		if fullyNamed(p.reader, p.writer) {
			names = append(names, f.Aliases...)
		}
		filled := false
		for _, name := range names {
			source := p.writer.Field(name)
			if source == nil || targets[source] == f {
				continue
			}
			if filled {
				return nil, d.refuse("more than one field is written for %s", f.Name)
			}
			if targets[source] != nil {
				panic(tooComplex{}) // by name and by alias it goes to two fields, which decoders settle differently
			}
			targets[source], filled = f, true
		}
		if !filled && f.Default == nil {
			return nil, d.refuse("the field %s is not written and has no default", f.Name)
		}
	}
	return targets, nil
}

// assemble lists the reader's fields with what was read, or their defaults.
func (d *decoder) assemble(p pair, values map[*avro.Field]string) string {
	if p.reader == nil {
		return ""
	}
	out := []byte{'{'}
	for _, f := range p.reader.Fields {
		value, known := values[f]
		if !known {
			value = string(jsontree.Append(nil, f.Default, nil))
		}
		out = append(append(jsontree.AppendQuoted(out, f.Name), ':'), value...)
		out = append(out, ',')
	}
	return string(append(out, '}'))
}

// refusedBelow reports whether err refuses a datum at the pair or at a part of it.
func refusedBelow(err error, p pair) bool {
	var r *refusal
	return errors.As(err, &r) && slices.Contains(r.way, p)
}
