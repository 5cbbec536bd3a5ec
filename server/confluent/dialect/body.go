package dialect

import (
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/concord-registry/concord/schema/jsontree"
	"github.com/concord-registry/concord/server/confluent/problem"
)

// depth and items bound the JSON of a body before it is read. A body nests six deep where the dialect knows its members.
const (
	depth = 64
	items = 100_000
)

// Body reads the one JSON object that the body of a request is. Limits come first; what follows is as liberal as
// clients need: packed bodies, other encodings (encoding.go), and the quote that an old UI appends.
func (c *Call) Body() (*jsontree.Value, error) {
	raw, err := c.bytes()
	if err != nil {
		return nil, err
	}
	source := strings.TrimSpace(inUTF8(raw))
	source = strings.TrimSpace(strings.TrimSuffix(source, "'"))
	if source == "" || source == "null" {
		return nil, problem.New(http.StatusUnprocessableEntity, "the request has no body; send a JSON object")
	}
	if !utf8.ValidString(source) {
		return nil, badRequest("the body is not UTF-8; send JSON in UTF-8, whatever charset the Content-Type names")
	}
	value, err := jsontree.Parse(source, jsontree.Options{Depth: depth, Items: items})
	if err != nil {
		return nil, badRequest("the body is not JSON: %v", err)
	}
	if value.Kind != jsontree.Object {
		return nil, badRequest("the body is a JSON %s; send an object", value.Kind)
	}
	return value, nil
}

// bytes reads the body up to the limit, before and after unpacking, so that a small body cannot become a large one.
func (c *Call) bytes() ([]byte, error) {
	var source io.Reader = http.MaxBytesReader(c.ResponseWriter, c.Request.Body, c.config.MaxBody)
	switch encoding := strings.ToLower(c.Request.Header.Get("Content-Encoding")); encoding {
	case "", "identity":
	case "gzip", "x-gzip":
		unpacked, err := gzip.NewReader(source)
		if err != nil {
			return nil, c.unreadable(err)
		}
		source = unpacked
	default:
		return nil, problem.New(http.StatusUnsupportedMediaType, "the body is packed with %q; send it plain or with gzip", encoding)
	}
	raw, err := io.ReadAll(io.LimitReader(source, c.config.MaxBody+1))
	if err != nil {
		return nil, c.unreadable(err)
	}
	if int64(len(raw)) > c.config.MaxBody {
		return nil, c.tooLarge()
	}
	c.raw = raw
	return raw, nil
}

func (c *Call) unreadable(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return c.tooLarge()
	}
	return badRequest("the body cannot be read: %v", err)
}

func (c *Call) tooLarge() error {
	return problem.New(http.StatusRequestEntityTooLarge, "the body is larger than %s", size(c.config.MaxBody))
}

// size prints a number of bytes in the unit that people use for it.
func size(n int64) string {
	if n >= 1<<20 && n%(1<<20) == 0 {
		return fmt.Sprintf("%d MiB", n>>20)
	}
	return fmt.Sprintf("%d bytes", n)
}
