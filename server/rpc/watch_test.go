package rpc_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// reader follows one watch.
type reader struct {
	t      *testing.T
	stream concordv1.AuditService_WatchEntriesClient
	leave  context.CancelFunc
}

func (w *world) watch(t *testing.T, after, filter string) *reader {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	stream, err := w.audit.WatchEntries(ctx, &concordv1.WatchEntriesRequest{After: after, Filter: filter})
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t, stream, cancel}
}

func (r *reader) next() *concordv1.WatchStep {
	r.t.Helper()
	answer, err := r.stream.Recv()
	if err != nil {
		r.t.Fatal(err)
	}
	return answer.GetStep()
}

// entries are the positions of the next n entries; those of steps without one are left out.
func (r *reader) entries(n int) []string {
	r.t.Helper()
	var seen []string
	for len(seen) < n {
		if step := r.next(); step.GetEntry() != nil {
			if want := fmt.Sprintf("0.%d", step.GetEntry().GetSeq()); want != step.GetPosition() {
				r.t.Errorf("entry %s comes at %s", want, step.GetPosition())
			}
			seen = append(seen, step.GetPosition())
		}
	}
	return seen
}

// enter makes n entries in the log, each a domain.
func (w *world) enter(t *testing.T, names ...string) {
	t.Helper()
	for _, name := range names {
		w.done(t, "POST", "domains", `{"domain":"`+name+`"}`)
	}
}

// TestWatchResumes breaks off and goes on elsewhere: nothing is lost, nothing comes twice.
func TestWatchResumes(t *testing.T) {
	w := open(t, rpc.Config{})
	w.enter(t, "a", "b", "c")
	first := w.watch(t, "", "")
	seen := first.entries(2)
	first.leave()
	w.enter(t, "d")
	second := w.watch(t, seen[1], "")
	seen = append(seen, second.entries(2)...)
	w.enter(t, "e")
	seen = append(seen, second.entries(1)...)
	if want := []string{"0.1", "0.2", "0.3", "0.4", "0.5"}; !slices.Equal(seen, want) {
		t.Errorf("seen %v, want %v", seen, want)
	}
}

// TestWatchUnderWrites writes while a watch catches up and reconnects again and again.
func TestWatchUnderWrites(t *testing.T) {
	w := open(t, rpc.Config{})
	const all = 100
	var writing sync.WaitGroup
	defer writing.Wait()
	writing.Go(func() {
		for n := range all {
			w.enter(t, fmt.Sprintf("d%d", n))
		}
	})
	var seen []string
	for after := ""; len(seen) < all; after = seen[len(seen)-1] {
		r := w.watch(t, after, "")
		seen = append(seen, r.entries(min(7, all-len(seen)))...)
		r.leave()
	}
	for i, position := range seen {
		if position != fmt.Sprintf("0.%d", i+1) {
			t.Fatalf("position %s comes as number %d", position, i+1)
		}
	}
}

// TestWatchFilter: a filter looks at each change of a set, and the entry is told whole.
func TestWatchFilter(t *testing.T) {
	w := open(t, rpc.Config{})
	w.enter(t, "other")
	w.done(t, "POST", "changes/apply", `{"changes":[
		{"register":{"domain":"billing","subject":"invoice","schema":{"text":"\"int\""}}},
		{"settings":{"domain":"billing","settings":{"level":"FULL"}}},
		{"domain":{"domain":"crm","allowMissing":true}}]}`)
	w.enter(t, "another")
	for _, filter := range []string{"domain:billing", "subject:invo* action:version.register", "domain:crm action:domain.*"} {
		r := w.watch(t, "", filter)
		got := r.next()
		if got.GetPosition() != "0.2" || len(got.GetEntry().GetChanges()) != 3 {
			t.Errorf("%s: first step = %v, want the change set", filter, got)
		}
		if got := r.next(); got.GetPosition() != "0.3" || got.GetEntry() != nil {
			t.Errorf("%s: second step = %v, want that everything up to 3 was looked at", filter, got)
		}
	}
	r := w.watch(t, "", "domain:crm action:version.register")
	if got := r.next(); got.GetEntry() != nil {
		t.Errorf("no single change fits: %v", got)
	}
}

func TestWatchHeartbeat(t *testing.T) {
	w := open(t, rpc.Config{Heartbeat: time.Millisecond})
	r := w.watch(t, "", "")
	for range 3 {
		if got := r.next(); got.GetPosition() != "0.0" || got.GetEntry() != nil {
			t.Errorf("step = %v, want a sign of life", got)
		}
	}
}

func TestWatchEndsWithServer(t *testing.T) {
	w := open(t, rpc.Config{})
	r := w.watch(t, "", "")
	r.next()
	w.server.Drain()
	if step, err := r.stream.Recv(); !errors.Is(err, io.EOF) {
		t.Errorf("Recv = %v, %v, want the end of the stream", step, err)
	}
}

