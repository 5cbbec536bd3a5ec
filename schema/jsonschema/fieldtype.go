package jsonschema

import (
	"math"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/schema/jsonschema/model"
	"github.com/concord-registry/concord/schema/jsontree"
)

// fieldType is the type in canonical words (document §1). Of arrays and maps it is that of their elements.
func (s *shape) fieldType() schema.FieldType {
	if s.container != "" {
		t := schema.FieldType{Canonical: "any"}
		if s.element != nil {
			t = s.element.fieldType()
		}
		t.Container, t.Nullable, t.Native = s.container, s.nullable, s.native()
		return t
	}
	t := schema.FieldType{Native: s.native(), Nullable: s.nullable}
	t.Canonical, t.Params = s.canonicalType()
	return t
}

func (s *shape) canonicalType() (string, map[string]any) {
	switch {
	case len(s.symbols) > 0:
		return "enum", nil
	case s.object != nil:
		return "record", nil
	case len(s.union) > 0 || len(s.types) > 1:
		return "union", nil
	case s.is("string"):
		return s.stringType()
	case s.is("integer"):
		return s.integerType(), nil
	case s.is("number"):
		return s.numberType()
	case s.is("boolean"):
		return "bool", nil
	case s.is("null"):
		return "null", nil
	}
	return "any", nil
}

// decimalType is what `x-type` says of a decimal written as a string.
var decimalType = regexp.MustCompile(`^decimal\((\d{1,4}),\s*(\d{1,4})\)$`)

func (s *shape) stringType() (string, map[string]any) {
	if m := decimalType.FindStringSubmatch(s.text("x-type")); m != nil {
		precision, _ := strconv.Atoi(m[1])
		scale, _ := strconv.Atoi(m[2])
		return "decimal", map[string]any{"precision": precision, "scale": scale}
	}
	switch s.text("format") {
	case "uuid", "date", "time", "duration":
		return s.text("format"), nil
	case "date-time":
		return "timestamp", map[string]any{"tz": "utc"}
	}
	if strings.EqualFold(s.text("contentEncoding"), "base64") {
		return "bytes", nil
	}
	return "string", nil
}

// integerType chooses the narrowest of the canonical integers that the format or both bounds name.
func (s *shape) integerType() string {
	switch format := s.text("format"); format {
	case "int32", "int64", "uint32", "uint64":
		return format
	}
	least, most := s.number("minimum"), s.number("maximum")
	if least == nil || most == nil {
		return "int64"
	}
	within := func(low int64, high uint64) bool {
		return least.Cmp(big.NewRat(low, 1)) >= 0 && most.Cmp(new(big.Rat).SetUint64(high)) <= 0
	}
	switch {
	case within(math.MinInt32, math.MaxInt32):
		return "int32"
	case within(0, math.MaxUint32):
		return "uint32"
	case within(math.MinInt64, math.MaxInt64):
		return "int64"
	case within(0, math.MaxUint64):
		return "uint64"
	}
	return "int64"
}

// numberType is a decimal when the number is a multiple of a power of ten below one.
func (s *shape) numberType() (string, map[string]any) {
	if step := s.number("multipleOf"); step != nil && step.Num().IsInt64() && step.Num().Int64() == 1 {
		if scale := len(step.Denom().String()) - 1; step.Denom().Cmp(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)) == 0 && scale > 0 {
			return "decimal", map[string]any{"scale": scale}
		}
	}
	if s.text("format") == "float" {
		return "float32", nil
	}
	return "float64", nil
}

func (s *shape) text(keyword string) string {
	if v := s.keywords[keyword]; v.IsString() {
		return v.Text
	}
	return ""
}

func (s *shape) number(keyword string) *big.Rat {
	if v := s.keywords[keyword]; v != nil && v.Kind == jsontree.Number {
		return model.Rat(v.Text)
	}
	return nil
}

// native is the type as JSON Schema writes it, with the keywords that refine it.
func (s *shape) native() string {
	name := strings.Join(s.types, "|")
	if name == "" {
		name = "any"
	}
	var refined []string
	for _, keyword := range []string{"format", "contentEncoding", "x-type"} {
		if text := s.text(keyword); text != "" {
			refined = append(refined, keyword+":"+text)
		}
	}
	if refined == nil {
		return name
	}
	return name + "{" + strings.Join(refined, ",") + "}"
}

// constraints are what the schema says about values beyond their type.
func (s *shape) constraints() schema.Constraints {
	c := schema.Constraints{
		MinLength: s.count("minLength"), MaxLength: s.count("maxLength"),
		Min: s.float("minimum"), Max: s.float("maximum"),
	}
	if v := s.keywords["pattern"]; v.IsString() {
		c.Pattern = &v.Text
	}
	for _, item := range itemsOf(s.keywords["enum"]) {
		c.Enum = append(c.Enum, plain(item))
	}
	if v := s.keywords["const"]; v != nil && c.Enum == nil {
		c.Enum = []any{plain(v)}
	}
	if v := s.keywords["uniqueItems"]; v != nil && v.Kind == jsontree.Bool {
		c.Unique = &v.Bool
	}
	return c
}

func (s *shape) count(keyword string) *int {
	n := s.number(keyword)
	if n == nil || !n.IsInt() || !n.Num().IsInt64() {
		return nil
	}
	count := int(n.Num().Int64())
	return &count
}

func (s *shape) float(keyword string) *float64 {
	n := s.number(keyword)
	if n == nil {
		return nil
	}
	x, _ := n.Float64()
	return &x
}

func itemsOf(v *jsontree.Value) []*jsontree.Value {
	if v == nil {
		return nil
	}
	return v.Items
}

// textsOf is a string, or the strings of an array.
func textsOf(v *jsontree.Value) []string {
	if v.IsString() {
		return []string{v.Text}
	}
	var texts []string
	for _, item := range itemsOf(v) {
		if item.IsString() {
			texts = append(texts, item.Text)
		}
	}
	return texts
}

func appendNew(list []string, text string) []string {
	if slices.Contains(list, text) {
		return list
	}
	return append(list, text)
}
