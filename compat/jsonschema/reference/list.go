package reference

import (
	"github.com/concord-registry/concord/compat/jsonschema/site"
	"github.com/concord-registry/concord/schema/jsonschema/model"
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
