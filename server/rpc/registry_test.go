package rpc_test

import (
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/fieldmaskpb"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/rpc"
)

const (
	orderV1  = `{"type":"record","name":"Order","fields":[{"name":"id","type":"string"}]}`
	orderV2  = `{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"sku","type":"string","default":""}]}`
	orderBad = `{"type":"record","name":"Order","fields":[{"name":"id","type":"string"},{"name":"sku","type":"string"}]}`
)

func order(domain, text string) *concordv1.Registration {
	return &concordv1.Registration{Domain: domain, Subject: "orders", Schema: &concordv1.Schema{Type: concordv1.SchemaType_SCHEMA_TYPE_AVRO, Text: text}}
}

// register registers and returns the answer.
func (w *world) register(t *testing.T, r *concordv1.Registration) *concordv1.RegisterResponse {
	t.Helper()
	done, err := w.client.Register(t.Context(), &concordv1.RegisterRequest{Registration: r})
	if err != nil {
		t.Fatal(err)
	}
	return done
}

func TestRegister(t *testing.T) {
	w := open(t, rpc.Config{})
	first := w.register(t, order("billing", orderV1))
	if v := first.GetRegistered().GetVersion(); !first.GetRegistered().GetCreated() || v.GetNumber() != 1 || v.GetId() == 0 ||
		v.GetDomain() != "billing" || v.GetSubject() != "orders" || first.GetSeq() == 0 {
		t.Errorf("first = %v", first)
	}
	again := w.register(t, order("billing", orderV1))
	if again.GetRegistered().GetCreated() || again.GetRegistered().GetVersion().GetId() != first.GetRegistered().GetVersion().GetId() {
		t.Errorf("again = %v, want the first version back", again)
	}
	second := w.register(t, order("billing", orderV2))
	if second.GetRegistered().GetVersion().GetNumber() != 2 || second.GetSeq() <= first.GetSeq() {
		t.Errorf("second = %v", second)
	}
}

func TestRegisterRefused(t *testing.T) {
	w := open(t, rpc.Config{})
	w.register(t, order("", orderV1))
	_, err := w.client.Register(t.Context(), &concordv1.RegisterRequest{Registration: order("", orderBad)})
	d := detailsOf(t, err)
	if status.Code(err) != codes.FailedPrecondition || d.info.GetReason() != "INCOMPATIBLE" {
		t.Fatalf("error = %v, %v", err, d.info)
	}
	if len(d.refusal.GetFindings()) != 1 || !d.refusal.GetFindings()[0].GetRefuses() || d.refusal.GetLevel() != concordv1.Level_LEVEL_BACKWARD {
		t.Errorf("refusal = %v", d.refusal)
	}
}

func TestCheck(t *testing.T) {
	w := open(t, rpc.Config{})
	w.register(t, order("", orderV1))
	tests := []struct {
		name     string
		text     string
		against  int32
		accepted bool
		findings int
		version  int32
	}{
		{"compatible", orderV2, 0, true, 0, 2},
		{"there already", orderV1, 0, true, 0, 1},
		{"incompatible", orderBad, 0, false, 1, 0},
		{"against one", orderBad, 1, false, 1, 0},
		{"against the latest", orderV2, -1, true, 0, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := w.client.Check(t.Context(), &concordv1.CheckRequest{Registration: order("", test.text), Against: test.against})
			if err != nil {
				t.Fatal(err)
			}
			if got.GetAccepted() != test.accepted || len(got.GetFindings()) != test.findings || got.GetVersion().GetNumber() != test.version {
				t.Errorf("check = %v", got)
			}
			if got.GetLevel() != concordv1.Level_LEVEL_BACKWARD || got.GetAccepted() != (got.GetReason() == "") {
				t.Errorf("level %s, reason %q", got.GetLevel(), got.GetReason())
			}
			for _, f := range got.GetFindings() {
				if !f.GetRefuses() || f.GetMessage() == "" || f.GetNew().GetSpan().GetStart().GetLine() == 0 {
					t.Errorf("finding = %v, want one with a message and a place", f)
				}
			}
		})
	}
	if versions, err := w.client.ListVersions(t.Context(), &concordv1.ListVersionsRequest{Subject: "orders"}); err != nil || len(versions.GetVersions()) != 1 {
		t.Errorf("after the checks there are %v, %v, want one version", versions, err)
	}
}

