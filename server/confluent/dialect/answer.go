package dialect

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"

	"github.com/concord-registry/concord/server/confluent/problem"
)

// The values of an operation that do not simply become JSON; [Document] and [Array] are others.
type (
	// Text is a schema as it is, although the media type says JSON (contract §2.1).
	Text string
	// Nothing is a 204.
	Nothing struct{}
	// Batch is a 207: the answers to several requests, in their order.
	Batch struct {
		Results []Result `json:"results"`
	}
)

// Result is the answer to one request of a batch: exactly one of its members is set.
type Result struct {
	Error  *problem.Problem `json:"error,omitempty"`
	Result any              `json:"result,omitempty"`
}

// PolicyHeader carries the warnings of policies on an accepted schema, one value each.
const PolicyHeader = "X-Concord-Policy"

// answer writes the value of an operation.
func (c *Call) answer(value any) {
	switch value := value.(type) {
	case Nothing:
		c.WriteHeader(http.StatusNoContent)
	case Text:
		c.send(http.StatusOK, []byte(value))
	case Batch:
		c.send(http.StatusMultiStatus, Encode(value))
	case *Document:
		c.serve(value)
	case Array:
		c.stream(value)
	default:
		c.send(http.StatusOK, Encode(value))
	}
}

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
