package etcd

import (
	"context"
	"iter"

	clientv3 "go.etcd.io/etcd/client/v3"

	"github.com/concord-registry/concord/server/store"
)

// logPage is how many entries are read at a time.
const logPage = 500

// Log implements store.Reader. It reads from storage, page by page.
func (s *Store) Log(ctx context.Context, from uint64) iter.Seq2[*store.Entry, error] {
	return func(yield func(*store.Entry, error) bool) {
		if err := s.walk(ctx, from, yield); err != nil {
			yield(nil, unavailable("read the log", err))
		}
	}
}

// walk yields entries until yield has enough.
func (s *Store) walk(ctx context.Context, from uint64, yield func(*store.Entry, error) bool) error {
	last, err := s.newest(ctx)
	if err != nil {
		return err
	}
	for from <= last {
		entries, err := s.page(ctx, from, last)
		if err != nil {
			return err
		}
		for _, e := range entries {
			if !yield(e, nil) {
				return nil
			}
			from = e.Seq + 1
		}
		if len(entries) == 0 {
			return nil
		}
	}
	return nil
}

// newest is the position of the head.
func (s *Store) newest(ctx context.Context) (uint64, error) {
	c := s.client.Load()
	if c == nil {
		return 0, errSilent
	}
	found, _, err := read(ctx, *c, headKey)
	if err != nil || found[0] == nil {
		return 0, err
	}
	r, err := s.packer.decode(ctx, *c, store.HeadKey, found[0].Value)
	if err != nil {
		return 0, err
	}
	return r.(*store.Head).Seq, nil
}

func (s *Store) page(ctx context.Context, from, last uint64) ([]*store.Entry, error) {
	c := *s.client.Load()
	end := place(store.EntryKey(last)) + "\x00"
	response, err := do(ctx, c, clientv3.OpGet(place(store.EntryKey(from)), clientv3.WithRange(end), clientv3.WithLimit(logPage)))
	if err != nil {
		return nil, err
	}
	var entries []*store.Entry
	for _, pair := range response.Get().Kvs {
		r, err := s.packer.decode(ctx, c, store.Key(pair.Key[len(root):]), pair.Value)
		if err != nil {
			return nil, err
		}
		entries = append(entries, r.(*store.Entry))
	}
	return entries, nil
}
