package avro_test

import (
	"fmt"
	"reflect"
	"strings"

	avroschema "github.com/concord-registry/concord/schema/avro"
)

// misread says where a value that was read is not what was written, nothing where it is. Both are as the other decoder
// returns them, with the names of branches. Promotion may round, and a symbol that the reader does not know is its default:
// that is what the schemas say.
func misread(r, w *avroschema.Node, read, written any) string {
	r, read = branchOf(r, read)
	w, written = branchOf(w, written)
	if meaning := misunderstood(r, w); meaning != "" {
		return meaning
	}
	switch w.Kind {
	case avroschema.Record:
		return misreadRecord(r, w, read, written)
	case avroschema.Array:
		a, b := read.([]any), written.([]any)
		for i := range b {
			if at := misread(r.Items, w.Items, a[i], b[i]); at != "" {
				return at
			}
		}
		return lengths(len(a), len(b))
	case avroschema.Map:
		a, b := read.(map[string]any), written.(map[string]any)
		for key := range b {
			if at := misread(r.Items, w.Items, a[key], b[key]); at != "" {
				return at
			}
		}
		return lengths(len(a), len(b))
	case avroschema.Enum:
		if !r.HasSymbol(written.(string)) {
			written = *r.Default
		}
	}
	if a, b := plain(r, read), plain(r, written); a != b {
		return fmt.Sprintf("%s is not %s", a, b)
	}
	return ""
}

func lengths(a, b int) string {
	if a != b {
		return fmt.Sprintf("%d elements are not %d", a, b)
	}
	return ""
}

// branchOf is the branch of a union that a value with its branch's name is of, and the value itself.
func branchOf(n *avroschema.Node, value any) (*avroschema.Node, any) {
	if n.Kind != avroschema.Union {
		return n, value
	}
	for _, branch := range n.Branches {
		if value == nil && branch.Kind == avroschema.Null {
			return branch, nil
		}
		if tagged, ok := value.(map[string]any); ok && len(tagged) == 1 {
			if inner, named := tagged[branch.TypeName()]; named {
				return branch, inner
			}
		}
	}
	return n, value
}

func misreadRecord(r, w *avroschema.Node, read, written any) string {
	a, b := read.(map[string]any), written.(map[string]any)
	for _, f := range r.Fields {
		source := w.Field(f.Name)
		for _, alias := range f.Aliases {
			if source == nil {
				source = w.Field(alias)
			}
		}
		if source == nil {
			continue
		}
		if at := misread(f.Type, source.Type, a[f.Name], b[source.Name]); at != "" {
			return f.Name + ": " + at
		}
	}
	return ""
}

// plain is a value as text, rounded as the reader's type rounds it.
func plain(r *avroschema.Node, value any) string {
	if text, ok := value.([]byte); ok {
		return string(text)
	}
	v := reflect.ValueOf(value)
	if !v.IsValid() {
		return "null"
	}
	switch r.Kind {
	case avroschema.Float:
		return fmt.Sprint(v.Convert(reflect.TypeFor[float32]()))
	case avroschema.Double:
		return fmt.Sprint(v.Convert(reflect.TypeFor[float64]()))
	}
	return fmt.Sprint(value)
}

// misunderstood says where the same digits mean another number or moment.
func misunderstood(r, w *avroschema.Node) string {
	a, b := r.Logical(), w.Logical()
	switch {
	case a == nil || b == nil:
	case a.Name == "decimal" && b.Name == "decimal" && a.Scale != b.Scale:
		return "decimals of another scale"
	case strings.Contains(a.Name, "timestamp") && strings.Contains(b.Name, "timestamp") && unit(a.Name) != unit(b.Name):
		return "timestamps of another unit"
	}
	return ""
}

func unit(name string) string { return name[strings.LastIndexByte(name, '-'):] }
