package jsonschema_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	checker "github.com/concord-registry/concord/compat/jsonschema"
	"github.com/concord-registry/concord/compat/jsonschema/schematest"
	"github.com/concord-registry/concord/compat/rule"
)

const modern = `"$schema":"https://json-schema.org/draft/2020-12/schema",`

// list joins n texts.
func list(n int, text func(i int) string) string {
	texts := make([]string, n)
	for i := range texts {
		texts[i] = text(i)
	}
	return strings.Join(texts, ",")
}

// hostile are schemas that are made to take long, with a schema that stands at their very end.
var hostile = []struct {
	name string
	make func(last string) string
}{
	{"a chain", func(last string) string {
		return chain(2000, "", `{"properties":{"a":{"$ref":"#/definitions/d%d"}}}`, last)
	}},
	{"diamonds", func(last string) string {
		return chain(30, "", `{"properties":{"a":{"$ref":"#/definitions/d%[1]d"},"b":{"$ref":"#/definitions/d%[1]d"}}}`, last)
	}},
	{"diamonds, 2020-12", func(last string) string {
		return chain(30, modern, `{"properties":{"a":{"$ref":"#/definitions/d%[1]d"},"b":{"$ref":"#/definitions/d%[1]d"}}}`, last)
	}},
	{"diamonds of anyOf", func(last string) string {
		return chain(30, "", `{"anyOf":[{"$ref":"#/definitions/d%[1]d"},{"type":"null"},{"properties":{"a":{"$ref":"#/definitions/d%[1]d"}}}]}`, last)
	}},
	{"diamonds of allOf and oneOf", func(last string) string {
		return chain(30, "", `{"allOf":[{"oneOf":[{"$ref":"#/definitions/d%[1]d"},`+
			`{"allOf":[{"type":"null"},{"not":{"$ref":"#/definitions/d%[1]d"}}]}]}]}`, last)
	}},
	{"mutual recursion", func(last string) string {
		return `{"$ref":"#/definitions/a","definitions":{` +
			`"a":{"type":"object","properties":{"b":{"$ref":"#/definitions/b"},"c":{"$ref":"#/definitions/a"}}},` +
			`"b":{"type":"object","properties":{"a":{"$ref":"#/definitions/a"},"b":{"$ref":"#/definitions/b"},"v":` + last + `}}}}`
	}},
	{"unions of many", func(last string) string {
		return `{"oneOf":[` + list(120, func(i int) string {
			return fmt.Sprintf(`{"type":"object","required":["k%d"],"properties":{"k%d":{"type":"string"}}}`, i, i)
		}) + `,` + last + `]}`
	}},
	{"unions of very many", func(last string) string {
		return `{"oneOf":[` + list(3000, func(i int) string { return fmt.Sprintf(`{"const":%d}`, i) }) + `,` + last + `]}`
	}},
	{"products of unions", func(last string) string {
		return `{"allOf":[` + strings.Repeat(
			`{"anyOf":[{"type":"string"},{"type":"number"},{"type":"object","properties":{"x":{"type":"string"}}}]},`, 40) + last + `]}`
	}},
	{"products of unions of objects", func(last string) string {
		return `{"allOf":[` + list(40, func(i int) string {
			return fmt.Sprintf(`{"anyOf":[{"properties":{"a%d":{"type":"string"}}},{"properties":{"b%d":{"type":"string"}}},{"required":["c%d"]}]}`, i, i, i)
		}) + `],"additionalProperties":` + last + `}`
	}},
	{"conditionals in conditionals", func(last string) string {
		text := last
		for i := range 18 {
			text = fmt.Sprintf(`{"if":{"properties":{"k%d":{"const":1}}},"then":%s,"else":%s}`, i, text, `{"required":["z"]}`)
		}
		return text
	}},
	{"negations", func(last string) string {
		return strings.Repeat(`{"not":{"anyOf":[{"type":"null"},`, 14) + last + strings.Repeat(`]}}`, 14)
	}},
	{"dependencies of all on all", func(last string) string {
		return `{"dependencies":{` + list(60, func(i int) string {
			return fmt.Sprintf(`"k%d":{"properties":{"k%d":{"type":"string"}},"required":["k%d"]}`, i, (i+1)%60, (i+7)%60)
		}) + `},"additionalProperties":` + last + `}`
	}},
	{"patterns that overlap", func(last string) string {
		return `{"patternProperties":{` + list(60, func(i int) string {
			return fmt.Sprintf(`"^[a-%c]*%c.{%d}$":{"minLength":%d}`, 'b'+i%20, 'a'+i%7, i%9, i%3)
		}) + `},"additionalProperties":` + last + `}`
	}},
	{"a pattern with many states", func(last string) string {
		return `{"items":[{"allOf":[{"pattern":"^(a|b)*a(a|b){60}$"},{"pattern":"^(b|a)*b(a|b){50}$"},` +
			`{"not":{"pattern":"^(a|b)*aa(a|b){30}$"}}]}],"additionalItems":` + last + `}`
	}},
	{"ten thousand properties", func(last string) string {
		return `{"type":"object","properties":{` + list(10_000, func(i int) string { return fmt.Sprintf(`"k%d":{"type":"string"}`, i) }) +
			`,"last":` + last + `}}`
	}},
	{"ten thousand required", func(last string) string {
		return `{"type":"object","required":[` + list(10_000, func(i int) string { return fmt.Sprintf(`"k%d"`, i) }) +
			`],"properties":{` + list(5_000, func(i int) string { return fmt.Sprintf(`"k%d":{"type":"integer"}`, i) }) + `,"last":` + last + `}}`
	}},
	{"ten thousand values", func(last string) string {
		return `{"anyOf":[{"enum":[` + list(10_000, func(i int) string { return fmt.Sprintf(`"%d"`, i) }) + `]},` + last + `]}`
	}},
	{"arrays that contain much", func(last string) string {
		return `{` + modern + `"allOf":[` + list(12, func(i int) string {
			return fmt.Sprintf(`{"contains":{"multipleOf":%d},"minContains":4,"maxContains":%d}`, i+2, i+5)
		}) + `],"items":` + last + `}`
	}},
	{"long tuples", func(last string) string {
		return `{"items":[` + list(3000, func(int) string { return `{"type":"string"}` }) + `],"additionalItems":` + last + `}`
	}},
	{"numbers beside each other", func(last string) string {
		return `{"anyOf":[{"allOf":[` + list(60, func(i int) string {
			return fmt.Sprintf(`{"not":{"multipleOf":%d}},{"multipleOf":0.%02d1}`, i+2, i)
		}) + `]},` + last + `]}`
	}},
}

// TestHostile compares schemas that are made to take long with ones that differ at their very end. Each must end in time,
// and must not pass for compatible; a witness may be missing.
func TestHostile(t *testing.T) {
	for _, test := range hostile {
		t.Run(test.name, func(t *testing.T) {
			old := schematest.Lenient(t, test.make(`{"type":"string","maxLength":9}`))
			new := schematest.Lenient(t, test.make(`{"type":"string","maxLength":5}`))
			begun := time.Now()
			findings := checker.Check(rule.Backward, old, new)
			if took := time.Since(begun); took > 20*time.Second {
				t.Errorf("it took %v", took)
			}
			if !breaks(findings) {
				t.Errorf("nothing breaks; %d findings", len(findings))
			}
			if same := checker.Check(rule.Backward, old, old); len(same) > 0 {
				t.Errorf("it differs from itself: %s", same[0].Message)
			}
		})
	}
}
