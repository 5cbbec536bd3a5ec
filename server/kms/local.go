package kms

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// LocalType is the type of keys that [Local] serves.
const LocalType = "local-kms"

// localKeySize is that of AES-128, which the clients' drivers for local-kms use.
const localKeySize = 16

// Local wraps with a key that is derived from a secret, whatever the ID of the key; a secret in the key's properties
// comes first. It does what the clients' drivers for local-kms do, so that a client with the same secret unwraps what the
// registry wraps, and the other way round.
type Local struct{ cipher tink.AEAD }

// NewLocal returns a driver for a secret, which must not be empty.
func NewLocal(secret string) (*Local, error) {
	if secret == "" {
		return nil, errors.New("the secret of local-kms is empty")
	}
	key, err := hkdf.Key(sha256.New, []byte(secret), nil, "", localKeySize)
	if err != nil {
		return nil, err
	}
	cipher, err := subtle.NewAESGCM(key)
	if err != nil {
		return nil, err
	}
	return &Local{cipher}, nil
}

// Wrap implements Driver.
func (l *Local) Wrap(_ context.Context, k Key, plain []byte) ([]byte, error) {
	own, err := l.of(k)
	if err != nil {
		return nil, err
	}
	return own.cipher.Encrypt(plain, nil)
}

// of is the driver with the secret that a key brings along, or l.
func (l *Local) of(k Key) (*Local, error) {
	if secret := k.Props["secret"]; secret != "" {
		return NewLocal(secret)
	}
	return l, nil
}

// Unwrap implements Driver.
func (l *Local) Unwrap(_ context.Context, k Key, wrapped []byte) ([]byte, error) {
	own, err := l.of(k)
	if err != nil {
		return nil, err
	}
	plain, err := own.cipher.Decrypt(wrapped, nil)
	if err != nil {
		return nil, errors.New("the key was not wrapped with the secret that this server has for local-kms")
	}
	return plain, nil
}
