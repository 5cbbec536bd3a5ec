package avro

import (
	"math"
	"regexp"
	"strconv"
	"strings"
)

// Numbers are printed as the reference prints them: integers of any length as they are, everything else as the Java
// standard library prints the double (or float) nearest to it.

// integral reports whether a JSON number is written without fraction and exponent.
func integral(literal string) bool { return !strings.ContainsAny(literal, ".eENI") }

// printNumber is the canonical form of a JSON number. One that no double holds becomes text.
func printNumber(literal string) string {
	if integral(literal) {
		if literal == "-0" {
			return "0"
		}
		return literal
	}
	return quoteNonFinite(javaFloat(nearest(literal), 64))
}

// compareNumber is a JSON number as a look-up sees it: one that no double holds differs from the text that it is stored as.
func compareNumber(literal string) string { return strings.Trim(printNumber(literal), `"`) }

// nearest is the double nearest to a JSON number, infinite when it is too large for one. An integer has no negative zero.
func nearest(literal string) float64 {
	x, _ := strconv.ParseFloat(literal, 64)
	if x == 0 && integral(literal) {
		return 0
	}
	return x
}

func quoteNonFinite(number string) string {
	if strings.ContainsAny(number, "NI") {
		return strconv.Quote(number)
	}
	return number
}

// javaFloat prints x, a float of that many bits, with as few digits as tell it from its neighbours: positional from
// 0.001 up to but not including 10 000 000, with an exponent elsewhere, and always with a digit after the point.
func javaFloat(x float64, bits int) string {
	switch {
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 1):
		return "Infinity"
	case math.IsInf(x, -1):
		return "-Infinity"
	case x == 0:
		return strconv.FormatFloat(x, 'f', 1, bits)
	}
	if abs := math.Abs(x); abs >= 1e-3 && abs < 1e7 {
		return withFraction(strconv.FormatFloat(x, 'f', -1, bits))
	}
	mantissa, exponent, _ := strings.Cut(scientific(x, bits), "e")
	n, _ := strconv.Atoi(exponent)
	return withFraction(mantissa) + "E" + strconv.Itoa(n)
}

// scientific is the shortest form of x. Where one digit would do, it is the nearest of two digits: the smallest double is
// 4.9E-324, not 5E-324.
func scientific(x float64, bits int) string {
	shortest := strconv.FormatFloat(x, 'e', -1, bits)
	if strings.ContainsRune(shortest, '.') {
		return shortest
	}
	return strconv.FormatFloat(x, 'e', 1, bits)
}

func withFraction(number string) string {
	if strings.ContainsRune(number, '.') {
		return number
	}
	return number + ".0"
}

// javaNumbers are the texts that the Java standard library reads as a double.
var javaNumbers = regexp.MustCompile(`^[+-]?(NaN|Infinity|((\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|0[xX]([\da-fA-F]+\.?[\da-fA-F]*|\.[\da-fA-F]+)[pP][+-]?\d+)[fFdD]?)$`)

// parseJavaFloat reads a double as the Java standard library does: with blanks around it, and a letter for its type behind.
func parseJavaFloat(text string) (x float64, ok bool) {
	text = strings.TrimFunc(text, blank)
	if !javaNumbers.MatchString(text) {
		return 0, false
	}
	if last := len(text) - 1; strings.ContainsRune("fFdD", rune(text[last])) {
		text = text[:last]
	}
	x, _ = strconv.ParseFloat(text, 64)
	return x, true
}
