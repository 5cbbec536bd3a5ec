package jsonschema

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	validator "github.com/santhosh-tekuri/jsonschema/v5"

	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// maxCompiled is the length of a text beyond which no validator is compiled.
const maxCompiled = 256 << 10

// home is the address of a schema that has none.
const home = "concord://schema/schema.json"

// Validator tells whether values satisfy a schema. It is the judge that is not ours: a library compiled it from the text.
type Validator struct{ compiled *validator.Schema }

// Validator compiles the schema. Nothing is loaded: references lead to the texts at hand and to meta-schemas that come
// with the library, and formats and encodings are annotations. It returns an error for what the library refuses, which is
// more than the reference does, and for texts beyond 256 KiB. Compiling costs milliseconds; keep the result.
func (s *Schema) Validator() (*Validator, error) {
	if len(s.canonical) > maxCompiled {
		return nil, fmt.Errorf("the schema has %d bytes; at most %d are compiled", len(s.canonical), maxCompiled)
	}
	c := validator.NewCompiler()
	c.LoadURL = func(address string) (io.ReadCloser, error) {
		return nil, fmt.Errorf("%q is not among the references of the schema", address)
	}
	c.Draft = libraryDraft(model.DraftOf(s.root))
	if err := c.AddResource(home, strings.NewReader(print(withoutFormats(s.root)))); err != nil {
		return nil, err
	}
	for _, d := range s.dependencies {
		address, err := s.address(d.Name)
		if err != nil {
			return nil, err
		}
		if err := c.AddResource(address, strings.NewReader(print(withoutFormats(d.root)))); err != nil {
			return nil, err
		}
	}
	compiled, err := c.Compile(home)
	if err != nil {
		return nil, err
	}
	return &Validator{compiled}, nil
}

// schemaMaps are the keywords that hold schemas by name, plainValues those that hold no schemas.
var (
	schemaMaps = map[string]bool{"properties": true, "patternProperties": true, "definitions": true, "$defs": true,
		"dependencies": true, "dependentSchemas": true}
	plainValues = map[string]bool{"enum": true, "const": true, "default": true, "examples": true}
)

// asserted are the annotations that the library takes for assertions in the old drafts.
var asserted = map[string]bool{"format": true, "contentEncoding": true, "contentMediaType": true}

// withoutFormats is a schema without them.
func withoutFormats(v *jsontree.Value) *jsontree.Value {
	out := *v
	out.Items, out.Members = nil, nil
	for _, item := range v.Items {
		out.Items = append(out.Items, withoutFormats(item))
	}
	for _, m := range v.Members {
		switch {
		case asserted[m.Name]:
			continue
		case schemaMaps[m.Name] && m.Value.Kind == jsontree.Object:
			named := *m.Value
			named.Members = nil
			for _, schema := range m.Value.Members {
				schema.Value = withoutFormats(schema.Value)
				named.Members = append(named.Members, schema)
			}
			m.Value = &named
		case !plainValues[m.Name]:
			m.Value = withoutFormats(m.Value)
		}
		out.Members = append(out.Members, m)
	}
	return &out
}

// address is where the schema's references look for a name.
func (s *Schema) address(name string) (string, error) {
	base, err := url.Parse(home)
	if err != nil {
		return "", err
	}
	for _, text := range []string{s.id(), name} {
		if base, err = base.Parse(text); err != nil {
			return "", err
		}
	}
	base.Fragment = ""
	return base.String(), nil
}

func (s *Schema) id() string {
	keyword := "$id"
	if model.DraftOf(s.root) == model.Draft4 {
		keyword = "id"
	}
	if id := s.root.Get(keyword); id.IsString() {
		return id.Text
	}
	return ""
}

func libraryDraft(d model.Draft) *validator.Draft {
	return map[model.Draft]*validator.Draft{
		model.Draft4: validator.Draft4, model.Draft6: validator.Draft6, model.Draft7: validator.Draft7,
		model.Draft2019: validator.Draft2019, model.Draft2020: validator.Draft2020,
	}[d]
}

// Accepts reports whether a JSON text satisfies the schema. Text that is not JSON does not.
func (v *Validator) Accepts(text string) bool {
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	var value any
	return decoder.Decode(&value) == nil && v.compiled.Validate(value) == nil
}

// Refuses reports whether a JSON text violates the schema. It is not the opposite of [Validator.Accepts]: of a schema that
// applies itself to the same value without end, the library says neither.
func (v *Validator) Refuses(text string) bool { return v.Explain(text) != "" }

// Explain says where and by which keyword a JSON text is refused, empty when it is accepted. Of several reasons it gives
// the first in order of their text, so that it says the same every time.
func (v *Validator) Explain(text string) string {
	var value any
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return err.Error()
	}
	err, refused := v.compiled.Validate(value).(*validator.ValidationError)
	if !refused {
		return ""
	}
	return slices.Min(reasons(err))
}

// reasons are the innermost causes of a refusal.
func reasons(err *validator.ValidationError) []string {
	if len(err.Causes) == 0 {
		keyword := path.Base(err.KeywordLocation)
		place := err.InstanceLocation
		if strings.HasPrefix(keyword, "unevaluated") {
			place = path.Dir(place) // the library names one such member, never the same
		}
		return []string{"refused by " + strconv.Quote(keyword) + " at " + strconv.Quote(place)}
	}
	var out []string
	for _, cause := range err.Causes {
		out = append(out, reasons(cause)...)
	}
	return out
}
