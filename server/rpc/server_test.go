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
		for _, service := range []string{"", "concord.v1.RegistryService", "concord.v1.AuditService"} {
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
	_, err := w.registry.RegisterVersion(t.Context(), &concordv1.RegisterVersionRequest{
		Domain: "default", Subject: "s", Schema: &concordv1.Schema{Text: string(make([]byte, 2000))},
	})
	if status.Code(err) != codes.ResourceExhausted {
		t.Errorf("status = %v, want ResourceExhausted", err)
	}
}

func TestStatus(t *testing.T) {
	w := open(t, rpc.Config{Release: "v9"})
	w.enter(t, "a")
	got, err := w.status.GetStatus(t.Context(), &concordv1.GetStatusRequest{})
	if s := got.GetStatus(); err != nil || s.GetRelease() != "v9" || !s.GetConnected() || s.GetFreshTime() == nil || s.GetPosition() != "0.1" {
		t.Errorf("status = %v, %v", got, err)
	}
}
