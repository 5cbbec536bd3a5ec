package avro

import (
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/avro"
)

// trail is the way from the roots to a pair of types: the reference's path, and the place on either side. Trails are
// shared and never change, so that a step costs the same at any depth.
type trail struct {
	// step is the last part of the reference's path, before the one of up; nil up is where a path starts.
	step string
	up   *trail
	// reader and writer are the places on both sides.
	reader, writer *spot
	// absent is the reader's field whose type is compared with the whole record of the writer, which lacks it; nil
	// everywhere else.
	absent *avro.Field
}

// spot is a place in one schema: a root, or a field below one.
type spot struct {
	name string
	up   *spot
	at   schema.Span
}

func start(roots pair) *trail { return &trail{reader: root(roots.reader), writer: root(roots.writer)} }

func root(n *avro.Node) *spot { return &spot{name: n.Name.Simple, at: n.At} }

// nowhere is the place of differences that are only counted.
var nowhere = &trail{reader: &spot{}, writer: &spot{}}

// into is the trail with one more step of the reference's path, at the same places.
func (t *trail) into(step string) *trail {
	return &trail{step: step, up: t, reader: t.reader, writer: t.writer}
}

// restart begins a new path of the reference at the same places.
func (t *trail) restart() *trail { return &trail{reader: t.reader, writer: t.writer} }

// missing is the trail at a reader's field that the writer lacks.
func (t *trail) missing(f *avro.Field) *trail {
	next := *t
	next.absent = f
	return &next
}

// field is the trail at a reader's field and the writer's field that it is read from, nil when there is none.
func (t *trail) field(reader, writer *avro.Field) *trail {
	next := &trail{step: t.step, up: t.up, reader: t.reader.below(reader), writer: &spot{up: t.writer, name: reader.Name}}
	if writer != nil {
		next.writer = t.writer.below(writer)
	}
	return next
}

func (s *spot) below(f *avro.Field) *spot { return &spot{f.Name, s, f.At} }

// path is the reference's path.
func (t *trail) path() string {
	var steps []string
	for ; t.up != nil; t = t.up {
		steps = append(steps, t.step)
	}
	slices.Reverse(steps)
	return "/" + strings.Join(steps, "/")
}

// place is the spot in words.
func (s *spot) place() rule.Place {
	var names []string
	for up := s; up != nil; up = up.up {
		if up.name != "" {
			names = append(names, up.name)
		}
	}
	slices.Reverse(names)
	return rule.Place{Path: strings.Join(names, "."), Span: s.at}
}
