package confluent

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// decoder reads members with the liberties that the reference takes (contract §0a.3): scalars turn into one another
// where they can, null and absent are the same, unknown members are ignored. What cannot be turned is a 400; the first
// one stays in err, and what the decoder returns after it means nothing.
type decoder struct{ err error }

func (d *decoder) fail(v *jsontree.Value, want string) {
	if d.err == nil {
		d.err = badRequest("the body has %s at %s where %s is expected", named(v.Kind), v.At, want)
	}
}

// named is a kind of value with its article.
func named(k jsontree.Kind) string {
	switch k {
	case jsontree.Null:
		return "null"
	case jsontree.Array, jsontree.Object:
		return "an " + k.String()
	}
	return "a " + k.String()
}

// absent reports whether there is nothing to read.
func absent(v *jsontree.Value) bool { return v == nil || v.Kind == jsontree.Null }

// text reads a string; numbers and booleans are taken as they are spelt.
func (d *decoder) text(v *jsontree.Value) string {
	if absent(v) {
		return ""
	}
	switch v.Kind {
	case jsontree.String, jsontree.Number:
		return v.Text
	case jsontree.Bool:
		return strconv.FormatBool(v.Bool)
	}
	d.fail(v, "a string")
	return ""
}

// integer reads an int32, nil for none: fractions are cut off, and a string may hold one.
func (d *decoder) integer(v *jsontree.Value) *int {
	if absent(v) {
		return nil
	}
	n, ok := 0.0, false
	switch v.Kind {
	case jsontree.Number:
		n, ok = number(v.Text)
	case jsontree.String:
		digits := strings.TrimSpace(v.Text)
		if digits == "" || digits == "null" {
			return nil
		}
		whole, err := strconv.ParseInt(digits, 10, 64)
		n, ok = float64(whole), err == nil
	}
	if !ok || n < math.MinInt32 || n > math.MaxInt32 {
		d.fail(v, "a number of at most 32 bits")
		return nil
	}
	whole := int(n)
	return &whole
}

func number(literal string) (float64, bool) {
	n, err := strconv.ParseFloat(literal, 64)
	return math.Trunc(n), err == nil
}

// boolean reads a boolean, nil for none; a string may hold one, and a whole number is true unless it is 0.
func (d *decoder) boolean(v *jsontree.Value) *bool {
	if absent(v) {
		return nil
	}
	switch v.Kind {
	case jsontree.Bool:
		return &v.Bool
	case jsontree.Number:
		if n, err := strconv.ParseInt(v.Text, 10, 64); err == nil {
			set := n != 0
			return &set
		}
	case jsontree.String:
		switch strings.TrimSpace(v.Text) {
		case "", "null":
			return nil
		case "true", "True", "TRUE":
			return new(true)
		case "false", "False", "FALSE":
			return new(false)
		}
	}
	d.fail(v, "true or false")
	return nil
}

// word reads one of several words, empty for none.
func (d *decoder) word(v *jsontree.Value, words ...string) string {
	if absent(v) {
		return ""
	}
	if v.Kind != jsontree.String || !slices.Contains(words, v.Text) {
		d.fail(v, "one of "+strings.Join(words, ", "))
		return ""
	}
	return v.Text
}

// object returns v if it is an object, nil for none.
func (d *decoder) object(v *jsontree.Value) *jsontree.Value {
	if absent(v) {
		return nil
	}
	if v.Kind != jsontree.Object {
		d.fail(v, "an object")
		return nil
	}
	return v
}

// list reads an array by reading each element; nil for none, and for an empty one.
func list[T any](d *decoder, v *jsontree.Value, element func(*jsontree.Value) T) []T {
	if absent(v) {
		return nil
	}
	if v.Kind != jsontree.Array {
		d.fail(v, "an array")
		return nil
	}
	var read []T
	for _, item := range v.Items {
		read = append(read, element(item))
	}
	return read
}

// dictionary reads an object with free names by reading each value; nil for none, and for an empty one. A null value is
// as good as no member.
func dictionary[T any](d *decoder, v *jsontree.Value, element func(*jsontree.Value) T) map[string]T {
	if d.object(v) == nil || len(v.Members) == 0 {
		return nil
	}
	read := make(map[string]T, len(v.Members))
	for _, m := range v.Members {
		if !absent(m.Value) {
			read[m.Name] = element(m.Value)
		}
	}
	return read
}

// texts reads an array of strings.
func (d *decoder) texts(v *jsontree.Value) []string { return list(d, v, d.text) }
