package kms

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"hash/crc32"
	"net"
	"testing"

	"cloud.google.com/go/kms/apiv1/kmspb"
	"github.com/tink-crypto/tink-go/v2/tink"
	"google.golang.org/api/option"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/wrapperspb"
)

const gcpID = "projects/p/locations/global/keyRings/r/cryptoKeys/k"

// cloudKMS speaks the gRPC protocol of Google Cloud KMS.
type cloudKMS struct {
	kmspb.UnimplementedKeyManagementServiceServer
	cipher tink.AEAD
	// spoil, if not nil, changes an answer to Encrypt or replaces it by an error.
	spoil func(*kmspb.EncryptResponse) error
}

func (s *cloudKMS) Encrypt(_ context.Context, r *kmspb.EncryptRequest) (*kmspb.EncryptResponse, error) {
	wrapped, err := s.cipher.Encrypt(r.GetPlaintext(), r.GetAdditionalAuthenticatedData())
	if err != nil {
		return nil, err
	}
	answer := &kmspb.EncryptResponse{
		Name: r.GetName() + "/cryptoKeyVersions/1", Ciphertext: wrapped, CiphertextCrc32C: checksum(wrapped),
		VerifiedPlaintextCrc32C:                   r.GetPlaintextCrc32C().GetValue() == checksum(r.GetPlaintext()).GetValue(),
		VerifiedAdditionalAuthenticatedDataCrc32C: true,
	}
	if s.spoil != nil {
		err = s.spoil(answer)
	}
	return answer, err
}

func (s *cloudKMS) Decrypt(_ context.Context, r *kmspb.DecryptRequest) (*kmspb.DecryptResponse, error) {
	plain, err := s.cipher.Decrypt(r.GetCiphertext(), r.GetAdditionalAuthenticatedData())
	if err != nil {
		return nil, status.Error(codes.InvalidArgument, "Decryption failed")
	}
	return &kmspb.DecryptResponse{Plaintext: plain, PlaintextCrc32C: checksum(plain)}, nil
}

func checksum(b []byte) *wrapperspb.Int64Value {
	return wrapperspb.Int64(int64(crc32.Checksum(b, crc32.MakeTable(crc32.Castagnoli))))
}

// openGCP starts a server and returns a driver that leads to it.
func openGCP(t *testing.T, spoil func(*kmspb.EncryptResponse) error) (Services, Key) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	kmspb.RegisterKeyManagementServiceServer(server, &cloudKMS{cipher: gcm(t), spoil: spoil})
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	d := remote{newGCP(option.WithEndpoint(listener.Addr().String()), option.WithoutAuthentication(),
		option.WithGRPCDialOption(grpc.WithTransportCredentials(insecure.NewCredentials())))}
	return Services{GCPType: d}, Key{Type: GCPType, ID: gcpID}
}

func TestGCPRoundTrip(t *testing.T) {
	s, k := openGCP(t, nil)
	wrapped, err := s.Wrap(t.Context(), k, plainKey)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := s.Unwrap(t.Context(), k, wrapped); err != nil || string(plain) != string(plainKey) {
		t.Errorf("unwrapped = %q, %v", plain, err)
	}
	_, err = s.Unwrap(t.Context(), k, []byte("wrapped by nobody"))
	checkFailure(t, err, false, "InvalidArgument: Decryption failed")
}

func TestGCPFailures(t *testing.T) {
	for _, test := range []struct {
		name   string
		spoil  func(*kmspb.EncryptResponse) error
		denied bool
		want   string
	}{
		{"denies access", func(*kmspb.EncryptResponse) error { return status.Error(codes.PermissionDenied, "no") }, true, "roles/cloudkms."},
		{"does not know the server", func(*kmspb.EncryptResponse) error { return status.Error(codes.Unauthenticated, "who") }, true, "who"},
		{"does not know the key", func(*kmspb.EncryptResponse) error { return status.Error(codes.NotFound, "no key") }, false, "NotFound: no key"},
		{"repeats what it was sent", func(*kmspb.EncryptResponse) error { return status.Error(codes.Internal, string(plainKey)) }, false, "left out"},
		{"changes a bit", func(r *kmspb.EncryptResponse) error { r.Ciphertext[0] ^= 1; return nil }, false, "corrupted"},
		{"answers for another key", func(r *kmspb.EncryptResponse) error { r.Name = "projects/q"; return nil }, false, "does not match"},
		{"answers with nothing", func(r *kmspb.EncryptResponse) error { proto.Reset(r); return nil }, false, "missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, k := openGCP(t, test.spoil)
			_, err := s.Wrap(t.Context(), k, plainKey)
			checkFailure(t, err, test.denied, test.want)
		})
	}
}

// TestGCPCredentials says what is wrong with a service account that a KEK brings along, and nothing of what it holds.
func TestGCPCredentials(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	good := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
	props := map[string]string{"client.email": "a@p.iam.gserviceaccount.com", "private.key": string(good), "account.type": "external_account"}
	d := remote{newGCP()}
	if _, err := d.cipher(t.Context(), Key{Type: GCPType, ID: gcpID, Props: props}); err != nil {
		t.Errorf("a service account: %v", err)
	}
	props["private.key"] = secret
	_, err = d.Wrap(t.Context(), Key{Type: GCPType, ID: gcpID, Props: props}, plainKey)
	checkFailure(t, err, false, "")
}
