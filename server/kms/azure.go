package kms

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
	"github.com/Azure/azure-sdk-for-go/sdk/security/keyvault/azkeys"
	"github.com/tink-crypto/tink-go/v2/tink"
)

// azureService asks Azure Key Vault with RSA-OAEP-256, as the clients do. Credentials are those of the KEK's
// properties, as the clients name them, else what the Azure SDK finds.
type azureService struct {
	clients pool[*azkeys.Client]
	// domains are those that vaults lie in: the id of a key is a URL, and the server's token goes nowhere else.
	domains []string
	options azkeys.ClientOptions
	// login makes credentials from the properties of a KEK.
	login func(props map[string]string, options azcore.ClientOptions) (azcore.TokenCredential, error)
}

// azureDomains are the domains of vaults in Azure's clouds.
var azureDomains = []string{
	"vault.azure.net", "managedhsm.azure.net", "vault.azure.cn", "managedhsm.azure.cn",
	"vault.usgovcloudapi.net", "managedhsm.usgovcloudapi.net",
}

func newAzure() azureService {
	options := azkeys.ClientOptions{}
	options.Transport = azureClient(http.DefaultTransport)
	return azureService{newPool[*azkeys.Client](nil), azureDomains, options, azureLogin}
}

// azureClient follows no redirects: who creates a KEK names the vault.
func azureClient(transport http.RoundTripper) doer {
	return bounded{&http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error {
		return http.ErrUseLastResponse
	}}}
}

func azureLogin(props map[string]string, options azcore.ClientOptions) (azcore.TokenCredential, error) {
	tenant, id, secret := props["tenant.id"], props["client.id"], props["client.secret"]
	if tenant != "" && id != "" && secret != "" {
		return azidentity.NewClientSecretCredential(tenant, id, secret, &azidentity.ClientSecretCredentialOptions{ClientOptions: options})
	}
	return azidentity.NewDefaultAzureCredential(&azidentity.DefaultAzureCredentialOptions{ClientOptions: options, TenantID: tenant})
}

func (s azureService) cipher(_ context.Context, k Key) (tink.AEADWithContext, error) {
	vault, name, version, err := s.locate(k.ID)
	if err != nil {
		return nil, err
	}
	client, err := s.clients.get([]any{vault, k.Props}, func() (*azkeys.Client, error) {
		credential, err := s.login(k.Props, s.options.ClientOptions)
		if err != nil {
			return nil, err
		}
		options := s.options
		return azkeys.NewClient(vault, credential, &options)
	})
	return azureCipher{client, name, version}, err
}

// locate reads the id of a key: https://VAULT/keys/NAME/VERSION.
func (s azureService) locate(id string) (vault, name, version string, err error) {
	u, err := url.Parse(id)
	if err != nil {
		return "", "", "", errAzureID
	}
	parts := strings.Split(u.Path, "/")
	if u.Scheme != "https" || u.User != nil || len(parts) != 4 || parts[1] != "keys" || parts[2] == "" || parts[3] == "" {
		return "", "", "", errAzureID
	}
	inside := func(domain string) bool { return strings.HasSuffix(u.Hostname(), "."+domain) }
	if !slices.ContainsFunc(s.domains, inside) {
		return "", "", "", fmt.Errorf("%s is no host of Azure Key Vault; those are in %s", u.Hostname(), strings.Join(s.domains, ", "))
	}
	return "https://" + u.Host, parts[2], parts[3], nil
}

var errAzureID = errors.New("the id of the key is not https://VAULT.vault.azure.net/keys/NAME/VERSION; without its version, what another one wrapped could not be read")

// azureCipher is one version of a key in a vault.
type azureCipher struct {
	client        *azkeys.Client
	name, version string
}

// EncryptWithContext implements tink.AEADWithContext, but takes no associated data.
func (c azureCipher) EncryptWithContext(ctx context.Context, plain, _ []byte) ([]byte, error) {
	answer, err := c.client.Encrypt(ctx, c.name, c.version, azureParameters(plain), nil)
	return answer.Result, err
}

// DecryptWithContext implements tink.AEADWithContext, but takes no associated data.
func (c azureCipher) DecryptWithContext(ctx context.Context, wrapped, _ []byte) ([]byte, error) {
	answer, err := c.client.Decrypt(ctx, c.name, c.version, azureParameters(wrapped), nil)
	return answer.Result, err
}

func azureParameters(value []byte) azkeys.KeyOperationParameters {
	algorithm := azkeys.EncryptionAlgorithmRSAOAEP256
	return azkeys.KeyOperationParameters{Algorithm: &algorithm, Value: value}
}

func (azureService) explain(err error) (string, bool) {
	if login, ok := errors.AsType[*azidentity.AuthenticationFailedError](err); ok {
		return "Azure does not know the server: " + login.Error(), true
	}
	if answer, ok := errors.AsType[*azcore.ResponseError](err); ok {
		denied := answer.StatusCode == http.StatusForbidden || answer.StatusCode == http.StatusUnauthorized
		return fmt.Sprintf("Azure Key Vault answers %d %s", answer.StatusCode, answer.ErrorCode), denied
	}
	return "Azure Key Vault cannot be asked: " + err.Error(), false
}

func (azureService) access() string {
	return "The server's identity needs the permissions encrypt and decrypt on the key, as the role Key Vault Crypto User has them"
}
