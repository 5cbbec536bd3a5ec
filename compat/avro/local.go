package avro

import (
	"slices"

	"github.com/concord-registry/concord/schema/avro"
)

// local lists what a pair of named types of one kind differs in by itself, whatever its parts are.
func local(p pair, at *trail) []difference {
	list := localType(p, at)
	for i, f := range p.reader.Fields {
		source, _, two := sourceOf(p, i)
		switch {
		case two:
			list = append(list, difference{code: FieldAmbiguous, pair: p, at: at.field(f, nil), field: f})
		case source == nil && f.Default == nil:
			list = append(list, difference{code: FieldMissingDefault, pair: p, at: at.field(f, nil), field: f})
		}
	}
	return list
}

// localType is local without the fields.
func localType(p pair, at *trail) []difference {
	var list []difference
	if !sameName(p.reader, p.writer) {
		list = append(list, difference{code: NameMismatch, pair: p, at: at.into("name")})
	}
	if p.reader.Size != p.writer.Size {
		list = append(list, difference{code: FixedSize, pair: p, at: at.into("size")})
	}
	if missing := missingSymbols(p); len(missing) > 0 {
		list = append(list, difference{code: EnumSymbolMissing, pair: p, at: at.into("symbols"), symbols: missing})
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

// sameName reports whether a reader's named type takes a writer's: by its unqualified name, or by an alias in full.
func sameName(reader, writer *avro.Node) bool {
	return reader.Name.Simple == writer.Name.Simple || slices.Contains(reader.Aliases, writer.Name)
}

// promotes reports whether every value of one primitive kind is read as another.
func promotes(writer, reader avro.Kind) bool {
	switch writer {
	case avro.Int:
		return reader == avro.Long || reader == avro.Float || reader == avro.Double
	case avro.Long:
		return reader == avro.Float || reader == avro.Double
	case avro.Float:
		return reader == avro.Double
	case avro.Bytes:
		return reader == avro.String
	case avro.String:
		return reader == avro.Bytes
	}
	return false
}

// missingSymbols are the writer's symbols that the reader has no word for, sorted; none when the reader has a default.
func missingSymbols(p pair) []string {
	if p.reader.Default != nil {
		return nil
	}
	var missing []string
	for _, s := range p.writer.Symbols {
		if !p.reader.HasSymbol(s) {
			missing = append(missing, s)
		}
	}
	slices.Sort(missing)
	return missing
}
