package kms

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// azureStage speaks the REST protocol of Azure Key Vault. Real is the SDK's client of keys; who the server is, is given.
var azureStage = stage{
	name: AzureType, denial: "Forbidden", status: 403,
	open: func(t *testing.T, h http.Handler) (Driver, Key) {
		if h != nil {
			h = challenged(t, h)
		}
		server := loopback(t, h, httptest.NewTLSServer)
		client := server.Client()
		transport := client.Transport.(*http.Transport)
		transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
		}
		s := newAzure()
		s.domains = []string{"example.com"} // what the server's certificate is for
		s.options.Transport = azureClient(transport)
		s.options.Retry = policy.RetryOptions{MaxRetries: -1}
		s.login = func(map[string]string, azcore.ClientOptions) (azcore.TokenCredential, error) { return token{}, nil }
		return remote{s}, Key{Type: AzureType, ID: "https://v.example.com/keys/k/1"}
	},
	honest: func(t *testing.T) http.Handler { return keyVault(t) },
	refuse: azureRefuse,
}

func azureRefuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]any{"error": map[string]string{"code": code, "message": message}})
}

// token is who the server is.
type token struct{}

func (token) GetToken(_ context.Context, o policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: secret, ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// challenged asks who is calling, as vaults do, before it hands on.
func challenged(t *testing.T, h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Header.Get("Authorization") {
		case "":
			w.Header().Set("WWW-Authenticate", `Bearer authorization="https://login.microsoftonline.com/t", resource="https://example.com"`)
			w.WriteHeader(http.StatusUnauthorized)
		case "Bearer " + secret:
			h.ServeHTTP(w, r)
		default:
			t.Errorf("Authorization: %s", r.Header.Get("Authorization"))
		}
	})
}

var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// keyVault encrypts and decrypts with one version of an RSA key.
func keyVault(t *testing.T) http.Handler {
	key, err := rsaKey()
	if err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	handle := func(operation string, do func([]byte) ([]byte, error)) {
		mux.HandleFunc("POST /keys/k/1/"+operation, func(w http.ResponseWriter, r *http.Request) {
			var request struct{ Alg, Value string }
			_ = json.NewDecoder(r.Body).Decode(&request)
			if request.Alg != "RSA-OAEP-256" {
				t.Errorf("algorithm %s", request.Alg)
			}
			value, err := base64.RawURLEncoding.DecodeString(request.Value)
			if err == nil {
				value, err = do(value)
			}
			if err != nil {
				azureRefuse(w, 400, "BadParameter", err.Error())
				return
			}
			w.Header().Set("Content-Type", "application/json")
			_ = json.NewEncoder(w).Encode(map[string]string{"kid": "https://v.example.com/keys/k/1", "value": base64.RawURLEncoding.EncodeToString(value)})
		})
	}
	handle("encrypt", func(plain []byte) ([]byte, error) {
		return rsa.EncryptOAEP(sha256.New(), rand.Reader, &key.PublicKey, plain, nil)
	})
	handle("decrypt", func(wrapped []byte) ([]byte, error) {
		return rsa.DecryptOAEP(sha256.New(), nil, key, wrapped, nil)
	})
	return mux
}

// TestAzureLogin chooses credentials by the properties of a KEK.
func TestAzureLogin(t *testing.T) {
	own := map[string]string{"tenant.id": "11111111-2222-3333-4444-555555555555", "client.id": "c", "client.secret": secret}
	if c, err := azureLogin(own, azcore.ClientOptions{}); err != nil {
		t.Error(err)
	} else if _, ok := c.(*azidentity.ClientSecretCredential); !ok {
		t.Errorf("with a secret: %T", c)
	}
	delete(own, "client.secret")
	if c, err := azureLogin(own, azcore.ClientOptions{}); err != nil {
		t.Error(err)
	} else if _, ok := c.(*azidentity.DefaultAzureCredential); !ok {
		t.Errorf("without one: %T", c)
	}
	d, k := azureStage.open(t, keyVault(t))
	s := d.(remote).service.(azureService)
	s.login = azureLogin
	k.Props = map[string]string{"tenant.id": "no tenant", "client.id": "c", "client.secret": secret}
	_, err := remote{s}.Wrap(t.Context(), k, plainKey)
	checkFailure(t, err, false, "tenant")
}

// TestAzureStays looks that a vault, whose name a caller may choose, cannot have requests taken elsewhere.
func TestAzureStays(t *testing.T) {
	d, k := azureStage.open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != "v.example.com" {
			t.Errorf("a redirect was followed to %s", r.Host)
		}
		http.Redirect(w, r, "https://w.example.com/", http.StatusTemporaryRedirect)
	}))
	_, err := d.Wrap(t.Context(), k, plainKey)
	checkFailure(t, err, false, "")
}
