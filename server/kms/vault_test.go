package kms

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// vaultStage speaks the protocol of Vault's transit engine.
var vaultStage = stage{
	name: VaultType, denial: "permission denied", status: 403,
	open: func(t *testing.T, h http.Handler) (Driver, Key) {
		server := loopback(t, h, httptest.NewServer)
		t.Setenv("VAULT_ADDR", server.URL)
		t.Setenv("VAULT_TOKEN", secret)
		t.Setenv("VAULT_NAMESPACE", "")
		d, err := Remote(VaultType)
		if err != nil {
			t.Fatal(err)
		}
		return d, Key{Type: VaultType, ID: server.URL + "/a/transit/keys/k-1"}
	},
	honest: func(t *testing.T) http.Handler { return transit(t, secret, "") },
	refuse: vaultRefuse,
}

func vaultRefuse(w http.ResponseWriter, status int, code, message string) {
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"errors": []string{code + ": " + message}})
}

// transit encrypts and decrypts for one token in one namespace.
func transit(t *testing.T, token, namespace string) http.Handler {
	const mark = "vault:v1:"
	cipher, mux := gcm(t), http.NewServeMux()
	handle := func(path, member, wanted string, do func(string) (string, error)) {
		mux.HandleFunc("PUT "+path, func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("X-Vault-Token") != token || r.Header.Get("X-Vault-Namespace") != namespace {
				vaultRefuse(w, 403, "permission denied", "")
				return
			}
			var request map[string]string
			_ = json.NewDecoder(r.Body).Decode(&request)
			answer, err := do(request[member])
			if err != nil {
				vaultRefuse(w, 400, "invalid request", err.Error())
				return
			}
			_ = json.NewEncoder(w).Encode(map[string]any{"data": map[string]string{wanted: answer}})
		})
	}
	handle("/v1/a/transit/encrypt/k-1", "plaintext", "ciphertext", func(given string) (string, error) {
		plain, err := base64.StdEncoding.DecodeString(given)
		if err != nil {
			return "", err
		}
		wrapped, err := cipher.Encrypt(plain, nil)
		return mark + base64.StdEncoding.EncodeToString(wrapped), err
	})
	handle("/v1/a/transit/decrypt/k-1", "ciphertext", "plaintext", func(given string) (string, error) {
		wrapped, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(given, mark))
		if err != nil {
			return "", err
		}
		plain, err := cipher.Decrypt(wrapped, nil)
		return base64.StdEncoding.EncodeToString(plain), err
	})
	return mux
}

// TestVaultProperties uses the token and the namespace that a KEK brings along instead of the server's.
func TestVaultProperties(t *testing.T) {
	d, k := vaultStage.open(t, transit(t, "other", "ns"))
	_, err := d.Wrap(t.Context(), k, plainKey)
	checkFailure(t, err, true, "permission denied")
	k.Props = map[string]string{"token.id": "other", "namespace": "ns"}
	if _, err := d.Wrap(t.Context(), k, plainKey); err != nil {
		t.Error(err)
	}
}
