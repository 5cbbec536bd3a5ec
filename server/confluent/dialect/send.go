package dialect

import (
	"bytes"
	"encoding/json"
	"strconv"
)

// Encode prints JSON as the reference does, without escapes for HTML and without a line end. Values are made of plain
// types here, so that there is nothing to go wrong.
func Encode(value any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// send writes a body that nobody has made before.
func (c *Call) send(status int, body []byte) {
	if len(body) >= smallest {
		c.Header().Add("Vary", "Accept-Encoding")
		if unpacks(c.Request.Header["Accept-Encoding"]) {
			c.Header()["Content-Encoding"], body = zipped, pack(body)
		}
	}
	c.write(status, measure(body))
}

// measured are bytes with the value of their Content-Length.
type measured struct {
	bytes  []byte
	length []string
}

func measure(b []byte) measured { return measured{b, []string{strconv.Itoa(len(b))}} }

func (c *Call) write(status int, body measured) {
	header := c.Header()
	header["Content-Type"] = fields[c.media]
	header["Content-Length"] = body.length
	c.WriteHeader(status)
	// An error means that the client has gone.
	_, _ = c.Write(body.bytes)
}
