package etcd

import (
	"context"
	"errors"
	"fmt"

	"github.com/coreos/go-semver/semver"
	"github.com/google/uuid"
	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// format is the generation of keys and records that this release reads and writes.
const format = 1

// floors are the oldest versions without known stale reads, of each minor release that is still supported (storage §1.1).
var floors = []semver.Version{
	{Major: 3, Minor: 5, Patch: 28},
	{Major: 3, Minor: 6, Patch: 9},
	{Major: 3, Minor: 7, Patch: 0},
}

// admit checks the version of every member that answers; at least one must.
func (s *Store) admit(ctx context.Context, c conn) error {
	if s.config.AllowOldEtcd {
		return nil
	}
	var failed []error
	for _, endpoint := range s.config.Endpoints {
		version, err := memberVersion(ctx, c, endpoint)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		if err := adequate(version); err != nil {
			return s.refuse(err)
		}
	}
	if len(failed) == len(s.config.Endpoints) {
		return errors.Join(failed...)
	}
	return nil
}

func memberVersion(ctx context.Context, c conn, endpoint string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	status, err := c.Status(ctx, endpoint)
	if err != nil {
		return "", err
	}
	return status.Version, nil
}

// adequate returns an error of kind Invalid for a version below its floor.
func adequate(version string) error {
	v, err := semver.NewVersion(version)
	if err != nil {
		return fault.New(fault.Invalid, "etcd calls its version %q", version)
	}
	v.PreRelease = "" // a pre-release counts as what it becomes
	floor := floors[len(floors)-1]
	for _, f := range floors {
		if v.Major == f.Major && v.Minor == f.Minor {
			floor = f
		}
	}
	if !v.LessThan(floor) {
		return nil
	}
	e := fault.New(fault.Invalid, "etcd %s is too old: it can answer with stale data or lose writes", version)
	e.Hint = fmt.Sprintf("upgrade etcd to %s or later, or accept the danger with --allow-old-etcd", floor)
	return e
}

// refuse tells Open that this etcd can never be used.
func (s *Store) refuse(err error) error {
	select {
	case s.refused <- err:
	default:
	}
	return err
}

// identify reads which store this is, and makes it one if it is new.
func (s *Store) identify(ctx context.Context, c conn) (*store.Meta, error) {
	found, _, err := read(ctx, c, metaKey)
	if err != nil {
		return nil, err
	}
	if found[0] == nil {
		return s.found(ctx, c)
	}
	r, err := s.packer.decode(ctx, c, store.MetaKey, found[0].Value)
	if err != nil {
		return nil, err
	}
	meta, ok := r.(*store.Meta)
	if !ok || meta.MinReader > format {
		e := fault.New(fault.Invalid, "the registry in etcd was written by a newer release")
		e.Hint = "run that release or a later one"
		return nil, s.refuse(e)
	}
	return meta, nil
}

// found founds the store; of several replicas one succeeds, and all take what stands there then.
func (s *Store) found(ctx context.Context, c conn) (*store.Meta, error) {
	value, err := s.packer.pack(&store.Meta{UUID: uuid.NewString(), Epoch: 1, Format: format, MinReader: format})
	if err != nil {
		return nil, err
	}
	absent := clientv3.Compare(clientv3.CreateRevision(metaKey), "=", 0)
	if _, err := do(ctx, c, clientv3.OpTxn([]clientv3.Cmp{absent}, []clientv3.Op{clientv3.OpPut(metaKey, string(value))}, nil)); err != nil {
		return nil, err
	}
	return s.identify(ctx, c)
}
