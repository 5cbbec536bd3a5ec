package rpc_test

import (
	"encoding/json"
	"net/http"
	"testing"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/rpc"
)

// TestListDependents asks about a draft that breaks a schema of another domain, over gRPC and as JSON.
func TestListDependents(t *testing.T) {
	w := open(t, rpc.Config{})
	w.register(t, order("", orderV1))
	w.register(t, &concordv1.Registration{Domain: "billing", Subject: "bill", Schema: &concordv1.Schema{
		Type:       concordv1.SchemaType_SCHEMA_TYPE_AVRO,
		Text:       `{"type":"record","name":"Bill","fields":[{"name":"order","type":"Order"}]}`,
		References: []*concordv1.Reference{{Name: "Order", Subject: ":.:orders", Version: 1}},
		Metadata:   &concordv1.Metadata{Properties: map[string]string{"owner": "ada"}},
	}})
	tests := []struct {
		name, text string
		verdict    concordv1.DependentVerdict
		findings   int
	}{
		{"compatible", orderV2, concordv1.DependentVerdict_DEPENDENT_VERDICT_COMPATIBLE, 0},
		{"incompatible", orderBad, concordv1.DependentVerdict_DEPENDENT_VERDICT_INCOMPATIBLE, 1},
		{"unreadable", `"string"`, concordv1.DependentVerdict_DEPENDENT_VERDICT_UNREADABLE, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := w.client.ListDependents(t.Context(), &concordv1.ListDependentsRequest{Registration: order("", test.text)})
			if err != nil || len(got.GetDependents()) != 1 || got.GetSeq() == 0 {
				t.Fatalf("%v, %v", got, err)
			}
			d := got.GetDependents()[0]
			if d.GetVerdict() != test.verdict || len(d.GetFindings()) != test.findings {
				t.Errorf("verdict %s with %d findings, want %s with %d", d.GetVerdict(), len(d.GetFindings()), test.verdict, test.findings)
			}
			if d.GetVersion().GetDomain() != "billing" || d.GetOwner() != "ada" || !d.GetDirect() || d.GetLevel() != concordv1.Level_LEVEL_BACKWARD {
				t.Errorf("dependent = %v", d)
			}
		})
	}
	answer := w.send(t, http.MethodPost, "/api/v1/subjects/orders/dependents?limit=5",
		[]byte(`{"schema":{"type":"SCHEMA_TYPE_AVRO","text":"\"string\""}}`))
	defer answer.Body.Close()
	var body struct {
		Dependents []struct{ Verdict, Owner string }
	}
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil || len(body.Dependents) != 1 || body.Dependents[0].Verdict != "DEPENDENT_VERDICT_UNREADABLE" {
		t.Errorf("status %d, %+v, %v", answer.StatusCode, body, err)
	}
}
