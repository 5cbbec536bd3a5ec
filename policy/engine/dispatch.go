package engine

import (
	"fmt"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/concord-registry/concord/policy/set"
)

// dispatchFile is the name of the dispatcher in complaints.
const dispatchFile = "dispatch.rego"

// dispatcher is the module that the engine asks. Its rules are the only road from the engine to the rules of a set: the
// rules asked for are in the input, so that one prepared query serves any selection of them.
func dispatcher(rules []*set.Rule) (*ast.Module, error) {
	var b strings.Builder
	b.WriteString("package concord.dispatch\n\nimport rego.v2\n\n")
	for _, r := range rules {
		fmt.Fprintf(&b, "found.%s contains v if some v in %s.violation\n", r.ID, reference(r.Package))
	}
	if len(rules) == 0 {
		b.WriteString("answer := set()\n")
	} else {
		b.WriteString("\nanswer contains [id, v] if {\n\tsome id in input.rules\n\tsome v in found[id]\n}\n")
	}
	return ast.ParseModuleWithOpts(dispatchFile, b.String(), ast.ParserOptions{RegoVersion: ast.RegoV1})
}
