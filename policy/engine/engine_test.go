package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/starter"
	"github.com/concord-registry/concord/schema"
)

var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, time.UTC)

// document is a flat record R of the given fields.
func document(fields ...schema.Field) *schema.Document {
	d := &schema.Document{Name: "R", Doc: "a record", Depth: 1, Fields: fields}
	for i := range d.Fields {
		f := &d.Fields[i]
		f.Ordinal, f.Path, f.Presence = i, "R."+f.Name, "required"
		f.Span = schema.Span{Start: schema.Position{Line: i + 2, Column: 3}}
	}
	d.Types = []schema.NamedType{{Path: "R", Kind: "record", Name: "R"}}
	return d
}

func field(name, canonical, native string) schema.Field {
	return schema.Field{Name: name, Doc: "documented", Type: schema.FieldType{Canonical: canonical, Native: native}}
}

func request(format schema.Type, d *schema.Document) policy.Request {
	return policy.Request{
		Action: "register", Time: noon, Actor: policy.Actor{ID: "alice"}, Schema: d,
		Subject: policy.Subject{Name: "invoice-value", Domain: "billing", Format: format, Level: "BACKWARD"},
	}
}

func starterEngine(t *testing.T) *engine.Engine {
	t.Helper()
	program, err := starter.Load()
	if err != nil {
		t.Fatal(err)
	}
	return starting(program)
}

// starting is an engine with more time than a server gives: a loaded machine must not fail a test.
func starting(program *engine.Program) *engine.Engine {
	e := engine.New(engine.Config{Deadline: 20 * time.Second})
	e.Activate(program, noon)
	return e
}

// summary is the outcome and the rules that found something.
func summary(d policy.Decision) string {
	words := []string{string(d.Outcome)}
	for _, f := range d.Findings {
		words = append(words, f.Rule+"="+string(f.Effective)+"@"+f.Path)
	}
	return strings.Join(words, " ")
}

func TestStarterDecides(t *testing.T) {
	e := starterEngine(t)
	uuid := field("customer_id", "uuid", "string{logicalType:uuid}")
	undocumented := uuid
	undocumented.Doc = ""
	bound := field("buyer", "int64", "long")
	bound.Terms = []string{"customer_id"}
	unknown := field("buyer", "string", "string")
	unknown.Terms = []string{"customr_id"}
	referenced := field("customer_id", "int64", "long")
	referenced.Origin = schema.Origin{Reference: "shared.Customer"}
	tests := []struct {
		name   string
		format schema.Type
		field  schema.Field
		want   string
	}{
		{"avro uuid", schema.Avro, uuid, "accepted"},
		{"avro long", schema.Avro, field("customer_id", "int64", "long"), "rejected SEM001=enforce@R.customer_id"},
		{"avro string", schema.Avro, field("customer_id", "string", "string"), "rejected SEM001=enforce@R.customer_id"},
		{"protobuf string", schema.Protobuf, field("customer_id", "string", "string"), "accepted"},
		{"protobuf int64", schema.Protobuf, field("customer_id", "int64", "int64"), "rejected SEM001=enforce@R.customer_id"},
		{"json by its own name", schema.JSON, field("customerId", "int64", "integer"), "rejected SEM001=enforce@R.customerId"},
		{"json by the other name looks alike", schema.JSON, field("customer_id", "int64", "integer"), "accepted_with_warnings SEM002=warn@R.customer_id"},
		{"look-alike", schema.JSON, field("clientId", "string", "string"), "accepted_with_warnings SEM002=warn@R.clientId"},
		{"not a look-alike", schema.Avro, field("customer_identity_id", "string", "string"), "accepted"},
		{"bound by its text", schema.Avro, bound, "rejected SEM001=enforce@R.buyer"},
		{"bound to nothing", schema.Avro, unknown, "accepted_with_warnings SEM003=warn@R.buyer"},
		{"undocumented", schema.Avro, undocumented, "accepted_with_warnings DOC001=warn@R.customer_id"},
		{"camel in protobuf", schema.Protobuf, field("orderTotal", "int64", "int64"), "accepted_with_warnings NAM001=warn@R.orderTotal"},
		{"camel in avro", schema.Avro, field("orderTotal", "int64", "long"), "accepted"},
		{"capital", schema.Avro, field("OrderTotal", "int64", "long"), "accepted_with_warnings NAM001=warn@R.OrderTotal"},
		{"from a reference", schema.Avro, referenced, "accepted"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d := e.Evaluate(context.Background(), request(test.format, document(test.field)))
			if got := summary(d); got != test.want {
				t.Errorf("got %s, want %s\n%+v", got, test.want, d)
			}
		})
	}
}

func TestFindingIsJoined(t *testing.T) {
	d := starterEngine(t).Evaluate(context.Background(), request(schema.Protobuf, document(field("customer_id", "int64", "int64"))))
	if len(d.Findings) != 1 {
		t.Fatalf("got %d findings, want 1", len(d.Findings))
	}
	got := d.Findings[0]
	if len(got.Fingerprint) != 32 || !strings.HasPrefix(got.Revision, "starter+sha256:") || got.Revision != d.Revision {
		t.Errorf("fingerprint %q, revision %q, decision %q", got.Fingerprint, got.Revision, d.Revision)
	}
	got.Fingerprint, got.Revision = "", ""
	want := policy.Finding{
		Rule: "SEM001", Title: "A shared term has one type everywhere", Severity: "high", Level: policy.Enforce,
		Effective: policy.Blocks, Why: policy.ByLevel, Scope: "council", Owner: "council", Path: "R.customer_id",
		Message: "customer_id means 'Global customer identifier' and must be uuid, but is int64 (int64)",
		Fix:     "declare it as string", Span: schema.Span{Start: schema.Position{Line: 2, Column: 3}},
	}
	if got != want {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}
