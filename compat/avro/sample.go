package avro

import (
	"strings"

	"github.com/concord-registry/concord/schema/avro"
)

// Bounds on the data that witnesses are made of: the parts of all that are made in one check, how deep one is, and how
// long a fixed value.
const (
	maxParts       = 20_000
	maxSampleDepth = 64
	maxSampleSize  = 1 << 12
)

// measure says how small data are made.
type measure int

const (
	// small data have few parts: empty lists, and of a union the first branch that is no record.
	small measure = iota
	// other data are other numbers, symbols and branches, and lists that are not empty.
	other
	// nested data are other ones with records in unions.
	nested
)

// sampler makes data of a writer's types, small and readable where it can.
type sampler struct {
	truth   *truth
	measure measure
	parts   int
	// open are the records that are being made, which must not hold themselves.
	open map[*avro.Node]bool
}

// sample is a value of p.writer that p.reader reads, if there is one; a nil reader reads everything. It is nil where no
// value is found: the type may have none.
func (s *sampler) sample(p pair) *datum {
	if s.parts++; s.parts > maxParts {
		return nil
	}
	d := &datum{node: p.writer}
	switch p.writer.Kind {
	case avro.Boolean, avro.Int, avro.Long, avro.Float, avro.Double:
		d.number = 1
		if s.measure != small {
			d.number = 2
		}
		if s.measure != small && p.writer.Kind == avro.Boolean {
			d.number = 0
		}
	case avro.Bytes:
		d.text = s.bytes(1)
	case avro.String:
		d.text = s.word(p.writer)
	case avro.Fixed:
		if p.writer.Size > maxSampleSize {
			return nil
		}
		d.text = s.bytes(p.writer.Size)
	case avro.Enum:
		return s.symbol(p)
	case avro.Union:
		return s.union(p)
	case avro.Array, avro.Map:
		if s.measure != small {
			return s.list(p)
		}
	case avro.Record:
		return s.record(p, nil, nil)
	}
	return d
}

// bytes are a small number, which a decimal of any precision holds.
func (s *sampler) bytes(size int) string {
	digit := "\x01"
	if s.measure != small {
		digit = "\x02"
	}
	return strings.Repeat("\x00", max(0, size-1)) + digit[:min(1, size)]
}

func (s *sampler) word(n *avro.Node) string {
	word := "a"
	if s.measure != small {
		word = "b"
	}
	if l := n.Logical(); l != nil && l.Name == "uuid" {
		return "00000000-0000-4000-8000-00000000000" + word
	}
	return word
}

// list is a list of one element, which is small: it may be of a record that holds the list.
func (s *sampler) list(p pair) *datum {
	inner := s.inner()
	item := inner.sample(pair{part(p.reader), p.writer.Items})
	if s.parts = inner.parts; item == nil {
		return &datum{node: p.writer}
	}
	return &datum{node: p.writer, parts: []*datum{item}}
}

// inner makes small data in place of s, of records too that s is making.
func (s *sampler) inner() *sampler {
	return &sampler{truth: s.truth, parts: s.parts, open: map[*avro.Node]bool{}}
}

// part is the type of the elements of a list, nil for what is none.
func part(n *avro.Node) *avro.Node {
	if n == nil {
		return nil
	}
	return n.Items
}

// breaking is a value of p.writer that p.reader does not read, for a pair that is not readable: it follows the parts that
// were refuted before the whole was, which leads to a cause.
func (s *sampler) breaking(p pair) *datum {
	if s.parts++; s.parts > maxParts {
		return nil
	}
	switch {
	case p.writer.Kind == avro.Union:
		for i, branch := range p.writer.Branches {
			if s.earlier(pair{p.reader, branch}, p) {
				return wrap(p.writer, i, s.breaking(pair{p.reader, branch}))
			}
		}
	case p.reader.Kind == avro.Union:
		if candidates := s.truth.candidates(p); len(candidates) > 0 {
			return s.breaking(pair{candidates[0], p.writer})
		}
	case p.reader.Kind != p.writer.Kind:
	case p.reader.Kind == avro.Array, p.reader.Kind == avro.Map:
		return wrap(p.writer, 0, s.breaking(pair{p.reader.Items, p.writer.Items}))
	case p.reader.Kind == avro.Enum:
		if d := unknownSymbol(p); d != nil {
			return d
		}
	case p.reader.Kind == avro.Record:
		return s.breakingRecord(p)
	}
	return s.sample(p)
}

// earlier reports whether part is not readable, and was known not to be before the whole was.
func (s *sampler) earlier(part, whole pair) bool {
	return !s.truth.reads(part) && s.truth.rank(part) < s.truth.rank(whole)
}

// wrap is a union or list around a value; nil around none.
func wrap(node *avro.Node, branch int, value *datum) *datum {
	if value == nil {
		return nil
	}
	return &datum{node: node, number: int64(branch), parts: []*datum{value}}
}
