package jsonschema_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/formats"
	"github.com/concord-registry/concord/schema/jsonschema"
)

// TestCanary puts addresses into every keyword that could be taken for one and looks for connections and for what a file
// holds.
func TestCanary(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	var connections atomic.Int32
	go func() {
		for {
			c, err := listener.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			c.Close()
		}
	}()
	file := filepath.Join(t.TempDir(), "secret.json")
	if err := os.WriteFile(file, []byte(`{"type":"object","properties":{"secret":{"type":"string"}}}`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{"http://" + listener.Addr().String() + "/s.json", "file://" + file, file} {
		for _, keyword := range []string{"$ref", "$id", "id", "$schema", "$dynamicRef", "$recursiveRef", "$anchor", "$vocabulary"} {
			for _, form := range []string{`{%q:%q,"type":"object","properties":{"a":{"type":"string"}}}`, `{"type":"object","properties":{"a":{%q:%q}}}`, `{"$schema":"https://json-schema.org/draft/2020-12/schema","allOf":[{%q:%q}]}`} {
				touch(t, fmt.Sprintf(form, keyword, address))
			}
		}
	}
	if n := connections.Load(); n > 0 {
		t.Errorf("%d connections were made", n)
	}
}

// touch does everything that a schema can be asked for, and fails when what only the file holds shows up.
func touch(t *testing.T, text string) {
	t.Helper()
	for _, strict := range []bool{true, false} {
		s, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: text}, schema.Options{Strict: strict, Fields: true})
		if err != nil {
			continue
		}
		for _, f := range s.Document().Fields {
			if f.Name == "secret" {
				t.Errorf("the file was read by %s", text)
			}
		}
		if _, err := s.Model(); err != nil {
			t.Error(err)
		}
		if v, err := s.Validator(); err == nil {
			v.Accepts(`{}`)
		}
	}
}

// TestHostile reads schemas that are small to write and large to unfold. None may take long, and none may fail in another
// way than by an error.
func TestHostile(t *testing.T) {
	tests := []struct{ name, text string }{
		{"nested allOf", strings.Repeat(`{"allOf":[`, 45) + `{}` + strings.Repeat(`]}`, 45)},
		{"brackets", strings.Repeat(`{"not":`, 100_000)},
		{"a chain of references", chain(20_000, "", `{"$ref":"#/definitions/d%d"}`)},
		{"a chain of references, 2020-12", chain(20_000, `"$schema":"https://json-schema.org/draft/2020-12/schema",`, `{"$ref":"#/definitions/d%d"}`)},
		{"diamonds", chain(40, "", `{"properties":{"a":{"$ref":"#/definitions/d%[1]d"},"b":{"$ref":"#/definitions/d%[1]d"}}}`)},
		{"diamonds, 2020-12", chain(40, `"$schema":"https://json-schema.org/draft/2020-12/schema",`, `{"properties":{"a":{"$ref":"#/definitions/d%[1]d"},"b":{"$ref":"#/definitions/d%[1]d"}}}`)},
		{"a reference to itself", `{"$ref":"#"}`},
		{"two references to each other", `{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#/definitions/b"},"b":{"$ref":"#/definitions/a"}}}`},
		{"an exponent", `{"maximum":1e999999999,"multipleOf":1e-999999999}`},
		{"a long pattern", `{"pattern":"` + strings.Repeat("(a+)+", 10_000) + `"}`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			begun := time.Now()
			parsed, err := formats.Parse(schema.Source{Type: schema.JSON, Text: test.text}, schema.Options{Strict: true})
			if err == nil {
				parsed.Document()
				parsed.Tags()
			} else if _, refused := err.(*schema.Error); !refused {
				t.Errorf("err = %v, want a refusal", err)
			}
			if took := time.Since(begun); took > 5*time.Second {
				t.Errorf("it took %v", took)
			}
		})
	}
}

// chain defines n schemas of which each is made of the number of the next.
func chain(n int, head, form string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{%s"$ref":"#/definitions/d0","definitions":{`, head)
	for i := range n {
		fmt.Fprintf(&b, `"d%d":%s,`, i, fmt.Sprintf(form, i+1))
	}
	fmt.Fprintf(&b, `"d%d":{"type":"string"}}}`, n)
	return b.String()
}

// FuzzParse: no text panics, and a canonical text is its own canonical text.
func FuzzParse(f *testing.F) {
	for _, text := range []string{
		`{}`, `true`, `{"type":["string","null"],"maxLength":5}`, `{"$ref":"#/definitions/a","definitions":{"a":{"$ref":"#"}}}`,
		`{"maximum":1e400,"default":NaN,"x":[-0.0,1.10,1e-7]}`, `{"properties":{"a":{"oneOf":[{"not":{}},true]}},"required":["a"]} x`,
		`{"$schema":"https://json-schema.org/draft/2020-12/schema","prefixItems":[{}],"items":false,"unevaluatedItems":true}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if stored, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: text}, schema.Options{}); err == nil {
			stored.Document()
			stored.Tags()
			if _, err := stored.Model(); err != nil {
				t.Errorf("a lenient read of %q refuses: %v", text, err)
			}
		}
		s, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: text}, schema.Options{Strict: true, Fields: true})
		if err != nil {
			return
		}
		again, err := jsonschema.Parse(schema.Source{Type: schema.JSON, Text: s.Canonical()}, schema.Options{Strict: true, Fields: true})
		if err != nil {
			t.Fatalf("the canonical text %q of %q is refused: %v", s.Canonical(), text, err)
		}
		if again.Canonical() != s.Canonical() {
			t.Errorf("the canonical text of %q is %q", s.Canonical(), again.Canonical())
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := `{"$schema":"http://json-schema.org/draft-07/schema#","title":"Order","type":"object","properties":{` +
		strings.TrimSuffix(strings.Repeat(`"a":{"type":"string","maxLength":36},`, 1)+many(50), ",") + `},"required":["a"],"additionalProperties":false}`
	src := schema.Source{Type: schema.JSON, Text: text}
	for b.Loop() {
		if _, err := jsonschema.Parse(src, schema.Options{Strict: true}); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(len(text)))
}

// many declares n properties.
func many(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `"p%d":{"type":["integer","null"],"minimum":%d,"description":"The property number %d."},`, i, i, i)
	}
	return b.String()
}
