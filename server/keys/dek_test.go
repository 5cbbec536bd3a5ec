package keys

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// crowd is a service that answers nobody before a number of callers have asked.
type crowd struct {
	missing sync.WaitGroup
	inner   kms.Driver
}

func (c *crowd) Wrap(ctx context.Context, k kms.Key, plain []byte) ([]byte, error) {
	c.missing.Done()
	c.missing.Wait()
	return c.inner.Wrap(ctx, k, plain)
}

func (c *crowd) Unwrap(ctx context.Context, k kms.Key, wrapped []byte) ([]byte, error) {
	return c.inner.Unwrap(ctx, k, wrapped)
}

// withSharedKek opens a registry with a service for one shared key.
func withSharedKek(t *testing.T, d kms.Driver) (*Keys, store.DekList) {
	t.Helper()
	cases, err := registry.New(registry.Config{Store: &storetest.Memory{}})
	if err != nil {
		t.Fatal(err)
	}
	r := Config{KMS: kms.Services{kms.LocalType: d}}.Of(cases.As(store.Caller{}))
	kek := store.Kek{Name: "k", KMSType: kms.LocalType, KMSKeyID: "id", Shared: true}
	if _, err := r.CreateKek(t.Context(), KekRequest{Kek: kek}); err != nil {
		t.Fatal(err)
	}
	return r, store.DekList{Kek: "k", Subject: store.Subject{Name: "orders"}, Algorithm: store.AES256GCM}
}

func localDriver(t *testing.T) kms.Driver {
	t.Helper()
	local, err := kms.NewLocal("s3cret")
	if err != nil {
		t.Fatal(err)
	}
	return local
}

// TestDekOfManyCreators lets 32 clients make one key, all of them past every check when the first one is stored: one
// makes it, the others are told that it is there, and who reads it gets that one.
func TestDekOfManyCreators(t *testing.T) {
	const clients = 32
	service := &crowd{inner: localDriver(t)}
	service.missing.Add(clients)
	r, list := withSharedKek(t, service)
	var made, refused []string
	var mu sync.Mutex
	var group sync.WaitGroup
	for range clients {
		group.Go(func() {
			d, err := r.CreateDek(t.Context(), DekRequest{DekList: list, Version: 1})
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				made = append(made, d.Material)
			} else {
				refused = append(refused, string(fault.ReasonOf(err)))
			}
		})
	}
	group.Wait()
	slices.Sort(refused)
	if len(made) != 1 || len(slices.Compact(refused)) != 1 || refused[0] != string(fault.DekExists) {
		t.Fatalf("%d made the key, the others were refused with %v", len(made), slices.Compact(refused))
	}
	if found, err := r.Dek(t.Context(), list, registry.Latest, false); err != nil || found.Material != made[0] {
		t.Errorf("who reads it gets another key, or %v", err)
	}
}

