package keys

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"

	"github.com/concord-registry/concord/server/kms"
	"github.com/concord-registry/concord/server/store"
)

// serviceKey is a KEK as its service knows it.
func serviceKey(k *store.Kek) kms.Key {
	return kms.Key{Type: k.KMSType, ID: k.KMSKeyID, Props: k.KMSProps}
}

// wrap has the service encrypt a key for a subject, and spells the result as it is stored.
func (r *Keys) wrap(ctx context.Context, k *store.Kek, what string, plain []byte) (string, error) {
	wrapped, err := r.config.KMS.Wrap(ctx, serviceKey(k), plain)
	if err != nil {
		return "", kmsFailed(k, what, err)
	}
	return base64.StdEncoding.EncodeToString(wrapped), nil
}

// unwrap has the service decrypt what is stored of a key.
func (r *Keys) unwrap(ctx context.Context, k *store.Kek, what, stored string) ([]byte, error) {
	wrapped, err := base64.StdEncoding.DecodeString(stored)
	if err == nil {
		var plain []byte
		if plain, err = r.config.KMS.Unwrap(ctx, serviceKey(k), wrapped); err == nil {
			return plain, nil
		}
	}
	return nil, kmsFailed(k, what, err)
}

// TestKek has the service of a live, shared key wrap something and unwrap it again.
func (r *Keys) TestKek(ctx context.Context, name string) (*store.Kek, error) {
	view := r.View()
	k, err := kekIn(view, name, false)
	if err != nil {
		return nil, err
	}
	if err := r.May(view, store.KekTest, store.Registry); err != nil {
		return nil, err
	}
	if !k.Shared {
		return nil, invalidKey("shared")
	}
	return public(k), r.mayTest(ctx, k, true)
}

// mayTest tests a key if that is asked for and the registry may use it.
func (r *Keys) mayTest(ctx context.Context, k *store.Kek, test bool) error {
	if !test || !k.Shared {
		return nil
	}
	probe := []byte("a key that no data have")
	wrapped, err := r.wrap(ctx, k, k.Name, probe)
	if err != nil {
		return err
	}
	plain, err := r.unwrap(ctx, k, k.Name, wrapped)
	if err == nil && !bytes.Equal(plain, probe) {
		err = kmsFailed(k, k.Name, errors.New("the key management service does not give back what it wrapped"))
	}
	return err
}
