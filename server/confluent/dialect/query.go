package dialect

import (
	"net/url"
	"strconv"
	"strings"
)

// Parameters walks the names and values of the query as url.ParseQuery reads them, but makes no map of what nobody asks
// for: most requests need one or two parameters, and come often. It is to be ranged over.
func (c *Call) Parameters(yield func(name, value string) bool) {
	for query := c.Request.URL.RawQuery; query != ""; {
		var parameter string
		parameter, query, _ = strings.Cut(query, "&")
		name, value, _ := strings.Cut(parameter, "=")
		if parameter != "" && !strings.Contains(parameter, ";") && !yield(unquery(name), unquery(value)) {
			return
		}
	}
}

// Text is a parameter of the query, the first of that name; absent and empty are the same.
func (c *Call) Text(name string) string {
	for given, value := range c.Parameters {
		if given == name {
			return value
		}
	}
	return ""
}

// Texts are all parameters of that name, in order.
func (c *Call) Texts(name string) []string {
	var all []string
	for given, value := range c.Parameters {
		if given == name {
			all = append(all, value)
		}
	}
	return all
}

// Flag is a parameter that is set by `true` in any case and by nothing else.
func (c *Call) Flag(name string) bool { return IsTrue(c.Text(name)) }

// IsTrue reports whether the text of a parameter sets a flag.
func IsTrue(text string) bool { return strings.EqualFold(text, "true") }

// Integer is a parameter that, as everywhere in the dialect, makes the path unknown when it is no int32. A blank one
// counts as absent.
func (c *Call) Integer(name string, absent int) (int, error) {
	value := c.Text(name)
	if strings.TrimSpace(value) == "" {
		return absent, nil
	}
	return parseInt32(value)
}

func parseInt32(s string) (int, error) {
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		return 0, ErrUnknownPath
	}
	return int(n), nil
}

// unquery decodes a part of a query; one that is badly escaped stays as it is.
func unquery(s string) string {
	if strings.IndexByte(s, '%') < 0 && strings.IndexByte(s, '+') < 0 {
		return s
	}
	if decoded, err := url.QueryUnescape(s); err == nil {
		return decoded
	}
	return s
}
