package registry

import (
	"sync"
	"testing"

	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/store"
)

// TestDekOfTwoCreators lets many make one key at once: one of them does, and the others read it.
func TestDekOfTwoCreators(t *testing.T) {
	local, err := kms.NewLocal("s3cret")
	if err != nil {
		t.Fatal(err)
	}
	r := open(t, Config{KMS: kms.Services{kms.LocalType: local}})
	kek := store.Kek{Name: "k", KMSType: kms.LocalType, KMSKeyID: "id", Shared: true}
	if _, err := r.CreateKek(t.Context(), KekRequest{Kek: kek}); err != nil {
		t.Fatal(err)
	}
	list := store.DekList{Kek: "k", Subject: orders, Algorithm: store.AES256GCM}
	var made sync.Map
	var creators sync.WaitGroup
	for range 8 {
		creators.Go(func() {
			d, err := r.CreateDek(t.Context(), DekRequest{DekList: list, Version: 1})
			if err == nil {
				made.Store(d.Material, true)
			} else if code(err) != 40971 {
				t.Errorf("refused with %v", err)
			}
		})
	}
	creators.Wait()
	found, err := r.Dek(t.Context(), list, Latest, false)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	made.Range(func(material, _ any) bool {
		if n++; material != found.Material {
			t.Error("a creator was given a key that is not the one stored")
		}
		return true
	})
	if n != 1 {
		t.Errorf("%d creators made the key, want 1", n)
	}
}
