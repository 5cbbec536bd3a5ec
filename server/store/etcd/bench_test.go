package etcd

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// text2k is a schema of about two kilobytes that is like no other.
func text2k(n int64) string {
	text := fmt.Sprintf(`{"type":"record","name":"r%d","fields":[`, n)
	for i := 0; len(text) < 2000; i++ {
		text += fmt.Sprintf(`{"name":"field_%d_%d","type":"string"},`, i, n)
	}
	return text + `{"name":"z","type":"int"}]}`
}

// workload is one way to register, called by several clients at once.
type workload func(ctx context.Context, n int64) error

// BenchmarkUpdate compares updates with bare etcd transactions of the same size on the same child. Rounds of both take
// turns, and the ratios are of the medians of rounds. The targets are a latency of at most 1.5 times the bare one for
// one client, and a rate of at least 0.7 times for 64.
func BenchmarkUpdate(b *testing.B) {
	c := startChild(b)
	s := open(b, Config{Endpoints: c.Endpoints()}).(*Store)
	defer s.Close()
	ours := func(ctx context.Context, n int64) error {
		_, err := s.Update(ctx, storetest.Register(store.Subject{Name: fmt.Sprint("s", n%1000)}, text2k(n)))
		return err
	}
	for _, clients := range []int{1, 64} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			var mine, bare []float64
			for b.Loop() {
				bare = append(bare, round(b, clients, bareTransaction(*s.client.Load())))
				mine = append(mine, round(b, clients, ours))
			}
			b.ReportMetric(median(mine), "updates/s")
			b.ReportMetric(median(bare), "bare/s")
			b.ReportMetric(median(mine)/median(bare), "rate-ratio")
			b.ReportMetric(median(bare)/median(mine), "latency-ratio")
		})
	}
}

// bareTransaction writes what a registration writes, conditional on as much, without anything around it.
func bareTransaction(c conn) workload {
	return func(ctx context.Context, n int64) error {
		name := fmt.Sprintf("/bare/%d/", n)
		fresh := func(k string) clientv3.Cmp { return clientv3.Compare(clientv3.CreateRevision(k), "=", 0) }
		small := fmt.Sprintf("%0250d", n)
		_, err := c.Do(ctx, clientv3.OpTxn([]clientv3.Cmp{fresh(name + "v"), fresh(name + "i"), fresh(name + "h")}, []clientv3.Op{
			clientv3.OpPut(name+"c", text2k(n)), clientv3.OpPut(name+"i", small), clientv3.OpPut(name+"v", small),
			clientv3.OpPut(name+"l", small+small), clientv3.OpPut("/bare/head", small[:100]),
		}, nil))
		return err
	}
}

var serial atomic.Int64

// round is how many operations per second the clients make in a fixed time.
func round(b *testing.B, clients int, work workload) float64 {
	const length = 300 * time.Millisecond
	var done atomic.Int64
	var running sync.WaitGroup
	began := time.Now()
	for range clients {
		running.Go(func() {
			for time.Since(began) < length {
				if err := work(b.Context(), serial.Add(1)); err != nil {
					b.Error(err)
					return
				}
				done.Add(1)
			}
		})
	}
	running.Wait()
	return float64(done.Load()) / time.Since(began).Seconds()
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
