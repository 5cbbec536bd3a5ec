package formats_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// meaning is what is the same of a field in all formats. Presence is not part of it: that a field may be absent is said
// by a default in Avro, by the syntax in Protobuf and by `required` in JSON Schema, and the three do not mean the same.
// Nor is the unit of a time, which the text of a JSON date-time does not bound.
type meaning struct {
	Path, Canonical, Container, Doc string
	Params                          map[string]any
	Nullable, Deprecated            bool
	Terms, Tags                     []string
}

// TestTriplets: the same contract in three formats gives the same fields, but for native types, numbers and the spelling
// of names.
func TestTriplets(t *testing.T) {
	folders, err := filepath.Glob("../../testdata/triplets/*")
	if err != nil || len(folders) < 5 {
		t.Fatalf("%d triplets: %v", len(folders), err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			avro := meanings(t, folder, "schema.avsc", schema.Avro)
			if len(avro) == 0 {
				t.Fatal("the Avro schema has no fields")
			}
			for name, format := range map[string]schema.Type{"schema.proto": schema.Protobuf, "schema.json": schema.JSON} {
				if diff := cmp.Diff(meanings(t, folder, name, format), avro, cmpopts.EquateEmpty()); diff != "" {
					t.Errorf("%s - avsc +\n%s", name, diff)
				}
			}
		})
	}
}

func meanings(t *testing.T, folder, name string, format schema.Type) []meaning {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := formats.Parse(schema.Source{Type: format, Text: string(text), File: name}, schema.Options{})
	if err != nil {
		t.Fatal(err)
	}
	byPath := map[string]meaning{}
	for _, f := range parsed.Document().Fields {
		_, path, _ := strings.Cut(f.Path, ".")
		steps := strings.Split(path, ".")
		for i := range steps {
			steps[i] = schema.Snake(steps[i])
		}
		m := meaning{
			Path: strings.Join(steps, "."), Canonical: f.Type.Canonical, Container: f.Type.Container, Doc: f.Doc,
			Params: f.Type.Params, Nullable: f.Type.Nullable, Deprecated: f.Deprecated, Terms: f.Terms, Tags: f.Tags,
		}
		if m.Params = maps.Clone(m.Params); m.Params != nil {
			delete(m.Params, "unit")
		}
		byPath[m.Path] = m
	}
	var list []meaning
	for _, path := range slices.Sorted(maps.Keys(byPath)) {
		list = append(list, byPath[path])
	}
	return list
}