func TestGetSchema(t *testing.T) {
	w := open(t, rpc.Config{})
	v := w.register(t, order("billing", orderV1)).GetRegistered().GetVersion()
	tests := []struct {
		name    string
		request *concordv1.GetSchemaRequest
		want    codes.Code
	}{
		{"latest", &concordv1.GetSchemaRequest{Domain: "billing", Subject: "orders"}, codes.OK},
		{"number", &concordv1.GetSchemaRequest{Domain: "billing", Subject: "orders", Name: &concordv1.GetSchemaRequest_Version{Version: 1}}, codes.OK},
		{"id", &concordv1.GetSchemaRequest{Domain: "billing", Name: &concordv1.GetSchemaRequest_Id{Id: v.GetId()}}, codes.OK},
		{"guid", &concordv1.GetSchemaRequest{Name: &concordv1.GetSchemaRequest_Guid{Guid: v.GetGuid()}}, codes.OK},
		{"no such number", &concordv1.GetSchemaRequest{Domain: "billing", Subject: "orders", Name: &concordv1.GetSchemaRequest_Version{Version: 9}}, codes.NotFound},
		{"no such domain", &concordv1.GetSchemaRequest{Domain: "nowhere", Subject: "orders"}, codes.NotFound},
		{"guid with a subject", &concordv1.GetSchemaRequest{Subject: "orders", Name: &concordv1.GetSchemaRequest_Guid{Guid: v.GetGuid()}}, codes.InvalidArgument},
		{"nothing", &concordv1.GetSchemaRequest{}, codes.InvalidArgument},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := w.client.GetSchema(t.Context(), test.request)
			if status.Code(err) != test.want {
				t.Fatalf("error = %v, want %s", err, test.want)
			}
			if err == nil && (!proto.Equal(got.GetVersion(), v) || got.GetSchema().GetText() != orderV1) {
				t.Errorf("schema = %v, want %s of %v", got, orderV1, v)
			}
		})
	}
}

func TestLookUp(t *testing.T) {
	w := open(t, rpc.Config{})
	v := w.register(t, order("", orderV1)).GetRegistered().GetVersion()
	got, err := w.client.LookUp(t.Context(), &concordv1.LookUpRequest{Subject: "orders", Schema: &concordv1.Schema{Text: orderV1}})
	if err != nil || got.GetVersion().GetId() != v.GetId() || !got.GetExact() {
		t.Errorf("look-up = %v, %v, want %v", got, err, v)
	}
	if _, err := w.client.LookUp(t.Context(), &concordv1.LookUpRequest{Subject: "orders", Schema: &concordv1.Schema{Text: orderV2}}); status.Code(err) != codes.NotFound {
		t.Errorf("look-up of what is not there: %v", err)
	}
}

func TestListSubjects(t *testing.T) {
	w := open(t, rpc.Config{})
	w.register(t, order("billing", orderV1))
	w.register(t, order("", orderV1))
	tests := []struct {
		name    string
		request *concordv1.ListSubjectsRequest
		want    int
	}{
		{"every domain", &concordv1.ListSubjectsRequest{}, 2},
		{"the default domain", &concordv1.ListSubjectsRequest{Domain: proto.String("")}, 1},
		{"one domain", &concordv1.ListSubjectsRequest{Domain: proto.String("billing"), Prefix: "ord"}, 1},
		{"no such prefix", &concordv1.ListSubjectsRequest{Prefix: "x"}, 0},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := w.client.ListSubjects(t.Context(), test.request)
			if err != nil || len(got.GetSubjects()) != test.want {
				t.Errorf("subjects = %v, %v, want %d", got, err, test.want)
			}
			for _, s := range got.GetSubjects() {
				if test.request.Domain != nil && s.GetDomain() != test.request.GetDomain() {
					t.Errorf("%v is of another domain", s)
				}
			}
		})
	}
	domains, err := w.client.ListDomains(t.Context(), &concordv1.ListDomainsRequest{})
	if err != nil || len(domains.GetDomains()) != 2 || domains.GetDomains()[1] != "billing" {
		t.Errorf("domains = %v, %v", domains, err)
	}
}

