package kms

import (
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// secret is what no error may hold: the credentials of every driver under test.
const secret = "s3cr3tcr3d3nt1al"

var plainKey = []byte("0123456789abcdef")

// stage is a service whose other side is a server on loopback that speaks its protocol.
type stage struct {
	name string
	// open starts a server with a handler and returns a driver and a key that lead to it.
	open func(t *testing.T, h http.Handler) (Driver, Key)
	// honest does what the service does.
	honest func(t *testing.T) http.Handler
	// refuse answers with an error in the service's own form.
	refuse func(w http.ResponseWriter, status int, code, message string)
	// denial is the code that says that access is denied.
	denial string
	status int
}

var stages = []stage{awsStage, azureStage, vaultStage}

func TestRemoteRoundTrip(t *testing.T) {
	for _, s := range stages {
		t.Run(s.name, func(t *testing.T) {
			d, k := s.open(t, s.honest(t))
			services := Services{k.Type: d}
			for range 2 {
				wrapped, err := services.Wrap(t.Context(), k, plainKey)
				if err != nil || bytes.Contains(wrapped, plainKey) {
					t.Fatalf("wrapped = %q, %v", wrapped, err)
				}
				if plain, err := services.Unwrap(t.Context(), k, wrapped); err != nil || !bytes.Equal(plain, plainKey) {
					t.Errorf("unwrapped = %q, %v", plain, err)
				}
			}
			if _, err := services.Unwrap(t.Context(), k, []byte("wrapped by nobody")); err == nil || errors.Is(err, ErrDenied) {
				t.Errorf("what nobody wrapped: %v", err)
			}
		})
	}
}

// TestRemoteFailures lets services do everything but their work.
func TestRemoteFailures(t *testing.T) {
	tests := []struct {
		name   string
		answer func(s stage, w http.ResponseWriter, sent string)
		denied bool
		want   string
	}{
		{"denies access", func(s stage, w http.ResponseWriter, _ string) { s.refuse(w, s.status, s.denial, "not\nyou") }, true, "The server's "},
		{"does not know the key", func(s stage, w http.ResponseWriter, _ string) { s.refuse(w, 400, "NotFoundException", "no key") }, false, " answers "},
		{"repeats what it was sent", func(s stage, w http.ResponseWriter, sent string) {
			s.refuse(w, 400, "Odd", base64.StdEncoding.EncodeToString(plainKey)+sent)
		}, false, ""},
		{"talks much", func(s stage, w http.ResponseWriter, _ string) {
			s.refuse(w, 400, "Odd", strings.Repeat("talk ", 1<<16))
		}, false, ""},
		{"fails with a page", func(_ stage, w http.ResponseWriter, sent string) {
			w.WriteHeader(http.StatusBadRequest)
			fmt.Fprint(w, "<html>"+sent)
		}, false, ""},
		{"answers with a page", func(_ stage, w http.ResponseWriter, _ string) { fmt.Fprint(w, "<html>") }, false, ""},
		{"answers with no members", func(_ stage, w http.ResponseWriter, _ string) { fmt.Fprint(w, "{}") }, false, ""},
		{"answers with other types", func(_ stage, w http.ResponseWriter, _ string) {
			fmt.Fprint(w, `{"CiphertextBlob":1,"value":{},"data":{"ciphertext":[]}}`)
		}, false, ""},
		{"answers with too much", func(_ stage, w http.ResponseWriter, _ string) {
			much := strings.Repeat("A", 2*maxAnswer)
			fmt.Fprintf(w, `{"CiphertextBlob":%[1]q,"value":%[1]q,"data":{"ciphertext":%[1]q}}`, much)
		}, false, ""},
		{"dies amid the answer", func(_ stage, w http.ResponseWriter, _ string) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, `{"Cip`)
			panic(http.ErrAbortHandler)
		}, false, ""},
	}
	for _, s := range stages {
		for _, test := range tests {
			t.Run(s.name+" "+test.name, func(t *testing.T) {
				d, k := s.open(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					sent, _ := io.ReadAll(r.Body)
					test.answer(s, w, string(sent))
				}))
				wrapped, err := Services{k.Type: d}.Wrap(t.Context(), k, plainKey)
				checkFailure(t, err, test.denied, test.want)
				if wrapped != nil {
					t.Errorf("wrapped = %q", wrapped)
				}
			})
		}
	}
}

// checkFailure looks that an error is of the kind that is wanted, short, and without secrets.
func checkFailure(t *testing.T, err error, denied bool, want string) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	text := err.Error()
	if errors.Is(err, ErrDenied) != denied || !strings.Contains(text, want) {
		t.Errorf("denied %v: %s; want %v with %q", !denied, text, denied, want)
	}
	if len(text) > 800 || strings.ContainsAny(text, "\n\r") {
		t.Errorf("%d bytes or several lines: %q", len(text), text)
	}
	for _, hidden := range append(spellings(plainKey), secret) {
		if strings.Contains(text, hidden) {
			t.Errorf("the error gives away %q: %s", hidden, text)
		}
	}
}

