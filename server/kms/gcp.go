package kms

import (
	"context"
	"encoding/json"
	"errors"
	"regexp"

	tinkgcp "github.com/tink-crypto/tink-go-gcpkms/v2/integration/gcpkms"
	"github.com/tink-crypto/tink-go/v2/tink"
	"google.golang.org/api/option"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

// gcpService asks Google Cloud KMS. Credentials are the service account of the KEK's properties, as the clients name
// them, else what Google's libraries find.
type gcpService struct {
	clients pool[*tinkgcp.Client]
	// options come before those of a key.
	options []option.ClientOption
}

func newGCP(options ...option.ClientOption) gcpService {
	return gcpService{newPool(func(c *tinkgcp.Client) { _ = c.Close() }), options}
}

// gcpPrefix is how Tink marks ids of keys of this service.
const gcpPrefix = "gcp-kms://"

var gcpKey = regexp.MustCompile(`^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$`)

func (s gcpService) cipher(ctx context.Context, k Key) (tink.AEADWithContext, error) {
	if !gcpKey.MatchString(k.ID) {
		return nil, errors.New("the id of the key is not projects/PROJECT/locations/LOCATION/keyRings/RING/cryptoKeys/KEY")
	}
	client, err := s.clients.get(k.Props, func() (*tinkgcp.Client, error) {
		options := append(s.options[:len(s.options):len(s.options)], gcpCredentials(k.Props)...)
		// The client outlives the request that it is made for.
		return tinkgcp.NewClient(context.WithoutCancel(ctx), gcpPrefix, tinkgcp.WithGoogleAPIClientOptions(options...))
	})
	if err != nil {
		return nil, err
	}
	cipher, err := client.GetAEAD(gcpPrefix + k.ID)
	if err != nil {
		return nil, err
	}
	withContext, ok := cipher.(tink.AEADWithContext)
	if !ok {
		return nil, errors.New("the library takes no time limit")
	}
	return withContext, nil
}

// gcpCredentials are the options for the service account that the properties of a KEK describe, none if they do not.
func gcpCredentials(props map[string]string) []option.ClientOption {
	if props["client.email"] == "" || props["private.key"] == "" {
		return nil
	}
	account, err := json.Marshal(map[string]string{
		"type":           "service_account",
		"client_id":      props["client.id"],
		"client_email":   props["client.email"],
		"private_key_id": props["private.key.id"],
		"private_key":    props["private.key"],
	})
	if err != nil {
		panic(err) // they are strings
	}
	return []option.ClientOption{option.WithAuthCredentialsJSON(option.ServiceAccount, account)}
}

func (gcpService) explain(err error) (string, bool) {
	s, ok := status.FromError(err)
	switch {
	case !ok:
		return "Google Cloud KMS cannot be asked: " + err.Error(), false
	case s.Code() == codes.PermissionDenied, s.Code() == codes.Unauthenticated:
		return "Google Cloud KMS answers " + s.Code().String() + ": " + s.Message(), true
	}
	return "Google Cloud KMS answers " + s.Code().String() + ": " + s.Message(), false
}

func (gcpService) access() string {
	return "The server's identity needs the role roles/cloudkms.cryptoKeyEncrypterDecrypter on the key"
}
