package avro

import (
	"github.com/concord-registry/concord/schema/avro"
)

// Records have no rule of their own: what stands against them stands against their names (name.go) and fields (field.go).

// record makes a record that holds value in the field given; with a nil field all its values are samples.
func (s *sampler) record(p pair, field *avro.Field, value *datum) *datum {
	if s.open[p.writer] || len(s.open) > maxSampleDepth {
		return nil
	}
	s.open[p.writer] = true
	defer delete(s.open, p.writer)
	readers := readersOf(p)
	d := &datum{node: p.writer, parts: make([]*datum, 0, len(p.writer.Fields))}
	for _, f := range p.writer.Fields {
		part := value
		if f != field {
			part = s.sample(pair{readers[f], f.Type})
		}
		if part == nil {
			return nil
		}
		d.parts = append(d.parts, part)
	}
	return d
}

// readersOf are the types that read the writer's fields. An alias that does not work reads nothing.
func readersOf(p pair) map[*avro.Field]*avro.Node {
	if p.reader == nil || p.reader.Kind != avro.Record {
		return nil
	}
	readers := make(map[*avro.Field]*avro.Node, len(p.reader.Fields))
	for i, f := range p.reader.Fields {
		if source, _, _ := sourceOf(p, i); source != nil && (source.Name == f.Name || fullyNamed(p.reader, p.writer)) {
			readers[source] = f.Type
		}
	}
	return readers
}

// breakingRecord is a record with a field that is not readable, if that is what makes the record not readable.
func (s *sampler) breakingRecord(p pair) *datum {
	if len(local(p, nowhere)) > 0 {
		return s.sample(p)
	}
	for i, f := range p.reader.Fields {
		source, _, _ := sourceOf(p, i)
		if source != nil && s.earlier(pair{f.Type, source.Type}, p) {
			if value := s.breaking(pair{f.Type, source.Type}); value != nil {
				return s.record(p, source, value)
			}
		}
	}
	return s.sample(p)
}