func TestConfig(t *testing.T) {
	w := open(t, rpc.Config{})
	set, err := w.client.SetConfig(t.Context(), &concordv1.SetConfigRequest{
		Subject: "orders",
		Config:  &concordv1.Config{Level: concordv1.Level_LEVEL_FULL, Judge: concordv1.Judge_JUDGE_SOUND},
	})
	if err != nil || set.GetConfig().GetLevel() != concordv1.Level_LEVEL_FULL || set.GetConfig().GetJudge() != concordv1.Judge_JUDGE_SOUND {
		t.Fatalf("set = %v, %v", set, err)
	}
	set, err = w.client.SetConfig(t.Context(), &concordv1.SetConfigRequest{
		Subject: "orders", Config: &concordv1.Config{}, UpdateMask: &fieldmaskpb.FieldMask{Paths: []string{"judge"}},
	})
	if err != nil || set.GetConfig().GetJudge() != 0 || set.GetConfig().GetLevel() != concordv1.Level_LEVEL_FULL {
		t.Errorf("cleared = %v, %v", set, err)
	}
	got, err := w.client.GetConfig(t.Context(), &concordv1.GetConfigRequest{Subject: "orders", MinSeq: set.GetSeq()})
	if err != nil || got.GetConfig().GetLevel() != concordv1.Level_LEVEL_FULL {
		t.Errorf("get = %v, %v", got, err)
	}
	if _, err := w.client.GetConfig(t.Context(), &concordv1.GetConfigRequest{Subject: "other"}); status.Code(err) != codes.NotFound {
		t.Errorf("config of a subject that has none: %v", err)
	}
	got, err = w.client.GetConfig(t.Context(), &concordv1.GetConfigRequest{Subject: "other", Effective: true})
	if err != nil || got.GetConfig().GetLevel() != concordv1.Level_LEVEL_BACKWARD {
		t.Errorf("effective = %v, %v", got, err)
	}
}

func TestDelete(t *testing.T) {
	w := open(t, rpc.Config{})
	w.register(t, order("", orderV1))
	w.register(t, order("", orderV2))
	one, err := w.client.DeleteVersion(t.Context(), &concordv1.DeleteVersionRequest{Subject: "orders", Version: 1})
	if err != nil || one.GetVersion() != 1 {
		t.Errorf("delete = %v, %v", one, err)
	}
	rest, err := w.client.DeleteSubject(t.Context(), &concordv1.DeleteSubjectRequest{Subject: "orders"})
	if err != nil || len(rest.GetVersions()) != 1 || rest.GetVersions()[0] != 2 {
		t.Errorf("delete = %v, %v", rest, err)
	}
	all, err := w.client.ListVersions(t.Context(), &concordv1.ListVersionsRequest{Subject: "orders", Deletion: concordv1.Deletion_DELETION_ANY, MinSeq: rest.GetSeq()})
	if err != nil || len(all.GetVersions()) != 2 || !all.GetVersions()[0].GetDeleted() {
		t.Errorf("versions = %v, %v", all, err)
	}
}

func TestApplyChangeSet(t *testing.T) {
	w := open(t, rpc.Config{})
	before := w.register(t, order("", orderV1))
	set := &concordv1.ApplyChangeSetRequest{DryRun: true, Registrations: []*concordv1.Registration{order("a", orderV1), order("b", orderV1)}}
	plan, err := w.client.ApplyChangeSet(t.Context(), set)
	if err != nil || len(plan.GetRegistered()) != 2 || !plan.GetRegistered()[1].GetCreated() || plan.GetSeq() != before.GetSeq() {
		t.Fatalf("plan = %v, %v", plan, err)
	}
	w.register(t, order("", orderV2))
	stale := proto.CloneOf(set)
	stale.DryRun, stale.IfSeq = false, plan.GetSeq()
	if _, err := w.client.ApplyChangeSet(t.Context(), stale); status.Code(err) != codes.Aborted {
		t.Errorf("a stale plan: %v, want Aborted", err)
	}
	set.DryRun = false
	done, err := w.client.ApplyChangeSet(t.Context(), set)
	if err != nil || len(done.GetRegistered()) != 2 || done.GetSeq() == 0 {
		t.Fatalf("applied = %v, %v", done, err)
	}
	set.Registrations = []*concordv1.Registration{order("d", orderV1), order("a", orderBad)}
	_, err = w.client.ApplyChangeSet(t.Context(), set)
	if status.Code(err) != codes.FailedPrecondition || len(detailsOf(t, err).refusal.GetFindings()) != 1 {
		t.Errorf("a refused set: %v", err)
	}
	if _, err := w.client.ListVersions(t.Context(), &concordv1.ListVersionsRequest{Domain: "d", Subject: "orders"}); status.Code(err) != codes.NotFound {
		t.Errorf("half of a refused set is there: %v", err)
	}
}

func TestDecisionOfRegistration(t *testing.T) {
	w := open(t, rpc.Config{})
	done := w.register(t, order("billing", orderV1))
	got, err := w.client.GetDecision(t.Context(), &concordv1.GetDecisionRequest{Position: done.GetRegistered().GetVersion().GetSeq()})
	if err != nil || got.GetEntry().GetAction() != "version.register" || got.GetEntry().GetSubject().GetDomain() != "billing" || got.GetDecision() != nil {
		t.Errorf("decision = %v, %v", got, err)
	}
}
