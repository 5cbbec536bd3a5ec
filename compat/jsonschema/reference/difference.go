package reference

import (
	"strings"

	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// Type names an incompatible difference as the reference does, such as MAX_LENGTH_ADDED. The constants of this package are
// all that it can report under its policy STRICT.
type Type string

// Difference is one incompatible difference.
type Difference struct {
	Type Type
	site.Site
}

// Pointer is the path of a difference as the reference prints it.
func (d Difference) Pointer() string {
	if d.Type == SchemaAdded {
		return ""
	}
	return "#/" + strings.Join(d.Path, "/")
}

// What schemas of different kinds give, and one that stands where there was none.
const (
	SchemaAdded Type = "SCHEMA_ADDED"
	TypeChanged Type = "TYPE_CHANGED"
)

// list collects the differences of two schemas.
type list struct {
	writer, reader *model.Node
	found          []Difference
}

// add reports a difference below the two.
func (l *list) add(t Type, path ...string) {
	l.between(l.writer, l.reader, t, path...)
}

// between reports a difference of other schemas, below the two.
func (l *list) between(writer, reader *model.Node, t Type, path ...string) {
	around := site.Around{Writer: l.writer, Reader: l.reader, Path: path}
	l.found = append(l.found, Difference{t, site.Site{Path: path, Writer: writer, Reader: reader, Around: around}})
}

func (l *list) include(found []Difference) { l.found = append(l.found, found...) }
