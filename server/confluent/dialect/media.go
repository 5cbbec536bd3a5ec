package dialect

import (
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// media is a type that answers are written in; empty is none.
type media string

// The media types of the dialect, in the order of the server's preference (contract §2.1).
const (
	v1     media = "application/vnd.schemaregistry.v1+json"
	vendor media = "application/vnd.schemaregistry+json"
	plain  media = "application/json"
)

// fields are the values of the header Content-Type, made once: a header wants a slice.
var fields = map[media][]string{v1: {string(v1)}, vendor: {string(vendor)}, plain: {string(plain)}}

// negotiate chooses the type of the answer by the header Accept: the one with the highest weight, of equal ones the
// server's favourite. Clients spell types in their own ways, so every other kind of JSON counts as v1. It
// returns none for a client that wants no JSON at all.
func negotiate(accept []string) media {
	if len(accept) == 0 {
		return v1
	}
	if len(accept) == 1 {
		switch accept[0] {
		case "", "*/*", string(v1):
			return v1
		case string(plain):
			return plain
		}
	}
	best, chosen := 0.0, media("")
	for _, m := range [...]media{v1, vendor, plain} {
		if q := weight(accept, m); q > best {
			best, chosen = q, m
		}
	}
	return chosen
}

// weight is what the header gives to a type: that of the most specific range that covers it.
func weight(accept []string, m media) float64 {
	weight, specific := 0.0, 0
	for part := range strings.SplitSeq(strings.Join(accept, ","), ",") {
		given, parameters, _ := strings.Cut(part, ";")
		if s := specificity(strings.ToLower(strings.TrimSpace(given)), m); s > specific {
			weight, specific = quality(parameters), s
		}
	}
	return weight
}

// specificity says how closely a range describes a type, 0 for not at all.
func specificity(given string, m media) int {
	switch {
	case given == string(m):
		return 4
	case m == v1 && isJSON(given) && fields[media(given)] == nil:
		return 3
	case given == "application/*":
		return 2
	case given == "*/*", given == "*":
		return 1
	}
	return 0
}

// isJSON reports whether a media type names some kind of JSON.
func isJSON(given string) bool {
	return strings.HasSuffix(given, "/json") || strings.HasSuffix(given, "+json")
}

// quality is the q among the parameters of a range, 1 when there is none that can be read.
func quality(parameters string) float64 {
	for p := range strings.SplitSeq(parameters, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(p), "=")
		if q, err := strconv.ParseFloat(value, 64); err == nil && strings.EqualFold(name, "q") {
			return q
		}
	}
	return 1
}

// accepted reports whether the body says that it is JSON. No type at all, and octets, are taken for JSON.
func accepted(r *http.Request) bool {
	if r.ContentLength == 0 {
		return true
	}
	given := r.Header.Get("Content-Type")
	if given == "" || given == string(v1) {
		return true
	}
	name, _, err := mime.ParseMediaType(given)
	if name == "" && err != nil {
		name = given
	}
	return isJSON(name) || name == "application/octet-stream"
}
