package dialect

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/concord-registry/concord/schema/jsontree"
)

// Decoder reads members with the liberties that the reference takes (contract §0a.3): scalars turn into one another
// where they can, null and absent are the same, unknown members are ignored. What cannot be turned is a 400. A decoder is
// asked for its error at the end; what it returns after the first one means nothing. The zero value is ready.
type Decoder struct{ err error }

// Err is the first thing that was wrong, nil for nothing.
func (d *Decoder) Err() error { return d.err }

// Refuse makes err the decoder's error unless it has one.
func (d *Decoder) Refuse(err error) {
	if d.err == nil {
		d.err = err
	}
}

func (d *Decoder) fail(v *jsontree.Value, want string) {
	d.Refuse(badRequest("the body has %s at %s where %s is expected", named(v.Kind), v.At, want))
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

// Absent reports whether there is nothing to read.
func Absent(v *jsontree.Value) bool { return v == nil || v.Kind == jsontree.Null }

// Text reads a string; numbers and booleans are taken as they are spelt.
func (d *Decoder) Text(v *jsontree.Value) string {
	if Absent(v) {
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

// Integer reads an int32, nil for none: fractions are cut off, and a string may hold one.
func (d *Decoder) Integer(v *jsontree.Value) *int {
	if Absent(v) {
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

// Boolean reads a boolean, nil for none; a string may hold one, and a whole number is true unless it is 0.
func (d *Decoder) Boolean(v *jsontree.Value) *bool {
	if Absent(v) {
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

// Flag reads a boolean of which null and absent are false.
func (d *Decoder) Flag(v *jsontree.Value) bool {
	set := d.Boolean(v)
	return set != nil && *set
}

// Word reads one of several words, empty for none.
func (d *Decoder) Word(v *jsontree.Value, words ...string) string {
	if Absent(v) {
		return ""
	}
	if v.Kind != jsontree.String || !slices.Contains(words, v.Text) {
		d.fail(v, "one of "+strings.Join(words, ", "))
		return ""
	}
	return v.Text
}

// Object returns v if it is an object, nil for none.
func (d *Decoder) Object(v *jsontree.Value) *jsontree.Value {
	if Absent(v) {
		return nil
	}
	if v.Kind != jsontree.Object {
		d.fail(v, "an object")
		return nil
	}
	return v
}

// List reads an array by reading each element; nil for none, and for an empty one.
func List[T any](d *Decoder, v *jsontree.Value, element func(*jsontree.Value) T) []T {
	if Absent(v) {
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

// Dictionary reads an object with free names by reading each value; nil for none, and for an empty one. A null value is
// as good as no member.
func Dictionary[T any](d *Decoder, v *jsontree.Value, element func(*jsontree.Value) T) map[string]T {
	if d.Object(v) == nil || len(v.Members) == 0 {
		return nil
	}
	read := make(map[string]T, len(v.Members))
	for _, m := range v.Members {
		if !Absent(m.Value) {
			read[m.Name] = element(m.Value)
		}
	}
	return read
}

// Texts reads an array of strings.
func (d *Decoder) Texts(v *jsontree.Value) []string { return List(d, v, d.Text) }
