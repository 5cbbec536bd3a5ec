package kms

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/hashicorp/vault/api"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// vaultService asks the transit engine of a HashiCorp Vault, or of an OpenBao: the one at VAULT_ADDR, since the id of a
// key is a URL and the server's token must go nowhere else. Credentials are those of the KEK's properties, as the
// clients name them, else those of the environment.
//
// It speaks to Vault's own client: that of Tink takes neither a context nor, so, a time limit.
type vaultService struct {
	sessions pool[*vaultSession]
	address  *url.URL
}

func newVault() (vaultService, error) {
	if os.Getenv(api.EnvVaultAddress) == "" {
		return vaultService{}, fmt.Errorf("%s needs the address of the Vault in %s", VaultType, api.EnvVaultAddress)
	}
	c := api.DefaultConfig()
	if c.Error != nil {
		return vaultService{}, fmt.Errorf("%s: %w", VaultType, c.Error)
	}
	address, err := url.Parse(c.Address)
	if err != nil || address.Host == "" {
		return vaultService{}, fmt.Errorf("%s holds no URL", api.EnvVaultAddress)
	}
	return vaultService{newPool[*vaultSession](nil), address}, nil
}

func (s vaultService) cipher(ctx context.Context, k Key) (tink.AEADWithContext, error) {
	encrypt, decrypt, err := s.paths(k.ID)
	if err != nil {
		return nil, err
	}
	session, err := s.sessions.get(k.Props, func() (*vaultSession, error) { return newVaultSession(k.Props) })
	if err != nil {
		return nil, err
	}
	return vaultCipher{session, encrypt, decrypt}, session.ready(ctx)
}

// vaultKey is the path of a key: /MOUNT/keys/NAME.
var vaultKey = regexp.MustCompile(`^/([\w.-]+(?:/[\w.-]+)*)/keys/([\w.-]+)$`)

// paths reads the id of a key: VAULT_ADDR/MOUNT/keys/NAME.
func (s vaultService) paths(id string) (encrypt, decrypt string, err error) {
	u, err := url.Parse(id)
	if err != nil || u.User != nil {
		return "", "", errVaultID
	}
	base := strings.TrimSuffix(s.address.Path, "/")
	if u.Scheme != s.address.Scheme || !strings.EqualFold(u.Host, s.address.Host) || !strings.HasPrefix(u.Path, base+"/") {
		return "", "", fmt.Errorf("this server asks the Vault at %s and no other", s.address.Redacted())
	}
	parts := vaultKey.FindStringSubmatch(strings.TrimPrefix(u.Path, base))
	if parts == nil || slices.ContainsFunc(strings.Split(u.Path, "/"), func(element string) bool { return element == "." || element == ".." }) {
		return "", "", errVaultID
	}
	return parts[1] + "/encrypt/" + parts[2], parts[1] + "/decrypt/" + parts[2], nil
}

var errVaultID = errors.New("the id of the key is not https://VAULT/MOUNT/keys/NAME")

// vaultCipher is a key of a transit engine.
type vaultCipher struct {
	session          *vaultSession
	encrypt, decrypt string
}

// EncryptWithContext implements tink.AEADWithContext, but takes no associated data.
func (c vaultCipher) EncryptWithContext(ctx context.Context, plain, _ []byte) ([]byte, error) {
	answer, err := c.ask(ctx, c.encrypt, "plaintext", base64.StdEncoding.EncodeToString(plain), "ciphertext")
	return []byte(answer), err
}

// DecryptWithContext implements tink.AEADWithContext, but takes no associated data.
func (c vaultCipher) DecryptWithContext(ctx context.Context, wrapped, _ []byte) ([]byte, error) {
	answer, err := c.ask(ctx, c.decrypt, "ciphertext", string(wrapped), "plaintext")
	if err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(answer)
}

// ask sends one member and returns another one of the answer.
func (c vaultCipher) ask(ctx context.Context, path, member, value, wanted string) (string, error) {
	answer, err := c.session.Logical().WriteWithContext(ctx, path, map[string]any{member: value})
	if err != nil {
		if denial, ok := errors.AsType[*api.ResponseError](err); ok && denial.StatusCode == http.StatusForbidden {
			c.session.refused()
		}
		return "", err
	}
	if answer != nil {
		if text, ok := answer.Data[wanted].(string); ok {
			return text, nil
		}
	}
	return "", fmt.Errorf("the answer has no %s", wanted)
}

func (s vaultService) explain(err error) (string, bool) {
	if answer, ok := errors.AsType[*api.ResponseError](err); ok {
		said := strings.Join(answer.Errors, "; ")
		if answer.RawError {
			said = "with what is no answer of a Vault"
		}
		return fmt.Sprintf("Vault answers %d: %s", answer.StatusCode, said), answer.StatusCode == http.StatusForbidden
	}
	return "Vault cannot be asked: " + err.Error(), false
}

func (vaultService) access() string {
	return "The server's token needs a policy with update on MOUNT/encrypt/KEY and MOUNT/decrypt/KEY"
}
