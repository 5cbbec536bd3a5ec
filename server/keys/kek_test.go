package keys

import (
	"maps"
	"testing"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// TestCredentialsStay: no use case hands out a credential, and an edit that does not mention one keeps it.
func TestCredentialsStay(t *testing.T) {
	r, _ := withSharedKek(t, localDriver(t))
	ctx := t.Context()
	kek := store.Kek{
		Name: "c", KMSType: kms.LocalType, KMSKeyID: "id", Shared: true,
		KMSProps: map[string]string{"a": "b", "secret": "s3cret"},
	}
	for _, use := range []struct {
		name string
		do   func() (*store.Kek, error)
		want map[string]string // what is shown
		kept string            // what is stored of the credential
	}{
		{"create", func() (*store.Kek, error) { return r.CreateKek(ctx, KekRequest{Kek: kek}) }, map[string]string{"a": "b"}, "s3cret"},
		{"read", func() (*store.Kek, error) { return r.Kek("c", false) }, map[string]string{"a": "b"}, "s3cret"},
		{"test", func() (*store.Kek, error) { return r.TestKek(ctx, "c") }, map[string]string{"a": "b"}, "s3cret"},
		{"edit", func() (*store.Kek, error) {
			return r.UpdateKek(ctx, "c", KekEdit{Props: &map[string]string{"a": "c"}}, false)
		}, map[string]string{"a": "c"}, "s3cret"},
		{"edit to none", func() (*store.Kek, error) {
			return r.UpdateKek(ctx, "c", KekEdit{Props: &map[string]string{}}, false)
		}, map[string]string{}, "s3cret"},
		{"clear", func() (*store.Kek, error) {
			return r.UpdateKek(ctx, "c", KekEdit{Props: new(map[string]string)}, false)
		}, map[string]string{}, ""},
	} {
		got, err := use.do()
		if err != nil {
			t.Fatalf("%s: %v", use.name, err)
		}
		if got.KMSProps == nil || !maps.Equal(got.KMSProps, use.want) {
			t.Errorf("%s: shows %v, want %v", use.name, got.KMSProps, use.want)
		}
		if kept := r.View().Kek("c").KMSProps["secret"]; kept != use.kept {
			t.Errorf("%s: the credential is %q, want %q", use.name, kept, use.kept)
		}
	}
}

// denying lets nobody do one thing.
type denying struct{ action store.Action }

func (d denying) May(_ *store.View, _ store.Caller, a store.Action, _ store.Subject) error {
	if a == d.action {
		return fault.ActionDenied.With("action", a)
	}
	return nil
}

// TestAccess: who may not have a service asked has it not asked, and who may not see a key does not.
func TestAccess(t *testing.T) {
	for action, use := range map[store.Action]func(*Keys) error{
		store.KekCreate: func(k *Keys) error {
			_, err := k.CreateKek(t.Context(), KekRequest{Kek: store.Kek{Name: "k", KMSType: kms.LocalType, KMSKeyID: "id", Shared: true}, Test: true})
			return err
		},
		store.KekRead: func(k *Keys) error { _, err := k.Kek("k", false); return err },
	} {
		r, err := registry.New(registry.Config{Store: &storetest.Memory{}, Access: denying{action}})
		if err != nil {
			t.Fatal(err)
		}
		k := Config{KMS: kms.Services{kms.LocalType: failing{err: fault.New(fault.Internal, "asked")}}}.Of(r.As(store.Caller{}))
		if action == store.KekRead {
			if _, err := k.CreateKek(t.Context(), KekRequest{Kek: store.Kek{Name: "k", KMSType: "t", KMSKeyID: "id"}}); err != nil {
				t.Fatal(err)
			}
		}
		if err := use(k); fault.ReasonOf(err) != fault.ActionDenied {
			t.Errorf("%s is denied: %v", action, err)
		}
	}
}
