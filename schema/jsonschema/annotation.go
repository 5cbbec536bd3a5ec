package jsonschema

import (
	"encoding/json"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// docOf is the description of a schema, or its title.
func docOf(v *jsontree.Value) string {
	for _, keyword := range []string{"description", "title"} {
		if text := v.Get(keyword); text.IsString() {
			return text.Text
		}
	}
	return ""
}

// annotationsOf are the members of a schema that are its author's own: those with the prefix `x-`, and those with another
// namespace. The bindings of terms and the tags stand elsewhere in a document.
func annotationsOf(v *jsontree.Value) map[string]any {
	var out map[string]any
	for _, m := range v.Members {
		own := strings.HasPrefix(m.Name, "x-") || strings.ContainsAny(m.Name, ".:")
		if !own || m.Name == "x-term" || m.Name == tagsKeyword {
			continue
		}
		if out == nil {
			out = map[string]any{}
		}
		out[strings.TrimPrefix(m.Name, "x-")] = plain(m.Value)
	}
	return out
}

// plain is a value as encoding/json would hold it, with its numbers as float64 where they fit and as json.Number where
// they do not.
func plain(v *jsontree.Value) any {
	switch v.Kind {
	case jsontree.Bool:
		return v.Bool
	case jsontree.String:
		return v.Text
	case jsontree.Number:
		n := json.Number(v.Text)
		if x, err := n.Float64(); err == nil {
			return x
		}
		return n
	case jsontree.Array:
		out := make([]any, len(v.Items))
		for i, item := range v.Items {
			out[i] = plain(item)
		}
		return out
	case jsontree.Object:
		out := make(map[string]any, len(v.Members))
		for _, m := range v.Members {
			out[m.Name] = plain(m.Value)
		}
		return out
	}
	return nil
}
