package avro_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/avro"
)

// TestStrictness says what new schemas must be, stored ones need not be, and what neither may be (contract §3.6).
func TestStrictness(t *testing.T) {
	field := func(rest string) string { return `{"type":"record","name":"R","fields":[{"name":"f",` + rest + `}]}` }
	twice := func(first, second string) string {
		return `[{"type":"array","items":` + first + `},{"type":"map","values":` + second + `}]`
	}
	tests := []struct {
		name, text     string
		stored, strict bool
	}{
		{"letters of any script", `{"type":"record","name":"é","fields":[]}`, true, false},
		{"an empty part of the namespace", `{"type":"fixed","name":"F","namespace":"a..b","size":1}`, true, false},
		{"a blank in a name", `{"type":"fixed","name":"a b","size":1}`, false, false},
		{"a digit first", `{"type":"enum","name":"E","symbols":["1"]}`, false, false},
		{"the name of a primitive", `{"type":"fixed","name":"int","size":1}`, false, false},
		{"the name of a primitive in a namespace", `{"type":"fixed","name":"a.int","size":1}`, true, true},
		{"a default of another type", field(`"type":"int","default":"x"`), true, false},
		{"a default that is too large", field(`"type":"int","default":2147483648`), true, false},
		{"a default for a later branch", field(`"type":["null","int"],"default":1`), true, true},
		{"a default for no branch", field(`"type":["null","int"],"default":"x"`), true, false},
		{"a default that is no symbol", field(`"type":{"type":"enum","name":"E","symbols":["A"]},"default":"B"`), true, true},
		{"a default of the wrong length", field(`"type":{"type":"fixed","name":"F","size":2},"default":"abc"`), true, true},
		{"a default whose fields have defaults", field(`"type":{"type":"record","name":"S","fields":[{"name":"g","type":"int","default":0}]},"default":{}`), true, true},
		{"a default that lacks a field", field(`"type":{"type":"record","name":"S","fields":[{"name":"g","type":"int"}]},"default":{}`), true, false},
		{"a default of a record that is not complete", field(`"type":"R","default":{}`), true, false},
		{"a number as text", field(`"type":"double","default":"1.5"`), true, true},
		{"a number as Java spells it", field(`"type":"double","default":" -0x1.8p3f\t"`), true, true},
		{"infinity as Go spells it", field(`"type":"double","default":"inf"`), false, false},
		{"not a number as text", field(`"type":"double","default":"x"`), false, false},
		{"the default of an enum is no symbol", `{"type":"enum","name":"E","symbols":["A"],"default":"B"}`, false, false},
		{"no symbols", `{"type":"enum","name":"E","symbols":[]}`, true, true},
		{"an empty union", `[]`, true, true},
		{"a union in a union", `["int",["null"]]`, false, false},
		{"a branch twice", `["int","int"]`, false, false},
		{"a field twice", `{"type":"record","name":"R","fields":[{"name":"f","type":"int"},{"name":"f","type":"int"}]}`, false, false},
		{"a field without a type", `{"type":"record","name":"R","fields":[{"name":"f"}]}`, false, false},
		{"an unknown order", field(`"type":"int","order":"up"`), false, false},
		{"an order in another case", field(`"type":"int","order":"ıgnore"`), true, true},
		{"more bytes than Java holds", `{"type":"fixed","name":"F","size":2147483640}`, false, false},
		{"a negative size", `{"type":"fixed","name":"F","size":-1}`, false, false},
		{"size 0", `{"type":"fixed","name":"F","size":0}`, true, true},
		{"an equal enum again", `[{"type":"array","items":{"type":"enum","name":"E","symbols":["A"]}},{"type":"map","values":{"type":"enum","name":"E","symbols":["A"]}}]`, true, true},
		{"another enum of the name", `[{"type":"array","items":{"type":"enum","name":"E","symbols":["A"]}},{"type":"map","values":{"type":"enum","name":"E","symbols":["B"]}}]`, false, false},
		{"an equal record again", twice(`{"type":"record","name":"S","doc":"1","fields":[{"name":"g","type":"int","default":0}]}`, `{"type":"record","name":"S","fields":[{"name":"g","type":"int","default":0}]}`), true, true},
		{"a recursive record again", twice(`{"type":"record","name":"S","fields":[{"name":"g","type":["null","S"]}]}`, `{"type":"record","name":"S","fields":[{"name":"g","type":["null","S"]}]}`), true, true},
		{"a record again with a property", twice(`{"type":"record","name":"S","fields":[]}`, `{"type":"record","name":"S","fields":[],"x":1}`), false, false},
		{"a record again with another default", twice(`{"type":"record","name":"S","fields":[{"name":"g","type":"int","default":0}]}`, `{"type":"record","name":"S","fields":[{"name":"g","type":"int","default":1}]}`), false, false},
		{"a record again with another order", twice(`{"type":"record","name":"S","fields":[{"name":"g","type":"int"}]}`, `{"type":"record","name":"S","fields":[{"name":"g","type":"int","order":"ignore"}]}`), false, false},
		{"a record again with another type in a list", twice(`{"type":"record","name":"S","fields":[{"name":"g","type":{"type":"array","items":"int"}}]}`, `{"type":"record","name":"S","fields":[{"name":"g","type":{"type":"array","items":"long"}}]}`), false, false},
		{"an enum again as a record", twice(`{"type":"enum","name":"S","symbols":[]}`, `{"type":"record","name":"S","fields":[]}`), false, false},
		{"a record inside of itself by definition", field(`"type":{"type":"record","name":"R","fields":[]}`), false, false},
		{"a type before its definition", twice(`"S"`, `{"type":"fixed","name":"S","size":1}`), true, true},
		{"a type before its definition in its union", `["S",{"type":"fixed","name":"S","size":1}]`, false, false},
		{"a type that is not defined", field(`"type":"S"`), false, false},
		{"a root that is not defined", `"S"`, false, false},
		{"a default of a type before its definition", `{"type":"record","name":"R","fields":[{"name":"f","type":"E","default":"A"},{"name":"g","type":{"type":"enum","name":"E","symbols":["A"]}}]}`, true, false},
		{"a name outside of the namespace", `{"type":"record","name":"R","fields":[{"name":"f","type":{"type":"fixed","name":"F","size":1}},{"name":"g","type":{"type":"record","name":"n.S","fields":[{"name":"h","type":"F"}]}}]}`, true, true},
		{"a name outside of the namespace that is not complete", field(`"type":{"type":"record","name":"n.S","fields":[{"name":"g","type":"R"}]}`), false, false},
		{"comments", "// a\n{\"type\":/* b */\"int\"}", true, true},
		{"text behind the schema", `"int" "int"`, false, false},
		{"blanks behind the schema", "\"int\" \x00\n", true, true},
		{"a comment behind the schema", `"int" // c`, false, false},
		{"nothing", ``, false, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			src := schema.Source{Type: schema.Avro, Text: test.text}
			for _, mode := range []struct {
				strict, want bool
			}{{false, test.stored}, {true, test.strict}} {
				_, err := avro.Parse(src, schema.Options{Strict: mode.strict})
				if (err == nil) != mode.want {
					t.Errorf("strict %t: Parse(%s) = %v, want acceptance %t", mode.strict, test.text, err, mode.want)
				}
				checkRefusal(t, err)
			}
		})
	}
}

