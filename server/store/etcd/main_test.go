package etcd

import (
	"log/slog"
	"os"
	"testing"

	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/child"
	"github.com/concord-registry/concord/server/store/storetest"
)

// The test binary is also the child.
const childCommand = "__etcd"

func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == childCommand {
		os.Exit(child.Main(os.Args[2:]))
	}
	if len(os.Args) > 3 && os.Args[1] == replicaCommand {
		os.Exit(runReplica(os.Args[2], os.Args[3]))
	}
	if len(os.Args) > 6 && os.Args[1] == memberCommand {
		os.Exit(runMember(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// startChild runs etcd for the time of the test.
func startChild(t testing.TB) *child.Child {
	t.Helper()
	c, err := child.Start(t.Context(), child.Config{Dir: t.TempDir(), Args: []string{childCommand}, Logger: logger(t)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	return c
}

func logger(t testing.TB) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }

func open(t testing.TB, config Config) store.Store {
	t.Helper()
	if config.Logger == nil {
		config.Logger = logger(t)
	}
	s, err := Open(t.Context(), config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestChild(t *testing.T) {
	c := startChild(t)
	storetest.Run(t, func(t *testing.T) store.Store { return open(t, Config{Endpoints: c.Endpoints(), TLS: c.TLS()}) })
}
