package keys

import (
	"maps"
	"testing"

	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/store"
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
			return r.UpdateKek(ctx, "c", KekEdit{Props: &map[string]string{"a": "c"}}, false, "")
		}, map[string]string{"a": "c"}, "s3cret"},
		{"edit to none", func() (*store.Kek, error) {
			return r.UpdateKek(ctx, "c", KekEdit{Props: &map[string]string{}}, false, "")
		}, map[string]string{}, "s3cret"},
		{"clear", func() (*store.Kek, error) {
			return r.UpdateKek(ctx, "c", KekEdit{Props: new(map[string]string)}, false, "")
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
