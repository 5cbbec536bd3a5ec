package rpc_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"slices"
	"testing"
	"time"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// reader follows one watch.
type reader struct {
	t      *testing.T
	stream concordv1.RegistryService_WatchClient
	leave  context.CancelFunc
}

func (w *world) watch(t *testing.T, r *concordv1.WatchRequest) *reader {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	t.Cleanup(cancel)
	stream, err := w.client.Watch(ctx, r)
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t, stream, cancel}
}

func (r *reader) next() *concordv1.WatchResponse {
	r.t.Helper()
	step, err := r.stream.Recv()
	if err != nil {
		r.t.Fatal(err)
	}
	return step
}

// entries are the positions of the next n entries; those of steps without one are left out.
func (r *reader) entries(n int) []uint64 {
	r.t.Helper()
	var seen []uint64
	for len(seen) < n {
		if step := r.next(); step.GetEntry() != nil {
			if step.GetEntry().GetSeq() != step.GetSeq() {
				r.t.Errorf("entry %d comes at %d", step.GetEntry().GetSeq(), step.GetSeq())
			}
			seen = append(seen, step.GetSeq())
		}
	}
	return seen
}

var orders = store.Subject{Name: "orders"}

// TestWatchResumes breaks off and goes on elsewhere: nothing is lost, nothing comes twice.
func TestWatchResumes(t *testing.T) {
	w := open(t, rpc.Config{})
	for n := range 3 {
		w.put(t, orders, n+1, "")
	}
	first := w.watch(t, &concordv1.WatchRequest{})
	seen := first.entries(2)
	first.leave()
	w.put(t, orders, 4, "")
	second := w.watch(t, &concordv1.WatchRequest{After: seen[1]})
	seen = append(seen, second.entries(2)...)
	w.put(t, orders, 5, "")
	seen = append(seen, second.entries(1)...)
	if want := []uint64{1, 2, 3, 4, 5}; !slices.Equal(seen, want) {
		t.Errorf("seen %v, want %v", seen, want)
	}
}

// TestWatchUnderWrites writes while a watch catches up and reconnects again and again.
func TestWatchUnderWrites(t *testing.T) {
	w := open(t, rpc.Config{})
	const all = 200
	go func() {
		for n := range all {
			if t.Context().Err() != nil {
				return
			}
			w.put(t, orders, n+1, "")
		}
	}()
	var seen []uint64
	for len(seen) < all {
		r := w.watch(t, &concordv1.WatchRequest{After: uint64(len(seen))})
		seen = append(seen, r.entries(min(7, all-len(seen)))...)
		r.leave()
	}
	for i, seq := range seen {
		if seq != uint64(i+1) {
			t.Fatalf("position %d comes as number %d", seq, i+1)
		}
	}
}

func TestWatchDomain(t *testing.T) {
	w := open(t, rpc.Config{})
	w.put(t, orders, 1, "")
	w.put(t, store.Subject{Domain: "billing", Name: "invoice"}, 1, "")
	w.put(t, orders, 2, "")
	r := w.watch(t, &concordv1.WatchRequest{Domain: proto.String("billing")})
	if got := r.next(); got.GetSeq() != 2 || got.GetEntry().GetSubject().GetSubject() != "invoice" || got.GetEntry().GetActor() != "ada" {
		t.Errorf("first step = %v, want the invoice", got)
	}
	if got := r.next(); got.GetSeq() != 3 || got.GetEntry() != nil {
		t.Errorf("second step = %v, want that everything up to 3 was looked at", got)
	}
}

func TestWatchHeartbeat(t *testing.T) {
	w := open(t, rpc.Config{Heartbeat: time.Millisecond})
	r := w.watch(t, &concordv1.WatchRequest{})
	for range 3 {
		if got := r.next(); got.GetSeq() != 0 || got.GetEntry() != nil {
			t.Errorf("step = %v, want a sign of life", got)
		}
	}
}

func TestWatchEndsWithServer(t *testing.T) {
	w := open(t, rpc.Config{})
	r := w.watch(t, &concordv1.WatchRequest{})
	r.next()
	w.server.Drain()
	if step, err := r.stream.Recv(); !errors.Is(err, io.EOF) {
		t.Errorf("Recv = %v, %v, want the end of the stream", step, err)
	}
}

func TestWatchRefuses(t *testing.T) {
	w := open(t, rpc.Config{Patience: time.Millisecond})
	w.put(t, orders, 1, "")
	tests := []struct {
		name    string
		request *concordv1.WatchRequest
		want    codes.Code
	}{
		{"a position to come", &concordv1.WatchRequest{After: 99}, codes.Unavailable},
		{"no domain", &concordv1.WatchRequest{Domain: proto.String("a:b")}, codes.InvalidArgument},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			r := w.watch(t, test.request)
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
		after uint64
		fail  error
		want  codes.Code
	}{
		{"the next entry is gone", 3, 1, nil, codes.Aborted},
		{"all entries are gone", 9, 1, nil, codes.Aborted},
		{"the next entry is the first", 3, 2, nil, codes.OK},
		{"storage is away", 1, 1, fault.New(fault.Unavailable, "away"), codes.Unavailable},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			memory := &storetest.Memory{}
			w := openOn(t, rpc.Config{}, memory, archived{memory, test.first, test.fail})
			for n := range 4 {
				w.put(t, orders, n+1, "")
			}
			r := w.watch(t, &concordv1.WatchRequest{After: test.after})
			if step, err := r.stream.Recv(); status.Code(err) != test.want {
				t.Errorf("Recv = %v, %v, want %s", step, err, test.want)
			}
		})
	}
}

// TestWatchHTTP reads the lines of the gateway.
func TestWatchHTTP(t *testing.T) {
	w := open(t, rpc.Config{})
	w.put(t, orders, 1, "")
	r := w.get(t, "/api/v1/watch?after=0")
	lines := bufio.NewScanner(r.Body)
	for _, want := range []bool{true, false} {
		if !lines.Scan() {
			t.Fatal(lines.Err())
		}
		var line struct {
			Result struct {
				Seq   string
				Entry *struct{ Action string }
			}
		}
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if line.Result.Seq != "1" || (line.Result.Entry != nil) != want {
			t.Errorf("line = %s", lines.Bytes())
		}
	}
	w.server.Drain()
	if lines.Scan() {
		t.Errorf("a line after the end: %s", lines.Bytes())
	}
	if lines.Err() != nil {
		t.Errorf("the stream ends with %v", lines.Err())
	}
}
