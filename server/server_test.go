package server

import (
	"os"
	"testing"
	"time"

	"github.com/concord-registry/concord/server/store/child"
)

// TestMain lets the test binary be the etcd child.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == ChildCommand {
		os.Exit(child.Main(os.Args[2:]))
	}
	os.Exit(m.Run())
}

// startServer runs a server for a test and waits until it is ready.
func startServer(t *testing.T, c Config) *Server {
	t.Helper()
	if c.DataDir == "" {
		c.DataDir = t.TempDir()
	}
	s, err := Start(t.Context(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	awaitReady(t, s)
	return s
}

func awaitReady(t *testing.T, s *Server) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		problems := s.health.problems()
		if len(problems) == 0 {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("not ready: %v", problems)
		}
		<-tick.C
	}
}
