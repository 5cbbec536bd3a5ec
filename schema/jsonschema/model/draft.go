package model

import (
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// Draft is a version of JSON Schema, in order of time.
type Draft int

// The drafts that are read.
const (
	Draft4 Draft = iota
	Draft6
	Draft7
	Draft2019
	Draft2020
)

// drafts maps `$schema` without scheme and empty fragment to its draft.
var drafts = map[string]Draft{
	"json-schema.org/draft-04/schema":      Draft4,
	"json-schema.org/draft-06/schema":      Draft6,
	"json-schema.org/draft-07/schema":      Draft7,
	"json-schema.org/draft/2019-09/schema": Draft2019,
	"json-schema.org/draft/2020-12/schema": Draft2020,
}

// DraftOf is what `$schema` of a schema says; draft 7 when it says nothing or something unknown (contract §3.6).
func DraftOf(root *jsontree.Value) Draft {
	name := root.Get("$schema")
	if !name.IsString() {
		return Draft7
	}
	if d, known := drafts[metaName(name.Text)]; known {
		return d
	}
	return Draft7
}

// metaName is a URI without its scheme and without an empty fragment.
func metaName(uri string) string {
	uri = strings.TrimPrefix(strings.TrimPrefix(uri, "http://"), "https://")
	return strings.TrimSuffix(uri, "#")
}

// Modern reports whether the draft has `$ref` with siblings, `unevaluated…` and `dependent…`.
func (d Draft) Modern() bool { return d >= Draft2019 }

// idKeyword is the keyword that names a schema.
func (d Draft) idKeyword() string {
	if d == Draft4 {
		return "id"
	}
	return "$id"
}
