package engine_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
)

func TestExplain(t *testing.T) {
	other := strings.NewReplacer("policy.council.r", "policy.council.s", "R1", "S1", "formats: [avro]", "formats: [json]").Replace(avroOnly)
	off := strings.NewReplacer("policy.council.r", "policy.council.o", "R1", "O1").Replace(avroOnly)
	domain := strings.NewReplacer("policy.council.r", "policy.domain.orders.d", "R1", "D1").Replace(avroOnly)
	program := load(t, badName, map[string]string{
		"rules/s/rule.rego": other + badName, "rules/o/rule.rego": off + badName, "domains/orders/rules/d/rule.rego": domain + badName,
		"rollout.yaml": "rules: {O1: {level: off}}",
	})
	x := program.Explain(context.Background(), request("AVRO", document(field("bad", "string", "string"))))
	want := []engine.RuleResult{
		{Rule: "D1", Title: "a rule", Level: policy.Warn, Result: engine.NotApplicable, Selector: "scope"},
		{Rule: "O1", Title: "a rule", Level: policy.Off, Result: engine.Inactive},
		{Rule: "R1", Title: "a rule", Level: policy.Warn, Result: engine.Fired, Findings: 1},
		{Rule: "S1", Title: "a rule", Level: policy.Warn, Result: engine.NotApplicable, Selector: "formats"},
	}
	if diff := cmp.Diff(x.Rules, want); diff != "" {
		t.Errorf("got - want +\n%s", diff)
	}
	if x.Decision.Outcome != policy.AcceptedWithWarnings {
		t.Errorf("outcome %s, want accepted_with_warnings", x.Decision.Outcome)
	}
}
