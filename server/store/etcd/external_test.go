package etcd

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// startMember runs one etcd over TCP with stock settings but for those that an operator changes, and returns its address.
func startMember(t *testing.T, change func(*embed.Config)) string {
	t.Helper()
	free := url.URL{Scheme: "http", Host: "127.0.0.1:0"}
	config := embed.NewConfig()
	config.Dir = t.TempDir()
	config.ListenClientUrls, config.AdvertiseClientUrls = []url.URL{free}, []url.URL{free}
	config.ListenPeerUrls, config.AdvertisePeerUrls = []url.URL{free}, []url.URL{free}
	config.InitialCluster = config.InitialClusterFromName(config.Name)
	config.ZapLoggerBuilder = embed.NewZapLoggerBuilder(zap.NewNop())
	change(config)
	member, err := embed.StartEtcd(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(member.Close)
	return config.ListenClientUrls[0].Scheme + "://" + member.Clients[0].Addr().String()
}

func stock(*embed.Config) {}

func TestExternal(t *testing.T) {
	endpoint := startMember(t, stock)
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, Config{Endpoints: []string{endpoint}}) })
}

// oldConn is a connection to an etcd that knows no streams and says what version it is.
type oldConn struct {
	conn
	version string
	pages   *int
}

func (c *oldConn) GetStream(context.Context, string, ...clientv3.OpOption) (clientv3.GetStreamChan, error) {
	return nil, status.Error(codes.Unimplemented, "unknown method RangeStream")
}

func (c *oldConn) Get(ctx context.Context, key string, opts ...clientv3.OpOption) (*clientv3.GetResponse, error) {
	*c.pages++
	return c.conn.Get(ctx, key, opts...)
}

func (c *oldConn) Status(ctx context.Context, endpoint string) (*clientv3.StatusResponse, error) {
	response, err := c.conn.Status(ctx, endpoint)
	if err == nil {
		response.Version = c.version
	}
	return response, err
}

// TestOldCluster: one of an older release is read page by page, and one with known faults is refused unless the operator
// insists.
func TestOldCluster(t *testing.T) {
	endpoint := startMember(t, stock)
	first := open(t, Config{Endpoints: []string{endpoint}})
	register(t, first, "a", "x")
	defer first.Close()
	fill(t, first.(*Store), pageSize+1)
	tests := []struct {
		version string
		insist  bool
		ok      bool
	}{{"3.6.16", false, true}, {"3.5.27", false, false}, {"3.5.27", true, true}}
	for _, test := range tests {
		pages := 0
		config := Config{Endpoints: []string{endpoint}, AllowOldEtcd: test.insist, Patience: 20 * time.Second, Logger: logger(t)}
		config.dial = func() (conn, error) {
			real, err := config.connect()
			return &oldConn{real, test.version, &pages}, err
		}
		s, err := Open(t.Context(), config)
		if ok := err == nil; ok != test.ok || !ok && (!fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), test.version)) {
			t.Errorf("%s, insisting %t: %v, want ok %t", test.version, test.insist, err, test.ok)
		}
		if err != nil {
			continue
		}
		if diff := cmp.Diff(storetest.Dump(t, first.View()), storetest.Dump(t, s.View())); diff != "" || pages != 2 {
			t.Errorf("%d pages, want 2; the view differs:\n%.1000s", pages, diff)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// fill adds as many records.
func fill(t *testing.T, s *Store, n int) {
	t.Helper()
	for n > 0 {
		batch := min(n, 2000)
		_, err := s.Update(soon(t), func(tx *store.Tx) error {
			for i := range batch {
				tx.Put(&store.Domain{Name: store.DomainName(strings.Repeat("d", 1+i%40) + string(rune('a'+i/40)) + string(rune('A'+n/2000)))})
			}
			tx.Log(store.Entry{Changes: []store.EntryChange{{Action: "test"}}})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		n -= batch
	}
}
