package avro

import (
	"github.com/concord-registry/concord/schema/avro"
	"github.com/concord-registry/concord/schema/jsontree"
)

// alike reports whether two types are spelled alike from parts that have no names, with the same simple properties. Most fields of two
// versions are; nothing stands between such types, and nothing needs to be remembered of them. It is asked first because
// it costs a hundredth of a comparison. False says nothing.
func alike(reader, writer *avro.Node) bool {
	if reader.Kind != writer.Kind || !sameProps(reader.Props, writer.Props) {
		return false
	}
	switch reader.Kind {
	case avro.Array, avro.Map:
		return alike(reader.Items, writer.Items)
	case avro.Union:
		if len(reader.Branches) != len(writer.Branches) {
			return false
		}
		for i, branch := range reader.Branches {
			if !alike(branch, writer.Branches[i]) {
				return false
			}
		}
		return true
	}
	return reader.Kind.Primitive()
}

// sameProps reports whether two lists of properties say the same, in one order and without lists or objects.
func sameProps(a, b []jsontree.Member) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		x, y := a[i].Value, b[i].Value
		if a[i].Name != b[i].Name || x.Kind != y.Kind || x.Kind >= jsontree.Array || x.Text != y.Text || x.Bool != y.Bool {
			return false
		}
	}
	return true
}
