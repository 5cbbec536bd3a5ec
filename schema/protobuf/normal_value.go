package protobuf

import (
	"math/big"
	"slices"
	"strings"

	"github.com/concord-registry/concord/schema/protobuf/syntax"
)

// optionKey is the name of an option.
type optionKey struct {
	name   string
	custom bool
}

// mergeOptions makes one option of all that set parts of one message. Others may stand several times.
func mergeOptions(list []*syntax.Option) []*syntax.Option {
	parts := map[optionKey][]syntax.Value{}
	for _, o := range list {
		if o.Value.Kind == syntax.Literal {
			key := optionKey{o.Name, o.Custom}
			parts[key] = append(parts[key], o.Value)
		}
	}
	var out []*syntax.Option
	for _, o := range list {
		key := optionKey{o.Name, o.Custom}
		if o.Value.Kind != syntax.Literal {
			out = append(out, o)
			continue
		}
		if parts[key] != nil {
			out = append(out, &syntax.Option{Name: o.Name, Custom: o.Custom, Value: syntax.Merge(parts[key]...)})
			parts[key] = nil
		}
	}
	return out
}

// sortedValue sorts the fields of message literals and writes lists of one element as the element.
func sortedValue(v syntax.Value) syntax.Value {
	switch {
	case v.Kind == syntax.List && len(v.Items) == 1:
		return sortedValue(v.Items[0])
	case v.Kind == syntax.List:
		out := syntax.Value{Kind: syntax.List}
		for _, item := range v.Items {
			out.Items = append(out.Items, sortedValue(item))
		}
		return out
	case v.Kind == syntax.Literal:
		out := syntax.Value{Kind: syntax.Literal}
		for _, f := range v.Fields {
			out.Fields = append(out.Fields, syntax.ValueField{Name: f.Name, Value: sortedValue(f.Value)})
		}
		slices.SortStableFunc(out.Fields, func(a, b syntax.ValueField) int { return strings.Compare(a.Name, b.Name) })
		return out
	}
	return v
}

// normalValue writes numbers in decimal, without an exponent.
func normalValue(v syntax.Value) syntax.Value {
	switch v.Kind {
	case syntax.Number, syntax.Word:
		v.Text = normalNumber(v.Text)
	case syntax.List:
		v.Items = slices.Clone(v.Items)
		for i, item := range v.Items {
			v.Items[i] = normalValue(item)
		}
	case syntax.Literal:
		v.Fields = slices.Clone(v.Fields)
		for i, f := range v.Fields {
			v.Fields[i].Value = normalValue(f.Value)
		}
	}
	return v
}

// maxExponent bounds the digits that a number may grow by.
const maxExponent = 400

// normalNumber is a number in decimal; what is no number stays as it is.
func normalNumber(text string) string {
	digits, negative := strings.CutPrefix(text, "-")
	if digits == "" || digits[0] != '.' && (digits[0] < '0' || digits[0] > '9') {
		return text
	}
	if n, ok := new(big.Int).SetString(digits, 0); ok && !strings.ContainsAny(digits, "_oObB") {
		digits = n.String()
	} else if plain, ok := plainDecimal(digits); ok {
		digits = plain
	}
	if negative {
		return "-" + digits
	}
	return digits
}

// plainDecimal writes a decimal number without its exponent and with a digit before the point.
func plainDecimal(text string) (string, bool) {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(strings.TrimRight(text, "fF")), "e")
	whole, fraction, _ := strings.Cut(mantissa, ".")
	shift := 0
	if exponent != "" {
		n, ok := new(big.Int).SetString(exponent, 10)
		if !ok || !n.IsInt64() || n.Int64() > maxExponent || n.Int64() < -maxExponent {
			return "", false
		}
		shift = int(n.Int64())
	}
	if strings.Trim(whole+fraction, "0123456789") != "" || whole+fraction == "" {
		return "", false
	}
	for ; shift > 0; shift-- {
		if fraction == "" {
			fraction = "0"
		}
		whole, fraction = whole+fraction[:1], fraction[1:]
	}
	for ; shift < 0; shift++ {
		whole = "0" + whole
		whole, fraction = whole[:len(whole)-1], whole[len(whole)-1:]+fraction
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		whole = "0"
	}
	if fraction = strings.TrimRight(fraction, "0"); fraction == "" {
		return whole, true
	}
	return whole + "." + fraction, true
}
