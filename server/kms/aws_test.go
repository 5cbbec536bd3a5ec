package kms

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
)

const awsID = "arn:aws:kms:eu-west-1:111122223333:key/1234abcd"

// awsStage speaks the JSON protocol of AWS KMS.
var awsStage = stage{
	name: AWSType, denial: "AccessDeniedException", status: 400,
	open: func(t *testing.T, h http.Handler) (Driver, Key) {
		t.Setenv("AWS_ENDPOINT_URL_KMS", loopback(t, h, httptest.NewServer).URL)
		t.Setenv("AWS_ACCESS_KEY_ID", "AKIATEST")
		t.Setenv("AWS_SECRET_ACCESS_KEY", secret)
		t.Setenv("AWS_MAX_ATTEMPTS", "1")
		isolateAWS(t)
		return remote{newAWS()}, Key{Type: AWSType, ID: awsID}
	},
	honest: func(t *testing.T) http.Handler { return awsKMS(t, "AKIATEST") },
	refuse: awsRefuse,
}

func awsRefuse(w http.ResponseWriter, status int, code, message string) {
	w.Header().Set("Content-Type", "application/x-amz-json-1.1")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(map[string]string{"__type": code, "message": message})
}

// isolateAWS keeps what the machine knows of AWS out of a test.
func isolateAWS(t *testing.T) {
	t.Setenv("AWS_CA_BUNDLE", "")
	t.Setenv("AWS_EC2_METADATA_DISABLED", "true")
	t.Setenv("AWS_CONFIG_FILE", filepath.Join(t.TempDir(), "config"))
	t.Setenv("AWS_SHARED_CREDENTIALS_FILE", filepath.Join(t.TempDir(), "credentials"))
}

// awsKMS encrypts and decrypts for one access key.
func awsKMS(t *testing.T, accessKey string) http.Handler {
	cipher := gcm(t)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			KeyID                     string `json:"KeyId"`
			Plaintext, CiphertextBlob []byte
			EncryptionContext         map[string]string
		}
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil || request.KeyID != awsID || request.EncryptionContext != nil {
			t.Errorf("request %+v, %v", request, err)
		}
		if !strings.Contains(r.Header.Get("Authorization"), "Credential="+accessKey+"/") || !strings.Contains(r.Header.Get("Authorization"), "/eu-west-1/kms/") {
			t.Errorf("Authorization: %s", r.Header.Get("Authorization"))
		}
		answer := map[string]any{"KeyId": request.KeyID}
		var err error
		switch r.Header.Get("X-Amz-Target") {
		case "TrentService.Encrypt":
			answer["CiphertextBlob"], err = cipher.Encrypt(request.Plaintext, nil)
		case "TrentService.Decrypt":
			answer["Plaintext"], err = cipher.Decrypt(request.CiphertextBlob, nil)
		}
		if err != nil {
			awsRefuse(w, 400, "InvalidCiphertextException", "")
			return
		}
		w.Header().Set("Content-Type", "application/x-amz-json-1.1")
		_ = json.NewEncoder(w).Encode(answer)
	})
}

// TestAWSProperties uses the credentials that a KEK brings along instead of the server's.
func TestAWSProperties(t *testing.T) {
	d, k := awsStage.open(t, awsKMS(t, "AKIAOTHER"))
	k.Props = map[string]string{"access.key.id": "AKIAOTHER", "secret.access.key": "other"}
	if _, err := d.Wrap(t.Context(), k, plainKey); err != nil {
		t.Error(err)
	}
	k.Props = map[string]string{"profile": "absent"}
	_, err := d.Wrap(t.Context(), k, plainKey)
	checkFailure(t, err, false, "absent")
}

// TestAWSRole assumes the role that a KEK names before it asks.
func TestAWSRole(t *testing.T) {
	sts := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name, want := range map[string]string{"Action": "AssumeRole", "RoleArn": "arn:aws:iam::1:role/r", "RoleSessionName": "concord", "ExternalId": "x"} {
			if got := r.FormValue(name); got != want {
				t.Errorf("%s=%s, want %s", name, got, want)
			}
		}
		w.Header().Set("Content-Type", "text/xml")
		_, _ = w.Write([]byte(`<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
			<AccessKeyId>AKIAROLE</AccessKeyId><SecretAccessKey>r</SecretAccessKey><SessionToken>s</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
			</Credentials></AssumeRoleResult></AssumeRoleResponse>`))
	}))
	t.Cleanup(sts.Close)
	t.Setenv("AWS_ENDPOINT_URL_STS", sts.URL)
	d, k := awsStage.open(t, awsKMS(t, "AKIAROLE"))
	k.Props = map[string]string{"role.arn": "arn:aws:iam::1:role/r", "role.external.id": "x"}
	if _, err := d.Wrap(t.Context(), k, plainKey); err != nil {
		t.Error(err)
	}
}

// TestAWSWithoutCredentials says so when there are none.
func TestAWSWithoutCredentials(t *testing.T) {
	d, k := awsStage.open(t, nil)
	t.Setenv("AWS_ACCESS_KEY_ID", "")
	t.Setenv("AWS_SECRET_ACCESS_KEY", "")
	_, err := d.Wrap(t.Context(), k, plainKey)
	checkFailure(t, err, false, "credentials")
}