// TestRemoteGone asks services that nobody serves any more.
func TestRemoteGone(t *testing.T) {
	for _, s := range stages {
		t.Run(s.name, func(t *testing.T) {
			d, k := s.open(t, nil)
			ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
			defer cancel()
			_, err := Services{k.Type: d}.Unwrap(ctx, k, plainKey)
			checkFailure(t, err, false, "")
		})
	}
}

// TestRemoteHangs asks services that never answer, until the caller has gone.
func TestRemoteHangs(t *testing.T) {
	for _, s := range stages {
		t.Run(s.name, func(t *testing.T) {
			asked, done := make(chan bool, 9), make(chan bool)
			d, k := s.open(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
				asked <- true
				<-done
			}))
			t.Cleanup(func() { close(done) })
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				<-asked
				cancel()
			}()
			if _, err := (Services{k.Type: d}).Wrap(ctx, k, plainKey); err == nil {
				t.Error("no error")
			}
		})
	}
}

// TestKeyIDs refuses ids that do not say where a key lies, or that would lead a server's credentials astray.
func TestKeyIDs(t *testing.T) {
	t.Setenv("VAULT_ADDR", "https://vault.example.com:8200/base")
	for kind, ids := range map[string][]string{
		AWSType: {"", "k", "arn:aws:kms:", "arn:aws:kms:eu west:1:key/k", "arn:aws:kms:evil.com/:1:key/k", "arn:aws:s3:eu:1:b"},
		AzureType: {"", "k", "http://v.vault.azure.net/keys/k/1", "https://v.vault.azure.net/keys/k", "https://v.vault.azure.net/keys/k/", "https://evil.com/keys/k/1",
			"https://evilvault.azure.net/keys/k/1", "https://v.vault.azure.net.evil.com/keys/k/1", "https://u:p@v.vault.azure.net/keys/k/1", "https://v.vault.azure.net/a/keys/k/1", "https://%zz"},
		GCPType: {"", "k", "projects/p/locations/l/keyRings/r", "projects/p/locations/l/keyRings/r/cryptoKeys/k/cryptoKeyVersions/1", "projects//locations/l/keyRings/r/cryptoKeys/k"},
		VaultType: {"", "k", "https://evil.com/base/transit/keys/k", "http://vault.example.com:8200/base/transit/keys/k", "https://vault.example.com/base/transit/keys/k",
			"https://vault.example.com:8200/transit/keys/k", "https://u:p@vault.example.com:8200/base/transit/keys/k", "https://vault.example.com:8200/base/keys/k",
			"https://vault.example.com:8200/base/transit/keys/", "https://vault.example.com:8200/base/transit/k", "https://vault.example.com:8200/base/a/../keys/k",
			"https://vault.example.com:8200/base/%2e%2e/b/keys/k", "https://vault.example.com:8200/base/a%3fb/keys/k", "https://vault.example.com:8200/base/transit/keys/..", "https://%zz"},
	} {
		d, err := Remote(kind)
		if err != nil {
			t.Fatal(err)
		}
		for _, id := range ids {
			ctx, cancel := context.WithCancel(t.Context())
			cancel() // what comes as far as asking ends there
			_, err := d.Wrap(ctx, Key{Type: kind, ID: id}, plainKey)
			if err == nil || strings.Contains(err.Error(), "cancel") {
				t.Errorf("%s %q: %v", kind, id, err)
			}
		}
	}
}

func TestRemoteKinds(t *testing.T) {
	t.Setenv("VAULT_ADDR", "")
	for kind, want := range map[string]string{"s3": "choose from aws-kms, azure-kms, gcp-kms, hcvault", VaultType: "VAULT_ADDR", LocalType: "choose from"} {
		if d, err := Remote(kind); err == nil || !strings.Contains(err.Error(), want) || d != nil {
			t.Errorf("Remote(%s) = %v, %v; want an error with %q", kind, d, err, want)
		}
	}
	for _, address := range []string{"nowhere", "://", "http://"} {
		t.Setenv("VAULT_ADDR", address)
		if _, err := Remote(VaultType); err == nil {
			t.Errorf("VAULT_ADDR=%s is taken", address)
		}
	}
}

// hanging never answers.
type hanging struct{}

func (hanging) Wrap(ctx context.Context, _ Key, _ []byte) ([]byte, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

func (h hanging) Unwrap(ctx context.Context, k Key, b []byte) ([]byte, error) {
	return h.Wrap(ctx, k, b)
}

func TestLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start := time.Now()
		_, err := Services{"x": hanging{}}.Unwrap(t.Context(), Key{Type: "x"}, nil)
		if took := time.Since(start); took != Limit || err == nil || !strings.Contains(err.Error(), "x did not answer in time") {
			t.Errorf("%v after %v", err, took)
		}
	})
}

// gcm is what the servers on loopback encrypt with.
func gcm(t *testing.T) tink.AEAD {
	t.Helper()
	cipher, err := subtle.NewAESGCM(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		t.Fatal(err)
	}
	return cipher
}

// loopback is a running server, or one that is no more if h is nil.
func loopback(t *testing.T, h http.Handler, start func(http.Handler) *httptest.Server) *httptest.Server {
	t.Helper()
	server := start(h)
	if h == nil {
		server.Close()
	} else {
		t.Cleanup(server.Close)
	}
	return server
}
