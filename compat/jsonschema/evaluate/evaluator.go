package evaluate

import (
	"github.com/concord-registry/concord/compat/jsonschema/language"
	"github.com/concord-registry/concord/schema/jsonschema/model"
)

// Evaluator holds values against schemas. It keeps what takes time to make of them, the languages of patterns and the sets
// of listed values, and belongs to one goroutine.
type Evaluator struct {
	languages map[string]*language.Language
	sets      map[*model.Node]*listing
	// Prefixes says that `prefixItems` counts in 2019-09, as it does for the reference; Early that it was met there.
	Prefixes, Early bool
}

// New is an evaluator that has met no schema.
func New() *Evaluator {
	return &Evaluator{languages: map[string]*language.Language{}, sets: map[*model.Node]*listing{}}
}

// listing are the values that a schema lists. unsure says that not all of them can be told from others.
type listing struct {
	has    map[string]bool
	unsure bool
}