// TestRewrapRace changes a key while it is being wrapped anew: the request is to be sent again, and nothing is lost.
func TestRewrapRace(t *testing.T) {
	local := localDriver(t)
	changing := &spy{Driver: local}
	r, list := withSharedKek(t, changing)
	first, err := r.CreateDek(t.Context(), DekRequest{DekList: list, Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	changing.before = func() {
		changing.before = nil
		if _, err := r.CreateDek(t.Context(), DekRequest{DekList: list, Version: 1, Rewrap: true}); err != nil {
			t.Error(err)
		}
	}
	if _, err := r.CreateDek(t.Context(), DekRequest{DekList: list, Version: 1, Rewrap: true}); !fault.Is(err, fault.Stale) {
		t.Errorf("the slower one: %v", err)
	}
	if found, err := r.Dek(t.Context(), list, registry.Latest, false); err != nil || found.Material != first.Material {
		t.Errorf("the key is another one, or %v", err)
	}
}

// TestExistingDek refuses to make a key that is there without asking its service.
func TestExistingDek(t *testing.T) {
	service := &spy{Driver: localDriver(t)}
	r, list := withSharedKek(t, service)
	request := DekRequest{DekList: list, Version: 1}
	if _, err := r.CreateDek(t.Context(), request); err != nil {
		t.Fatal(err)
	}
	asked := service.asked
	if _, err := r.CreateDek(t.Context(), request); fault.ReasonOf(err) != fault.DekExists || service.asked != asked {
		t.Errorf("%v; the service was asked %d times", err, service.asked-asked)
	}
	request.Deleted = true
	if _, err := r.CreateDek(t.Context(), request); err != nil {
		t.Errorf("deleted by creating it deleted: %v", err)
	}
}

// spy counts what it is asked, and calls before, if it is not nil, ahead of wrapping.
type spy struct {
	kms.Driver
	before func()
	asked  int
}

func (s *spy) Unwrap(ctx context.Context, k kms.Key, wrapped []byte) ([]byte, error) {
	s.asked++
	return s.Driver.Unwrap(ctx, k, wrapped)
}

func (s *spy) Wrap(ctx context.Context, k kms.Key, plain []byte) ([]byte, error) {
	s.asked++
	if s.before != nil {
		s.before()
	}
	return s.Driver.Wrap(ctx, k, plain)
}

// failing is a service that fails in one way.
type failing struct {
	kms.Driver
	err error
}

func (f failing) Wrap(context.Context, kms.Key, []byte) ([]byte, error)   { return nil, f.err }
func (f failing) Unwrap(context.Context, kms.Key, []byte) ([]byte, error) { return nil, f.err }

// TestFailingService looks that each use of a service that fails is answered with the code for it, and stores nothing.
func TestFailingService(t *testing.T) {
	for name, test := range map[string]struct {
		err  error
		want fault.Reason
	}{
		"denies": {fmt.Errorf("%w: no", kms.ErrDenied), fault.KMSDenied},
		"dies":   {errors.New("connection reset"), fault.KMSFailed},
	} {
		t.Run(name, func(t *testing.T) {
			r, list := withSharedKek(t, failing{err: test.err})
			seq := r.View().Seq()
			ctx, wrapped := t.Context(), base64.StdEncoding.EncodeToString([]byte("wrapped"))
			kek := store.Kek{Name: "other", KMSType: kms.LocalType, KMSKeyID: "id", Shared: true}
			for use, do := range map[string]func() error{
				"test":         func() error { _, err := r.TestKek(ctx, "k"); return err },
				"create a kek": func() error { _, err := r.CreateKek(ctx, KekRequest{Kek: kek, Test: true}); return err },
				"update a kek": func() error {
					_, err := r.UpdateKek(ctx, "k", KekEdit{Doc: new("d")}, true)
					return err
				},
				"make a dek": func() error { _, err := r.CreateDek(ctx, DekRequest{DekList: list, Version: 1}); return err },
				"take a dek in": func() error {
					_, err := r.CreateDek(ctx, DekRequest{DekList: list, Version: 1, Encrypted: wrapped})
					return err
				},
			} {
				if err := do(); fault.ReasonOf(err) != test.want {
					t.Errorf("%s: %v, want reason %q", use, err, test.want)
				}
			}
			if r.View().Seq() != seq {
				t.Error("something was stored")
			}
		})
	}
}

// TestImportedDek takes wrapped keys as they come in mode IMPORT, whether or not their service can be asked.
func TestImportedDek(t *testing.T) {
	r, list := withSharedKek(t, failing{err: errors.New("asked")})
	wrapped := base64.StdEncoding.EncodeToString([]byte("wrapped"))
	if err := r.SetMode(t.Context(), registry.SetMode{Scope: list.Subject, Mode: registry.Import, Force: false}); err != nil {
		t.Fatal(err)
	}
	d, err := r.CreateDek(t.Context(), DekRequest{DekList: list, Version: 3, Encrypted: wrapped})
	if err != nil || d.Material != "" || d.Encrypted != wrapped {
		t.Errorf("imported %+v, %v", d, err)
	}
	if _, err := r.CreateDek(t.Context(), DekRequest{DekList: list, Version: 4}); fault.ReasonOf(err) != fault.KMSFailed {
		t.Errorf("a key to be made: %v", err)
	}
}

// TestRewrapKeepsTheKey refuses to put another key in the place of one that the registry can read.
func TestRewrapKeepsTheKey(t *testing.T) {
	local := localDriver(t)
	r, list := withSharedKek(t, local)
	first, err := r.CreateDek(t.Context(), DekRequest{DekList: list, Version: 1})
	if err != nil {
		t.Fatal(err)
	}
	other, err := local.Wrap(t.Context(), kms.Key{}, []byte("another key"))
	if err != nil {
		t.Fatal(err)
	}
	request := DekRequest{DekList: list, Version: 1, Encrypted: base64.StdEncoding.EncodeToString(other), Rewrap: true}
	if _, err := r.CreateDek(t.Context(), request); fault.ReasonOf(err) != fault.DekExists {
		t.Errorf("another key in its place: %v", err)
	}
	if found, err := r.Dek(t.Context(), list, registry.Latest, false); err != nil || found.Material != first.Material {
		t.Errorf("the key is another one, or %v", err)
	}
}
