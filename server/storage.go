package server

import (
	"context"
	"fmt"
	"time"

	"github.com/concord-registry/concord/server/store/child"
	"github.com/concord-registry/concord/server/store/etcd"
)

// ChildCommand is the hidden first argument with which the program runs as the etcd child: child.Main gets the arguments
// after it.
const ChildCommand = "__etcd"

// storageStart bounds how long Start waits for storage before it serves what the snapshot file holds.
const storageStart = 10 * time.Second

// compactEvery is how long an external cluster keeps history: without compaction its database grows until it is full. The
// child compacts by itself.
const compactEvery = 5 * time.Minute

// openStore starts the etcd child unless there is a cluster, and opens the store on either.
func (s *Server) openStore(ctx context.Context) (err error) {
	c := etcd.Config{
		Endpoints:    s.config.EtcdEndpoints,
		TLS:          s.config.EtcdTLS,
		Username:     s.config.EtcdUsername,
		Password:     s.config.EtcdPassword,
		AllowOldEtcd: s.config.AllowOldEtcd,
		SnapshotFile: s.snapshotFile(),
		Logger:       s.config.Logger,
	}
	if len(c.Endpoints) == 0 {
		if err := s.startChild(ctx); err != nil {
			return err
		}
		c.Endpoints, c.TLS, c.Username, c.Password = s.child.Endpoints(), s.child.TLS(), "", ""
	} else {
		c.CompactEvery = compactEvery
	}
	s.etcd = c
	ctx, cancel := context.WithTimeout(ctx, storageStart)
	defer cancel()
	if s.store, err = etcd.Open(ctx, c); err != nil {
		return fmt.Errorf("open the store: %w", err)
	}
	s.onClose(s.store.Close)
	s.metrics.watch(s.store)
	return nil
}

func (s *Server) startChild(ctx context.Context) (err error) {
	s.child, err = child.Start(ctx, child.Config{
		Dir: s.config.DataDir, Executable: s.config.Executable, Args: []string{ChildCommand}, Logger: s.config.Logger,
	})
	if err == nil {
		s.onClose(s.child.Close)
	}
	return err
}
