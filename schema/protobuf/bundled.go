package protobuf

import (
	"maps"
	"slices"
	"sync"

	"github.com/concord-registry/concord/schema/protobuf/bundled"
)

// bundledUnit is a bundled file as a unit.
func bundledUnit(path string) *unit {
	if tree := bundled.Files()[path]; tree != nil {
		return &unit{path: path, tree: tree, bundled: true}
	}
	return nil
}

// bundledIndex is the index of all bundled definitions.
var bundledIndex = sync.OnceValue(func() *types {
	t := newTypes()
	paths := slices.Sorted(maps.Keys(bundled.Files()))
	for _, path := range paths {
		t.collect(bundledUnit(path))
	}
	for _, path := range paths {
		t.collectExtensions(bundledUnit(path))
	}
	return t
})
