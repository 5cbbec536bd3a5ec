// Package site names places in two schemas at once. The comparison of the reference registry and the proof of containment
// both report them, so that what either says about one place can be joined.
package site

import (
	"slices"

	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// Site is a place in a writer's and a reader's schema.
type Site struct {
	// Path are the keywords and names on the way from both roots, in the words of the reference: references are not shown,
	// and the position in a tuple stands behind `items`. The path of a root is empty.
	Path []string
	// Writer and Reader are the schemas at the place. Writer is nil when it has none there, or several; Reader when it has
	// none.
	Writer, Reader *model.Node
	// Around are the schemas that a fix would change.
	Around Around
}

// Around are the two schemas that speak of a place, with the path from them to it. It is zero where no two schemas do.
type Around struct {
	Writer, Reader *model.Node
	Path           []string
}

// Of is the place at the end of a path from two schemas, which speak of it themselves.
func Of(writer, reader *model.Node, path ...string) Site {
	return Site{Path: path, Writer: writer, Reader: reader, Around: Around{writer, reader, path}}
}

// Below is the same place as seen from further up.
func (s Site) Below(keys ...string) Site {
	s.Path = append(append(make([]string, 0, len(keys)+len(s.Path)), keys...), s.Path...)
	return s
}

// Leads reports whether path goes on from start.
func Leads(start, path []string) bool {
	return len(start) <= len(path) && slices.Equal(start, path[:len(start)])
}

// Related reports whether one path leads to the other.
func Related(a, b []string) bool { return Leads(a, b) || Leads(b, a) }
