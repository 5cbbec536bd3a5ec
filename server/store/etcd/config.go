package etcd

import (
	"crypto/tls"
	"log/slog"
	"net/url"
	"time"

	"github.com/concord-registry/concord/server/fault"
)

// Config says which etcd to use and how.
type Config struct {
	// Endpoints are URLs or host:port, of a cluster's members or of the child. They hold no credentials.
	Endpoints []string
	// TLS is for https endpoints; nil uses none.
	TLS *tls.Config
	// Username and Password log in to a cluster with authentication; empty means none.
	Username, Password string
	// AllowOldEtcd accepts clusters below the versions of storage §1.1, which can lose writes or answer stale.
	AllowOldEtcd bool
	// SnapshotFile is where the view is kept for a start without etcd; empty means nowhere.
	SnapshotFile string
	// SnapshotEvery is the pause between writes of a view that has changed; 0 means five minutes.
	SnapshotEvery time.Duration
	// CompactEvery is how long etcd keeps history before this store compacts it; 0 leaves that to etcd's own settings.
	CompactEvery time.Duration
	// CheckEvery is the pause between comparisons of the view with all that is stored; 0 means five minutes.
	CheckEvery time.Duration
	// SweepEvery is the pause between searches for chunks of big values that a crash has left behind; 0 means an hour.
	// Chunks are left alone until the second search that sees them.
	SweepEvery time.Duration
	// Patience is how long Open waits for etcd before it returns without; 0 means five seconds.
	Patience time.Duration
	// Logger gets what happens to the connection. nil means discard.
	Logger *slog.Logger
	// Clock gives the time of commits; nil means time.Now.
	Clock func() time.Time

	// turn is the pause between two renewals of a replica's turn to do a chore; 0 means defaultTurn.
	turn time.Duration
	// dial connects, in tests to something with faults; nil means to Endpoints.
	dial func() (conn, error)
}

// complete fills in defaults and refuses what cannot work.
func (c *Config) complete() error {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.SnapshotEvery == 0 {
		c.SnapshotEvery = 5 * time.Minute
	}
	if c.CheckEvery == 0 {
		c.CheckEvery = 5 * time.Minute
	}
	if c.SweepEvery == 0 {
		c.SweepEvery = time.Hour
	}
	if c.turn == 0 {
		c.turn = defaultTurn
	}
	if c.Patience == 0 {
		c.Patience = 5 * time.Second
	}
	if c.dial == nil {
		c.dial = c.connect
	}
	return c.checkEndpoints()
}

func (c *Config) checkEndpoints() error {
	if len(c.Endpoints) == 0 {
		return fault.New(fault.Invalid, "no etcd endpoint is configured")
	}
	for i, endpoint := range c.Endpoints {
		if u, err := url.Parse(endpoint); err == nil && u.User != nil {
			e := fault.New(fault.Invalid, "etcd endpoint %d of %d contains credentials", i+1, len(c.Endpoints))
			e.Hint = "give user name and password as settings of their own"
			return e
		}
	}
	return nil
}
