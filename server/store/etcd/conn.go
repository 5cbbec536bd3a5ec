package etcd

import (
	"context"
	"time"

	pb "go.etcd.io/etcd/api/v3/etcdserverpb"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.uber.org/zap"
	"google.golang.org/grpc"
	"google.golang.org/grpc/backoff"
)

// conn is what the store asks of etcd's client; tests put faults in front of one.
type conn interface {
	// Do runs a single operation, or a transaction made by clientv3.OpTxn.
	Do(ctx context.Context, op clientv3.Op) (clientv3.OpResponse, error)
	Get(ctx context.Context, key string, opts ...clientv3.OpOption) (*clientv3.GetResponse, error)
	GetStream(ctx context.Context, key string, opts ...clientv3.OpOption) (clientv3.GetStreamChan, error)
	Compact(ctx context.Context, revision int64, opts ...clientv3.CompactOption) (*clientv3.CompactResponse, error)
	Watch(ctx context.Context, key string, opts ...clientv3.OpOption) clientv3.WatchChan
	Status(ctx context.Context, endpoint string) (*clientv3.StatusResponse, error)
	Close() error
}

// Times that bound every call. The shortest keepalive that gRPC permits is ten seconds, so a stuck connection is found
// by the store's own watchdog long before.
const (
	callTimeout   = 3 * time.Second
	loadTimeout   = 2 * time.Minute
	keepalive     = 10 * time.Second
	leastRedial   = 20 * time.Millisecond
	mostRedial    = time.Second
	fewestRetries = 1
)

func (c *Config) connect() (conn, error) {
	return clientv3.New(clientv3.Config{
		Endpoints:            c.Endpoints,
		TLS:                  c.TLS,
		Username:             c.Username,
		Password:             c.Password,
		DialTimeout:          callTimeout,
		DialKeepAliveTime:    keepalive,
		DialKeepAliveTimeout: callTimeout,
		MaxUnaryRetries:      fewestRetries,
		Logger:               zap.NewNop(),
		DialOptions: []grpc.DialOption{grpc.WithConnectParams(grpc.ConnectParams{
			Backoff:           backoff.Config{BaseDelay: leastRedial, Multiplier: 1.6, Jitter: 0.2, MaxDelay: mostRedial},
			MinConnectTimeout: callTimeout,
		})},
	})
}

// do runs an operation in bounded time.
func do(ctx context.Context, c conn, op clientv3.Op) (clientv3.OpResponse, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return c.Do(ctx, op)
}

// read gets several keys at one moment, linearizably: the value of each, nil where there is none, and the revision.
func read(ctx context.Context, c conn, keys ...string) ([]*kv, int64, error) {
	gets := make([]clientv3.Op, len(keys))
	for i, k := range keys {
		gets[i] = clientv3.OpGet(k)
	}
	response, err := do(ctx, c, clientv3.OpTxn(nil, gets, nil))
	if err != nil {
		return nil, 0, err
	}
	txn := response.Txn()
	return values(txn.Responses), txn.Header.Revision, nil
}

// values takes the first value out of each answer to a get.
func values(responses []*pb.ResponseOp) []*kv {
	found := make([]*kv, len(responses))
	for i, r := range responses {
		if kvs := r.GetResponseRange().GetKvs(); len(kvs) > 0 {
			found[i] = kvs[0]
		}
	}
	return found
}
