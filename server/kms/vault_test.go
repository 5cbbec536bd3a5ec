package kms

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// vaultStage speaks the protocol of Vault's transit engine.
var vaultStage = stage{
	name: VaultType, denial: "permission denied", status: 403,
	open: func(t *testing.T, h http.Handler) (Driver, Key) {
		server := loopback(t, h, httptest.NewServer)
		t.Setenv("VAULT_ADDR", server.URL)
		t.Setenv("VAULT_TOKEN", secret)
		for _, name := range []string{"VAULT_NAMESPACE", "VAULT_APPROLE_ROLE_ID", "VAULT_APPROLE_SECRET_ID"} {
			t.Setenv(name, "")
		}
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

// TestVaultAppRole logs in once, uses the token, and logs in again when it has expired or was revoked.
func TestVaultAppRole(t *testing.T) {
	logins := 0
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /v1/auth/approle/login", func(w http.ResponseWriter, r *http.Request) {
		var request map[string]string
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil || request["secret_id"] != secret {
			vaultRefuse(w, 400, "invalid role or secret ID", "")
			return
		}
		logins++
		_ = json.NewEncoder(w).Encode(map[string]any{"auth": map[string]any{"client_token": "by " + request["role_id"], "lease_duration": 3600}})
	})
	mux.Handle("/", transit(t, "by r", ""))
	d, k := vaultStage.open(t, mux)
	k.Props = map[string]string{"approle.role.id": "r", "approle.secret.id": secret}
	for range 3 {
		if _, err := d.Wrap(t.Context(), k, plainKey); err != nil {
			t.Fatal(err)
		}
	}
	if logins != 1 {
		t.Errorf("%d log-ins, want 1", logins)
	}
	t.Setenv("VAULT_APPROLE_ROLE_ID", "r")
	t.Setenv("VAULT_APPROLE_SECRET_ID", secret)
	k.Props = nil
	if _, err := d.Wrap(t.Context(), k, plainKey); err != nil {
		t.Fatal(err)
	}
	session, err := d.(remote).service.(vaultService).sessions.get(k.Props, nil)
	if err != nil {
		t.Fatal(err)
	}
	session.until = time.Now().Add(-time.Second) // as if the lease had run out
	if _, err := d.Wrap(t.Context(), k, plainKey); err != nil || logins != 3 {
		t.Errorf("%d log-ins, want 3: %v", logins, err)
	}
	session.SetToken("revoked")
	for range 2 {
		_, err := d.Wrap(t.Context(), k, plainKey)
		checkFailure(t, err, true, "permission denied")
	}
	session.since = time.Now().Add(-time.Hour) // as if the token were old
	_, err = d.Wrap(t.Context(), k, plainKey)
	checkFailure(t, err, true, "permission denied")
	if _, err := d.Wrap(t.Context(), k, plainKey); err != nil || logins != 4 {
		t.Errorf("%d log-ins, want 4: %v", logins, err)
	}
	k.Props = map[string]string{"approle.role.id": "r", "approle.secret.id": "no"}
	_, err = d.Wrap(t.Context(), k, plainKey)
	checkFailure(t, err, false, "invalid role or secret ID")
}
