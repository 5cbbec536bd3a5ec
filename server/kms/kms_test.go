package kms_test

import (
	"bytes"
	"encoding/base64"
	"strings"
	"testing"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"
	"google.golang.org/protobuf/proto"

	gcmpb "github.com/tink-crypto/tink-go/v2/proto/aes_gcm_go_proto"
	sivpb "github.com/tink-crypto/tink-go/v2/proto/aes_siv_go_proto"

	"github.com/concord-registry/concord/server/kms"
)

func local(t *testing.T, secret string) kms.Services {
	t.Helper()
	d, err := kms.NewLocal(secret)
	if err != nil {
		t.Fatal(err)
	}
	return kms.Services{kms.LocalType: d}
}

var localKey = kms.Key{Type: kms.LocalType, ID: "any"}

func TestLocalRoundTrip(t *testing.T) {
	s := local(t, "s3cret")
	wrapped, err := s.Wrap(t.Context(), localKey, []byte("plain"))
	if err != nil || bytes.Contains(wrapped, []byte("plain")) {
		t.Fatalf("wrapped = %q, %v", wrapped, err)
	}
	if plain, err := s.Unwrap(t.Context(), localKey, wrapped); err != nil || string(plain) != "plain" {
		t.Errorf("unwrapped = %q, %v", plain, err)
	}
	if plain, err := local(t, "other").Unwrap(t.Context(), localKey, wrapped); err == nil || plain != nil || strings.Contains(err.Error(), "other") {
		t.Errorf("with another secret: %q, %v", plain, err)
	}
}

// TestLocalReadsClients unwraps what the Python client's driver for local-kms wrapped.
func TestLocalReadsClients(t *testing.T) {
	wrapped, err := base64.StdEncoding.DecodeString("7KrYPv5xcY2zxFLaIjG84Rqh0GlCxRlMt45rfW95yXQBoP9w2g==")
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := local(t, "s3cret").Unwrap(t.Context(), localKey, wrapped); err != nil || string(plain) != "plain key" {
		t.Errorf("unwrapped = %q, %v", plain, err)
	}
}

func TestServicesSayWhatIsMissing(t *testing.T) {
	if _, err := kms.NewLocal(""); err == nil {
		t.Error("an empty secret is taken")
	}
	for kind, want := range map[string]string{
		kms.LocalType: "--kms-local-secret-file",
		kms.AWSType:   "--kms aws-kms",
		"other-kms":   "no driver for other-kms; it has none",
	} {
		k := kms.Key{Type: kind, ID: "a"}
		if _, err := (kms.Services{}).Wrap(t.Context(), k, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("wrap with %s: %v", kind, err)
		}
		if _, err := (kms.Services)(nil).Unwrap(t.Context(), k, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("unwrap with %s: %v", kind, err)
		}
	}
}

func TestGenerate(t *testing.T) {
	seen := map[string]bool{}
	for algorithm, size := range map[string]int{"AES128_GCM": 16, "AES256_GCM": 32, "AES256_SIV": 64} {
		for range 2 {
			raw, err := kms.Generate(algorithm)
			if err != nil {
				t.Fatal(err)
			}
			if got := keyValue(t, algorithm, raw); len(got) != size || seen[string(got)] {
				t.Errorf("%s: %d bytes, want %d that were not seen before", algorithm, len(got), size)
			} else {
				seen[string(got)] = true
			}
		}
	}
	if _, err := kms.Generate("ROT13"); err == nil {
		t.Error("an unknown algorithm is taken")
	}
}

// keyValue reads a key as clients do.
func keyValue(t *testing.T, algorithm string, raw []byte) []byte {
	t.Helper()
	if algorithm == "AES256_SIV" {
		var k sivpb.AesSivKey
		if err := proto.Unmarshal(raw, &k); err != nil {
			t.Fatal(err)
		}
		return k.GetKeyValue()
	}
	var k gcmpb.AesGcmKey
	if err := proto.Unmarshal(raw, &k); err != nil {
		t.Fatal(err)
	}
	if _, err := subtle.NewAESGCM(k.GetKeyValue()); err != nil {
		t.Error(err)
	}
	return k.GetKeyValue()
}
