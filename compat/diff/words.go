package diff

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema"
)

// described is a field in a few words: its type, whether it must be there, its default.
func described(f *schema.Field) string {
	text := spelled(f.Type) + ", " + f.Presence
	if f.Number != 0 {
		text += ", number " + strconv.Itoa(f.Number)
	}
	if f.Default.Set {
		text += ", default " + defaultText(f.Default)
	}
	return text
}

// spelled is a type as the format spells it. JSON Schema spells types that mean different things alike; Avro says the
// parameters itself.
func spelled(t schema.FieldType) string {
	if t.Native == t.Canonical || t.Container != "" || t.Ref != "" {
		return t.Native
	}
	if t.Canonical == "any" || t.Canonical == "union" || strings.Contains(t.Native, "{") {
		return t.Native
	}
	return t.Native + params(t)
}

// params are the parameters of a canonical type, in the order of their names.
func params(t schema.FieldType) string {
	if len(t.Params) == 0 {
		return ""
	}
	return " " + jsonText(t.Params)
}

func defaultText(d schema.Default) string {
	if !d.Set {
		return ""
	}
	return jsonText(d.Value)
}

// constraintText is empty for no constraints.
func constraintText(c schema.Constraints) string {
	var parts []string
	add := func(name string, set bool, value any) {
		if set {
			parts = append(parts, name+" "+jsonText(value))
		}
	}
	add("min length", c.MinLength != nil, c.MinLength)
	add("max length", c.MaxLength != nil, c.MaxLength)
	add("pattern", c.Pattern != nil, c.Pattern)
	add("min", c.Min != nil, c.Min)
	add("max", c.Max != nil, c.Max)
	add("enum", c.Enum != nil, c.Enum)
	add("unique", c.Unique != nil, c.Unique)
	return strings.Join(parts, ", ")
}

func annotationText(a map[string]any) string {
	if len(a) == 0 {
		return ""
	}
	return jsonText(a)
}

func meaning(f *schema.Field) string {
	text := words(f.Terms)
	if len(f.Tags) > 0 {
		text = strings.TrimPrefix(text+", tags "+words(f.Tags), ", ")
	}
	return text
}

func words(list []string) string { return strings.Join(list, ", ") }

func names(fields []*schema.Field) string {
	list := make([]string, len(fields))
	for i, f := range fields {
		list[i] = f.Name
	}
	return words(list)
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// sizeText is the size of a fixed type.
func sizeText(n int) string {
	if n == 0 {
		return ""
	}
	return "fixed, " + strconv.Itoa(n) + " bytes"
}

func flag(set bool) string {
	if set {
		return "deprecated"
	}
	return ""
}

// jsonText is a value of a document as JSON; what JSON cannot hold, a default of NaN, is named.
func jsonText(v any) string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return "a value that JSON cannot hold"
	}
	return strings.TrimSuffix(b.String(), "\n")
}