func TestWatchRefuses(t *testing.T) {
	w := open(t, rpc.Config{Patience: time.Millisecond})
	w.enter(t, "a")
	tests := []struct {
		name, after, filter string
		want                codes.Code
	}{
		{"a position to come", "0.99", "", codes.Unavailable},
		{"a position of another epoch", "1.1", "", codes.OutOfRange},
		{"no position", "x", "", codes.InvalidArgument},
		{"no filter", "", "colour:red", codes.InvalidArgument},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := w.watch(t, test.after, test.filter)
			if step, err := r.stream.Recv(); status.Code(err) != test.want {
				t.Errorf("Recv = %v, %v, want %s", step, err, test.want)
			}
		})
	}
}

// archived is a reader whose log begins later than the registry; with a failure that is all it says.
type archived struct {
	*storetest.Memory
	first   uint64
	failure error
}

func (a archived) Log(ctx context.Context, from uint64) iter.Seq2[*store.Entry, error] {
	if a.failure != nil {
		return func(yield func(*store.Entry, error) bool) { yield(nil, a.failure) }
	}
	return a.Memory.Log(ctx, max(from, a.first))
}

func TestWatchGap(t *testing.T) {
	tests := []struct {
		name  string
		first uint64
		after string
		fail  error
		want  codes.Code
	}{
		{"the next entry is gone", 3, "0.1", nil, codes.OutOfRange},
		{"all entries are gone", 9, "0.1", nil, codes.OutOfRange},
		{"the next entry is the first", 3, "0.2", nil, codes.OK},
		{"storage is away", 1, "0.1", fault.StorageAway.With("doing", "read"), codes.Unavailable},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			memory := &storetest.Memory{}
			w := openOn(t, rpc.Config{}, registry.Config{}, memory, archived{memory, test.first, test.fail})
			w.enter(t, "a", "b", "c", "d")
			r := w.watch(t, test.after, "")
			if step, err := r.stream.Recv(); status.Code(err) != test.want {
				t.Errorf("Recv = %v, %v, want %s", step, err, test.want)
			}
		})
	}
}

// TestWatchHTTP reads the lines of the gateway, and its events.
func TestWatchHTTP(t *testing.T) {
	tests := []struct {
		name, query, accept, last, kind string
		want                            []string
	}{
		{"lines", "", "*/*", "", "application/x-ndjson", []string{`{"step":{"position":"0.1","entry":{`, `{"step":{"position":"0.1"}}`}},
		{"lines after", "?after=0.1", "application/x-ndjson", "", "application/x-ndjson", []string{`{"step":{"position":"0.1"}}`}},
		{"events", "", "text/event-stream", "", "text/event-stream", []string{`id: 0.1`, `data: {"step":{"position":"0.1","entry":{`, ``, `id: 0.1`, `data: {"step":{"position":"0.1"}}`}},
		{"events after the last one", "", "text/event-stream", "0.1", "text/event-stream", []string{`id: 0.1`, `data: {"step":{"position":"0.1"}}`}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := open(t, rpc.Config{})
			w.enter(t, "a")
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, w.http.URL+"/api/v1/log/watch"+test.query, nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("Accept", test.accept)
			if test.last != "" {
				r.Header.Set("Last-Event-ID", test.last)
			}
			answer, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			defer answer.Body.Close()
			if got := answer.Header.Get("Content-Type"); got != test.kind || answer.Header.Get("Concord-Position") == "" {
				t.Errorf("header = %v", answer.Header)
			}
			lines := bufio.NewScanner(answer.Body)
			for _, want := range test.want {
				if !lines.Scan() {
					t.Fatal(lines.Err())
				}
				if got := strings.ReplaceAll(lines.Text(), ", ", ","); !strings.HasPrefix(strings.ReplaceAll(got, `": `, `":`), want) {
					t.Errorf("line = %s, want %s…", got, want)
				}
			}
			w.server.Drain()
			for lines.Scan() {
				if lines.Text() != "" {
					t.Errorf("a line after the end: %s", lines.Text())
				}
			}
			if lines.Err() != nil {
				t.Errorf("the stream ends with %v", lines.Err())
			}
		})
	}
}

// only is an access to one domain.
type only store.DomainName

func (o only) May(_ *store.View, _ store.Caller, action store.Action, scope store.Subject) error {
	if scope.Domain != store.DomainName(o) && action == store.LogWatch || scope.Domain != store.DomainName(o) && action == store.LogRead {
		return fault.ActionDenied.With("action", action)
	}
	return nil
}

// TestWatchOwnDomain: who may follow one domain follows that one, sees of a change set what belongs there, and nothing else.
func TestWatchOwnDomain(t *testing.T) {
	memory := &storetest.Memory{}
	w := openOn(t, rpc.Config{}, registry.Config{Access: only("billing")}, memory, memory)
	w.done(t, "POST", "changes/apply", `{"changes":[{"domain":{"domain":"billing","allowMissing":true}},{"domain":{"domain":"crm","allowMissing":true}}]}`)
	if got := w.watch(t, "", "domain:billing").next(); len(got.GetEntry().GetChanges()) != 1 || got.GetEntry().GetChanges()[0].GetResource() != "domains/billing" {
		t.Errorf("step = %v", got)
	}
	for _, filter := range []string{"", "domain:crm", "domain:b*"} {
		if step, err := w.watch(t, "", filter).stream.Recv(); status.Code(err) != codes.PermissionDenied {
			t.Errorf("%q: %v, %v", filter, step, err)
		}
	}
}
