package etcd

import (
	"context"
	"sync"

	clientv3 "go.etcd.io/etcd/client/v3"
)

// interference stands between stores and etcd and makes what a network can make of their calls.
type interference struct {
	mu sync.Mutex // guards what follows
	// commit handles the next commits; nil lets them through.
	commit func(send func() (clientv3.OpResponse, error)) (clientv3.OpResponse, error)
	cuts   []context.CancelFunc
	gate   chan struct{} // watches begin when it is closed; nil means at once
}

// through is a configuration whose connections all have the interference.
func (i *interference) through(config Config) Config {
	config.dial = func() (conn, error) {
		real, err := config.connect()
		return &disturbed{real, i}, err
	}
	return config
}

func (i *interference) onCommit(handle func(send func() (clientv3.OpResponse, error)) (clientv3.OpResponse, error)) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.commit = handle
}

// cut ends all watches.
func (i *interference) cut() {
	i.mu.Lock()
	defer i.mu.Unlock()
	for _, cancel := range i.cuts {
		cancel()
	}
	i.cuts = nil
}

// hold makes new watches wait until the returned function is called.
func (i *interference) hold() (release func()) {
	gate := make(chan struct{})
	i.mu.Lock()
	defer i.mu.Unlock()
	i.gate = gate
	return func() { close(gate) }
}

// disturbed is one connection with interference.
type disturbed struct {
	conn
	by *interference
}

func (d *disturbed) Do(ctx context.Context, op clientv3.Op) (clientv3.OpResponse, error) {
	send := func() (clientv3.OpResponse, error) { return d.conn.Do(ctx, op) }
	if !op.IsTxn() {
		return send()
	}
	compares, _, _ := op.Txn()
	d.by.mu.Lock()
	handle := d.by.commit
	d.by.mu.Unlock()
	if handle == nil || len(compares) == 0 || string(compares[0].KeyBytes()) != headKey {
		return send()
	}
	return handle(send)
}

func (d *disturbed) Watch(ctx context.Context, key string, opts ...clientv3.OpOption) clientv3.WatchChan {
	ctx, cancel := context.WithCancel(ctx)
	d.by.mu.Lock()
	d.by.cuts = append(d.by.cuts, cancel)
	gate := d.by.gate
	d.by.mu.Unlock()
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
	return d.conn.Watch(ctx, key, opts...)
}
