package avro

import "github.com/concord-registry/concord/schema/avro"

// pair is a reader's type and a writer's type, by identity.
type pair struct{ reader, writer *avro.Node }

// simple reports whether a pair has no parts and no names, so that no claim needs to be made of it.
func (p pair) simple() bool {
	return p.reader.Kind.Primitive() && p.writer.Kind.Primitive()
}

// local lists what a pair of named types of one kind differs in by itself, whatever its parts are.
func local(p pair, at *trail) []difference { return checkFields(localType(p, at), p, at) }

// localType is local without the fields.
func localType(p pair, at *trail) []difference {
	return checkEnum(checkFixed(checkName(nil, p, at), p, at), p, at)
}
