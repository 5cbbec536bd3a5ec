package rpc

import (
	_ "embed"
	"encoding/json"
	"strconv"
)

// Example is a request with its answer, as the OpenAPI document shows them.
type Example struct {
	Method string `json:"method"`
	// Path leads to the method, with its parameters.
	Path string `json:"path"`
	// Request is the body, nil for none.
	Request map[string]any `json:"request,omitempty"`
	Status  int            `json:"status"`
	Answer  map[string]any `json:"answer"`
}

//go:embed examples.json
var exampleText []byte

// Examples are calls in an order in which each answers as it says, on a registry that was empty before.
func Examples() ([]Example, error) {
	var list []Example
	return list, json.Unmarshal(exampleText, &list)
}

// show enters the examples of a method into the description of its operation.
func (rt *route) show(operation object, examples []Example) {
	responses, _ := operation["responses"].(object)
	for _, e := range examples {
		if e.Method != string(rt.method.Name()) {
			continue
		}
		if body, ok := operation["requestBody"].(object); ok && e.Status == 200 {
			exemplify(body, e.Request)
		}
		if response, ok := responses[strconv.Itoa(e.Status)].(object); ok {
			exemplify(response, e.Answer)
		}
	}
}

// exemplify gives the JSON of a body an example.
func exemplify(body object, example map[string]any) {
	content, _ := body["content"].(object)
	if kind, ok := content["application/json"].(object); ok {
		kind["example"] = example
	}
}
