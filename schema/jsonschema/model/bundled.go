package model

import "github.com/concord-registry/concord/schema/jsontree"

// anySchema stands for every meta-schema: what it describes is an object or, in all drafts but the first, a boolean.
var anySchema = &jsontree.Value{Kind: jsontree.Object, Members: []jsontree.Member{{
	Name: "type",
	Value: &jsontree.Value{Kind: jsontree.Array, Items: []*jsontree.Value{
		{Kind: jsontree.String, Text: "object"}, {Kind: jsontree.String, Text: "boolean"},
	}},
}}}

// bundled is the document of a meta-schema, nil for any other address. The nodes of meta-schemas themselves are not read:
// no comparison needs to know more than that one is meant.
func bundled(address string) *Document {
	draft, known := drafts[metaName(address)]
	if !known {
		return nil
	}
	return &Document{Root: anySchema, draft: draft, uri: address}
}
