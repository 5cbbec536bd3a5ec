package kms

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/tink-crypto/tink-go/v2/tink"
)

// The types of keys that lie in services elsewhere, as clients call them.
const (
	AWSType   = "aws-kms"
	AzureType = "azure-kms"
	GCPType   = "gcp-kms"
	VaultType = "hcvault"
)

// Remotes are the types that [Remote] has drivers for.
var Remotes = []string{AWSType, AzureType, GCPType, VaultType}

// Remote returns the driver for a type of [Remotes]. It asks nobody: credentials are looked for when they are needed,
// where the service's own tools look for them. It returns an error for another type, and one that says what is missing
// when the environment does not tell where the service is.
func Remote(kind string) (Driver, error) {
	switch kind {
	case AWSType:
		return remote{newAWS()}, nil
	case AzureType:
		return remote{newAzure()}, nil
	case GCPType:
		return remote{newGCP()}, nil
	case VaultType:
		v, err := newVault()
		if err != nil {
			return nil, err
		}
		return remote{v}, nil
	}
	return nil, fmt.Errorf("%q is no key management service; choose from %s", kind, strings.Join(Remotes, ", "))
}

// service is what the services differ in.
type service interface {
	// cipher is what encrypts and decrypts with a key. It need not know that the key is there.
	cipher(ctx context.Context, k Key) (tink.AEADWithContext, error)
	// explain says in a sentence what an error of the cipher means, and whether the service denies access to the key.
	explain(err error) (sentence string, denied bool)
	// access says what the server's identity needs in order to use a key.
	access() string
}

// remote is the driver of a service. Ciphertexts are those of the clients' drivers: Tink's, without associated data.
type remote struct{ service }

// Wrap implements Driver.
func (r remote) Wrap(ctx context.Context, k Key, plain []byte) ([]byte, error) {
	c, err := r.cipher(ctx, k)
	if err != nil {
		return nil, r.failure(err, plain)
	}
	wrapped, err := c.EncryptWithContext(ctx, plain, nil)
	if err != nil {
		return nil, r.failure(err, plain)
	}
	if bytes.Contains(wrapped, plain) {
		return nil, errors.New("the key management service gave the key back as it was; it is not stored")
	}
	return wrapped, nil
}

// Unwrap implements Driver.
func (r remote) Unwrap(ctx context.Context, k Key, wrapped []byte) ([]byte, error) {
	c, err := r.cipher(ctx, k)
	if err != nil {
		return nil, r.failure(err, wrapped)
	}
	plain, err := c.DecryptWithContext(ctx, wrapped, nil)
	if err != nil {
		return nil, r.failure(err, wrapped)
	}
	return plain, nil
}

// failure is what callers are told of an error: nothing of what was sent, and no more than a line.
func (r remote) failure(err error, sent []byte) error {
	sentence, denied := r.explain(err)
	sentence = line(sentence)
	if slices.ContainsFunc(spellings(sent), func(s string) bool { return strings.Contains(sentence, s) }) {
		sentence = "its answer repeats what it was sent, and is left out"
	}
	if denied {
		return fmt.Errorf("%w: %s. %s", ErrDenied, sentence, r.access())
	}
	return errors.New(sentence)
}

// spellings are the ways in which an answer could repeat a key.
func spellings(key []byte) []string {
	return []string{string(key), base64.StdEncoding.EncodeToString(key), base64.URLEncoding.EncodeToString(key), fmt.Sprintf("%x", key)}
}

// line is a text on one line, of bounded length.
func line(text string) string {
	const most = 300
	text = strings.Join(strings.Fields(strings.ToValidUTF8(text, "�")), " ")
	if r := []rune(text); len(r) > most {
		text = string(r[:most]) + "…"
	}
	return strings.TrimRight(text, ".")
}
