package servertest_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc/health/grpc_health_v1"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/servertest"
	"github.com/concord-registry/concord/server/store/storetest"
)

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	read, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(read)
}

// TestReplicas writes through one replica and reads through another, over each API.
func TestReplicas(t *testing.T) {
	at := time.UnixMilli(1_700_000_000_000)
	all := servertest.Replicas(t, 3, servertest.Config{Registry: registry.Config{
		Store: &storetest.Memory{Clock: func() time.Time { return at }}, IDs: registry.SequenceIDs,
	}})
	response, err := http.Post(all[0].URL()+"/subjects/a/versions", "application/json", strings.NewReader(`{"schema":"\"int\""}`))
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("registering: %v, %v", response, err)
	}
	response.Body.Close()
	if status, body := get(t, all[1].URL()+"/subjects/a/versions/1"); status != http.StatusOK || !strings.Contains(body, `"id":1,`) || !strings.Contains(body, `"ts":1700000000000,`) {
		t.Errorf("the version: %d %s", status, body)
	}
	if status, body := get(t, all[2].URL()+"/openapi.yaml"); status != http.StatusOK || !strings.Contains(body, "openapi") {
		t.Errorf("the description: %d %.60s", status, body)
	}
	if _, err := grpc_health_v1.NewHealthClient(all[2].Conn()).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{}); err != nil {
		t.Errorf("health: %v", err)
	}
	if seq := all[2].Store.View().Seq(); seq != 1 {
		t.Errorf("the store is at %d, want 1", seq)
	}
}

// TestPathsAreTakenAsTheyStand demands that nothing before the Confluent API answers with a redirect.
func TestPathsAreTakenAsTheyStand(t *testing.T) {
	s := servertest.New(t, servertest.Config{Around: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Around", "yes")
			next.ServeHTTP(w, r)
		})
	}})
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	response, err := client.Get(s.URL() + "//subjects")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK || response.Header.Get("X-Around") != "yes" {
		t.Errorf("%s %v", response.Status, response.Header)
	}
}