// checkRefusal demands that err is nil or an *schema.Error with a place.
func checkRefusal(t *testing.T, err error) {
	t.Helper()
	var refused *schema.Error
	if err != nil && (!errors.As(err, &refused) || refused.At.Start.Line == 0) {
		t.Errorf("%v is no refusal with a place", err)
	}
}

// TestHostileDefaults reads defaults that ask themselves, or the same question at every turn.
func TestHostileDefaults(t *testing.T) {
	depth := 40
	tests := []struct {
		name, text, want string
	}{
		{"a default that is its own part", `{"type":"record","name":"R","fields":[{"name":"f","type":"R","default":{}},{"name":"g","type":["int","R"],"default":{}}]}`,
			`{"name":"g","type":["int","R"]}`},
		{"two ways at each of 40 turns", `{"type":"record","name":"Root","fields":[
			{"name":"t","type":{"type":"record","name":"A","fields":[{"name":"f","type":["int","A",{"type":"record","name":"B","fields":[{"name":"f","type":["int","A","B"]}]}]}]}},
			{"name":"d","type":"A","default":` + strings.Repeat(`{"f":`, depth) + `"x"` + strings.Repeat("}", depth) + `}]}`,
			`{"name":"d","type":"A"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			src := schema.Source{Type: schema.Avro, Text: test.text}
			if _, err := avro.Parse(src, schema.Options{Strict: true}); err == nil {
				t.Error("the default is accepted in a new schema")
			}
			normal, err := parse(t, test.text).Normalized()
			if err != nil || !strings.Contains(normal, test.want) {
				t.Errorf("Normalized = %s, %v, want a text with %s", normal, err, test.want)
			}
		})
	}
}

func TestPlaces(t *testing.T) {
	s := parse(t, "{\"type\": \"record\", \"name\": \"R\", \"fields\": [\n  {\"name\": \"f\", \"type\": {\"type\": \"fixed\", \"name\": \"F\", \"size\": 1}}\n]}")
	f := s.Root.Fields[0]
	if want := (schema.Position{Line: 2, Column: 3}); f.At.Start != want {
		t.Errorf("the field starts at %+v, want %+v", f.At.Start, want)
	}
	if want := (schema.Position{Line: 2, Column: 25}); f.Type.At.Start != want {
		t.Errorf("its type starts at %+v, want %+v", f.Type.At.Start, want)
	}
	if n := s.Root.Field("f"); n != f || s.Root.Field("g") != nil || s.Root.Index("g") != -1 {
		t.Error("fields are not found by name")
	}
}

func TestResolvedInlinesReferences(t *testing.T) {
	got, err := parse(t, `{"type":"record","name":"R","fields":[{"name":"a","type":"ref.Item"},{"name":"b","type":"ref.Item"}]}`, item).Render("resolved")
	want := `{"type":"record","name":"R","fields":[{"name":"a","type":{"type":"record","name":"Item","namespace":"ref","fields":[{"name":"sku","type":"string","confluent:tags":["foreign"]}]}},{"name":"b","type":"ref.Item"}]}`
	if err != nil || got != want {
		t.Errorf("Render = %s, %v, want %s", got, err, want)
	}
}

// FuzzParse demands that whatever is read prints to a text that is read again and prints to itself. Names without a
// namespace inside of a type that has one are left out: the reference prints them so that they mean another name there.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`"int"`, `["null",{"type":"fixed","name":"a.F","size":2,"aliases":["G"]}]`, tagged,
		`{"type":"record","name":"x.R","fields":[{"name":"f","type":{"type":"enum","name":"y.E","symbols":["A"]},"default":"A"},{"name":"g","type":"y.E"}]}`,
		`["null",{"type":"record","name":"n.R","fields":[{"name":"a","type":"E","default":"A"},{"name":"b","type":{"type":"enum","name":"E","symbols":["A"]}},{"name":"c","type":{"type":"enum","name":"E","doc":"","symbols":["A"]}}]}]`,
		`{"type":"error","name":"R","fields":[{"name":"d","type":"double","default":"NaN","x":1e400}]}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		src := schema.Source{Type: schema.Avro, Text: text}
		if schema.DefaultLimits.Check(src) != nil {
			return
		}
		s, err := avro.Parse(src, schema.Options{})
		if err != nil {
			return
		}
		s.Document()
		s.Tags()
		normal, err := s.Normalized()
		if mixed := strings.Contains(s.Canonical(), `"namespace"`) && strings.ContainsAny(text, ".\\") || strings.Contains(s.Canonical(), `"namespace":""`); mixed {
			return
		}
		checkReprint(t, s.Canonical())
		if err == nil {
			checkReprint(t, normal)
		}
	})
}

func checkReprint(t *testing.T, text string) {
	t.Helper()
	if got := parse(t, text).Canonical(); got != text {
		t.Errorf("the canonical text\n%s\nprints as\n%s", text, got)
	}
}

func BenchmarkParse(b *testing.B) {
	text := wide()
	b.ReportAllocs()
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		parse(b, text)
	}
}

func BenchmarkNormalized(b *testing.B) {
	s := parse(b, wide())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := s.Normalized(); err != nil {
			b.Fatal(err)
		}
	}
}

// wide is a record of 100 fields.
func wide() string {
	fields := make([]string, 100)
	for i := range fields {
		fields[i] = fmt.Sprintf(`{"name":"f%d","type":["null",{"type":"string","logicalType":"uuid"}],"default":null,"doc":"Field %d","x-term":"t"}`, i, i)
	}
	return `{"type":"record","name":"R","namespace":"com.acme","fields":[` + strings.Join(fields, ",") + `]}`
}
