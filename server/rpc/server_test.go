package rpc_test

import (
	"slices"
	"testing"

	"google.golang.org/grpc/codes"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	reflectionpb "google.golang.org/grpc/reflection/grpc_reflection_v1"
	"google.golang.org/grpc/status"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/rpc"
)

func TestHealth(t *testing.T) {
	w := open(t, rpc.Config{})
	health := healthpb.NewHealthClient(w.conn)
	steps := []struct {
		name string
		do   func()
		want healthpb.HealthCheckResponse_ServingStatus
	}{
		{"at first", func() {}, healthpb.HealthCheckResponse_NOT_SERVING},
		{"when ready", func() { w.server.SetReady(true) }, healthpb.HealthCheckResponse_SERVING},
		{"when not ready any more", func() { w.server.SetReady(false) }, healthpb.HealthCheckResponse_NOT_SERVING},
		{"when draining, for good", func() { w.server.Drain(); w.server.SetReady(true) }, healthpb.HealthCheckResponse_NOT_SERVING},
	}
	for _, step := range steps {
		step.do()
		for _, service := range []string{"", "concord.v1.RegistryService"} {
			got, err := health.Check(t.Context(), &healthpb.HealthCheckRequest{Service: service})
			if err != nil || got.GetStatus() != step.want {
				t.Errorf("%s: %q is %v, %v, want %s", step.name, service, got.GetStatus(), err, step.want)
			}
		}
	}
}

func TestReflection(t *testing.T) {
	w := open(t, rpc.Config{})
	stream, err := reflectionpb.NewServerReflectionClient(w.conn).ServerReflectionInfo(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	list := &reflectionpb.ServerReflectionRequest{MessageRequest: &reflectionpb.ServerReflectionRequest_ListServices{}}
	if err := stream.Send(list); err != nil {
		t.Fatal(err)
	}
	answer, err := stream.Recv()
	if err != nil {
		t.Fatal(err)
	}
	if !slices.ContainsFunc(answer.GetListServicesResponse().GetService(), func(s *reflectionpb.ServiceResponse) bool {
		return s.GetName() == "concord.v1.RegistryService"
	}) {
		t.Errorf("services = %v", answer)
	}
}

func TestMaxBody(t *testing.T) {
	w := open(t, rpc.Config{MaxBody: 1000})
	_, err := w.client.Register(t.Context(), &concordv1.RegisterRequest{Registration: &concordv1.Registration{
		Subject: "s", Schema: &concordv1.Schema{Text: string(make([]byte, 2000))},
	}})
	if status.Code(err) != codes.ResourceExhausted {
		t.Errorf("status = %v, want ResourceExhausted", err)
	}
}

func TestStatus(t *testing.T) {
	w := open(t, rpc.Config{Release: "v9"})
	seq := w.put(t, orders, 1, "")
	got, err := w.client.GetStatus(t.Context(), &concordv1.GetStatusRequest{})
	if err != nil || got.GetRelease() != "v9" || !got.GetConnected() || got.GetFresh() == nil || got.GetSeq() != seq {
		t.Errorf("status = %v, %v", got, err)
	}
}

// TestMinSeq waits for a position that comes while a read waits for it.
func TestMinSeq(t *testing.T) {
	w := open(t, rpc.Config{Patience: 1 << 40})
	answered := make(chan uint64, 1)
	go func() {
		got, err := w.client.ListDomains(t.Context(), &concordv1.ListDomainsRequest{MinSeq: 2})
		if err != nil {
			t.Error(err)
		}
		answered <- got.GetSeq()
	}()
	w.put(t, orders, 1, "")
	w.put(t, orders, 2, "")
	if seq := <-answered; seq < 2 {
		t.Errorf("answered at %d, want 2 or later", seq)
	}
}

func TestListRules(t *testing.T) {
	w := open(t, rpc.Config{})
	all, err := w.client.ListRules(t.Context(), &concordv1.ListRulesRequest{})
	if err != nil {
		t.Fatal(err)
	}
	byType := map[concordv1.SchemaType]int{}
	for _, r := range all.GetRules() {
		byType[r.GetType()]++
	}
	if byType[concordv1.SchemaType_SCHEMA_TYPE_UNSPECIFIED] != 1 {
		t.Errorf("%v: want one rule that belongs to no format", byType)
	}
	avro, err := w.client.ListRules(t.Context(), &concordv1.ListRulesRequest{Type: concordv1.SchemaType_SCHEMA_TYPE_AVRO})
	if err != nil || len(avro.GetRules()) != byType[concordv1.SchemaType_SCHEMA_TYPE_AVRO] || len(avro.GetRules()) == 0 {
		t.Errorf("%d rules of Avro, %v, want %v", len(avro.GetRules()), err, byType)
	}
}
