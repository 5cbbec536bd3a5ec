package rpc_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// saying is a context with metadata, names and values in turn.
func saying(t *testing.T, pairs ...string) context.Context {
	t.Helper()
	return metadata.AppendToOutgoingContext(t.Context(), pairs...)
}

// TestPosition: every answer of both transports says its position, failures too, and a request id.
func TestPosition(t *testing.T) {
	w := open(t, rpc.Config{})
	w.done(t, "POST", "domains", `{"domain":"billing"}`)
	for _, path := range []string{"domains", "domains/nobody", "nothing", "domains?x=y", "status"} {
		a := w.get(t, path)
		if a.header.Get("Concord-Position") != "0.1" || a.header.Get("X-Request-Id") == "" || a.header.Get("Concord-Age") == "" {
			t.Errorf("%s: %v", path, a.header)
		}
	}
	for _, domain := range []string{"billing", "nobody"} {
		var header metadata.MD
		_, err := w.registry.GetDomain(saying(t, "x-request-id", "mine"), &concordv1.GetDomainRequest{Domain: domain}, grpc.Header(&header))
		if header.Get("concord-position")[0] != "0.1" || header.Get("x-request-id")[0] != "mine" {
			t.Errorf("%s: %v, %v", domain, header, err)
		}
	}
}

// TestMinPosition waits for a position that comes while a read waits for it.
func TestMinPosition(t *testing.T) {
	w := open(t, rpc.Config{Patience: time.Hour})
	answered := make(chan string, 1)
	go func() {
		var header metadata.MD
		_, err := w.registry.ListDomains(saying(t, "concord-min-position", "0.2"), &concordv1.ListDomainsRequest{}, grpc.Header(&header))
		if err != nil {
			t.Error(err)
		}
		answered <- strings.Join(header.Get("concord-position"), "")
	}()
	w.done(t, "POST", "domains", `{"domain":"a"}`)
	w.done(t, "POST", "domains", `{"domain":"b"}`)
	if got := <-answered; got != "0.2" {
		t.Errorf("answered at %s, want 0.2", got)
	}
}

func TestFreshness(t *testing.T) {
	memory := &storetest.Memory{}
	w := openOn(t, rpc.Config{Patience: time.Millisecond}, registry.Config{}, memory, away{memory})
	w.done(t, "POST", "domains", `{"domain":"a"}`)
	tests := []struct {
		name, header, value string
		code                int
		reason              string
	}{
		{"any", "Concord-Read", "any", 200, ""},
		{"strong, while storage is away", "Concord-Read", "strong", 503, "STORAGE_AWAY"},
		{"young enough", "Concord-Read", "max-age=1h", 200, ""},
		{"too old, while storage is away", "Concord-Read", "max-age=1s", 503, "STORAGE_AWAY"},
		{"no mode", "Concord-Read", "max-age", 400, "FIELD_INVALID"},
		{"no age", "Concord-Read", "max-age=-1s", 400, "FIELD_INVALID"},
		{"here", "Concord-Min-Position", "0.1", 200, ""},
		{"to come", "Concord-Min-Position", "0.2", 503, "REPLICA_BEHIND"},
		{"another epoch", "Concord-Min-Position", "1.1", 410, "EPOCH_CHANGED"},
		{"no position", "Concord-Min-Position", "1", 400, "FIELD_INVALID"},
		{"no number", "Concord-Min-Position", "1.x", 400, "FIELD_INVALID"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			a := w.send(t, "GET", "/api/v1/domains", "", test.header, test.value)
			if a.code != test.code || !strings.Contains(a.body, test.reason) {
				t.Errorf("%d %s, want %d %s", a.code, a.body, test.code, test.reason)
			}
			if retry := a.header.Get("Retry-After"); (retry != "") != (test.code == 503) {
				t.Errorf("Retry-After = %q", retry)
			}
		})
	}
}

// away is a reader of an old view whose storage does not answer.
type away struct{ *storetest.Memory }

func (a away) Sync(context.Context) (*store.View, error) {
	return nil, fault.StorageAway.With("doing", "read")
}

func (a away) Status() store.Status { return store.Status{Fresh: time.Now().Add(-time.Minute)} }

func TestDeadline(t *testing.T) {
	memory := &storetest.Memory{}
	w := openOn(t, rpc.Config{Timeout: time.Nanosecond}, registry.Config{}, memory, slow{memory})
	_, err := w.registry.ListDomains(saying(t, "concord-read", "strong"), &concordv1.ListDomainsRequest{})
	if status.Code(err) != codes.DeadlineExceeded {
		t.Errorf("status = %v, want DeadlineExceeded", err)
	}
}

// slow answers when the time is over.
type slow struct{ *storetest.Memory }

func (s slow) Sync(ctx context.Context) (*store.View, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}
