package jsonschema

import (
	"strconv"
	"strings"
)

// printNumber prints a number literal as the reference does, which reads integers as Java's BigInteger and everything
// else as its BigDecimal (contract §0a.1): the digits stay, the exponent moves to where toString of BigDecimal puts it.
func printNumber(literal string) string {
	if !strings.ContainsAny(literal, ".eE") {
		if literal == "-0" {
			return "0"
		}
		return literal
	}
	return decimalOf(literal).String()
}

// decimal is an unscaled value and a scale: digits × 10^-scale.
type decimal struct {
	negative bool
	digits   string
	scale    int64
}

// maxScale bounds what Java can hold as an exponent; beyond it the literal is kept as it is written.
const maxScale = 1<<31 - 1

func decimalOf(literal string) decimal {
	var d decimal
	text, d2 := strings.CutPrefix(literal, "-")
	d.negative = d2
	mantissa, exponent := text, ""
	if i := strings.IndexAny(text, "eE"); i >= 0 {
		mantissa, exponent = text[:i], text[i+1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	d.digits = strings.TrimLeft(whole+fraction, "0")
	d.scale = int64(len(fraction))
	if exponent != "" {
		e, err := strconv.ParseInt(exponent, 10, 64)
		if err != nil {
			e = maxScale
			if strings.HasPrefix(exponent, "-") {
				e = -maxScale
			}
		}
		d.scale -= max(-maxScale, min(maxScale, e))
	}
	if d.digits == "" {
		d.digits, d.negative = "0", false
	}
	return d
}

// String is toString of BigDecimal: plain notation when the scale is not negative and the number is not smaller than
// 10^-6, scientific notation otherwise.
func (d decimal) String() string {
	sign := ""
	if d.negative {
		sign = "-"
	}
	adjusted := -d.scale + int64(len(d.digits)) - 1
	if d.scale >= 0 && adjusted >= -6 {
		return sign + d.plain()
	}
	out := sign + d.digits[:1]
	if len(d.digits) > 1 {
		out += "." + d.digits[1:]
	}
	if adjusted == 0 {
		return out
	}
	if adjusted > 0 {
		return out + "E+" + strconv.FormatInt(adjusted, 10)
	}
	return out + "E" + strconv.FormatInt(adjusted, 10)
}

func (d decimal) plain() string {
	if d.scale == 0 {
		return d.digits
	}
	point := len(d.digits) - int(d.scale)
	if point > 0 {
		return d.digits[:point] + "." + d.digits[point:]
	}
	return "0." + strings.Repeat("0", -point) + d.digits
}
