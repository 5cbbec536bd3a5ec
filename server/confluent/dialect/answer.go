package dialect

import (
	"net/http"

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
