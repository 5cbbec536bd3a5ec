package confluent_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/kms"
)

// withSecret serves a registry that can use shared keys of local-kms.
func withSecret(t *testing.T) func(*Config) {
	t.Helper()
	local, err := kms.NewLocal("s3cret")
	if err != nil {
		t.Fatal(err)
	}
	return func(c *Config) { c.Keys.KMS, c.Keys.Max = kms.Services{kms.LocalType: local}, 9 }
}

const (
	keks    = "/dek-registry/v1/keks"
	postKek = `{"name":"k","kmsType":"local-kms","kmsKeyId":"id","shared":false}`
	kekTail = `"kmsType":"local-kms","kmsKeyId":"id","kmsProps":{},"shared":false,"ts":0}`
	postDek = `{"encryptedKeyMaterial":"YQ=="}`
	dekOne  = `{"kekName":"k","subject":"s","version":1,"algorithm":"AES256_GCM","encryptedKeyMaterial":"YQ==","ts":0}`
	noKey   = `{"error_code":40470,…`
)

// dek is the answer about one key.
type dek struct {
	KekName, Subject, Algorithm string
	Version                     int
	TS                          int64
	Deleted                     bool
	Encrypted                   string `json:"encryptedKeyMaterial"`
	Material                    string `json:"keyMaterial"`
}

func TestDekEndpoints(t *testing.T) {
	runAll(t, newHandler(t, nil), []exchange{
		{"no keks", "GET", keks, nil, "", 200, `[]`},
		{"unknown kek", "GET", keks + "/k?deleted=false", nil, "", 404, `{"error_code":40470,"message":"Key 'k' not found"}`},
		{"create kek", "POST", keks, nil, postKek, 200, `{"name":"k",` + kekTail},
		{"create kek twice", "POST", keks, nil, postKek, 409, `{"error_code":40971,…`},
		{"kek without a name", "POST", keks, nil, `{"kmsType":"x","kmsKeyId":"y"}`, 422, `{"error_code":42271,"message":"Invalid or missing value for field 'name' of key"}`},
		{"kek with a bad name", "POST", keks, nil, `{"name":"1k","kmsType":"x","kmsKeyId":"y"}`, 422, `{"error_code":42271,…`},
		{"kek without a type", "POST", keks, nil, `{"name":"n","kmsKeyId":"y"}`, 422, `{"error_code":42271,"message":"Invalid or missing value for field 'kmsType' of key"}`},
		{"kek without an id", "POST", keks, nil, `{"name":"n","kmsType":"x"}`, 422, `{"error_code":42271,"message":"Invalid or missing value for field 'kmsKeyId' of key"}`},
		{"kek with an id of another service", "POST", keks, nil, `{"name":"n","kmsType":"AWS","kmsKeyId":"y"}`, 422, `{"error_code":42271,…`},
		{"kek of a service with two spellings", "POST", keks, nil, `{"name":"aws","kmsType":"AWS","kmsKeyId":"arn:aws:kms:x"}`, 200, `{"name":"aws","kmsType":"aws-kms",…`},
		{"update kek", "PUT", keks + "/k", nil, `{"doc":"d","kmsProps":{"a":"b"}}`, 200, `{"name":"k","kmsType":"local-kms","kmsKeyId":"id","kmsProps":{"a":"b"},"doc":"d","shared":false,"ts":0}`},
		{"update kek: absent stays, null clears", "PUT", keks + "/k", nil, `{"kmsProps":null}`, 200, `{"name":"k","kmsType":"local-kms","kmsKeyId":"id","kmsProps":{},"doc":"d",…`},
		{"update unknown kek", "PUT", keks + "/n", nil, `{}`, 404, noKey},
		{"test a kek that is not shared", "POST", keks + "/k/test", nil, "", 422, `{"error_code":42271,…`},

		{"dek under an unknown kek", "POST", keks + "/n/deks/s", nil, postDek, 404, noKey},
		{"dek without material", "POST", keks + "/k/deks/s", nil, `{}`, 422, `{"error_code":42271,"message":"Invalid or missing value for field 'encryptedKeyMaterial' of key"}`},
		{"dek with a word that is no algorithm", "POST", keks + "/k/deks/s", nil, `{"algorithm":"ROT13"}`, 400, `{"error_code":400,…`},
		{"create dek", "POST", keks + "/k/deks/s", nil, postDek, 200, dekOne},
		{"create dek twice", "POST", keks + "/k/deks/s", nil, `{"encryptedKeyMaterial":"Yg=="}`, 409, `{"error_code":40971,…`},
		{"create version 2 by the old path", "POST", keks + "/k/deks", nil, `{"subject":"s","version":2,"encryptedKeyMaterial":"Yg=="}`, 200, `{"kekName":"k","subject":"s","version":2,…`},
		{"create in a context", "POST", "/contexts/.x" + keks + "/k/deks/s", nil, postDek, 200, `{"kekName":"k","subject":":.x:s",…`},
		{"dek without a subject", "POST", keks + "/k/deks", nil, postDek, 422, `{"error_code":42271,"message":"Invalid or missing value for field 'subject' of key"}`},

		{"get dek gives version 1", "GET", keks + "/k/deks/s", nil, "", 200, dekOne},
		{"get version", "GET", keks + "/k/deks/s/versions/1?algorithm=AES256_GCM&deleted=false", nil, "", 200, dekOne},
		{"get latest", "GET", keks + "/k/deks/s/versions/latest", nil, "", 200, `{"kekName":"k","subject":"s","version":2,…`},
		{"get by -1", "GET", keks + "/k/deks/s/versions/-1", nil, "", 200, `{"kekName":"k","subject":"s","version":2,…`},
		{"get no version", "GET", keks + "/k/deks/s/versions/x", nil, "", 422, `{"error_code":42202,…`},
		{"get another algorithm", "GET", keks + "/k/deks/s?algorithm=AES256_SIV", nil, "", 404, noKey},
		{"get no algorithm", "GET", keks + "/k/deks/s?algorithm=ROT13", nil, "", 404, `{"error_code":404,…`},
		{"versions", "GET", keks + "/k/deks/s/versions?offset=1", nil, "", 200, `[2]`},
		{"subjects", "GET", keks + "/k/deks", nil, "", 200, `[":.x:s","s"]`},
		{"subjects of nothing", "GET", keks + "/n/deks", nil, "", 404, noKey},
		{"keks by prefix", "GET", keks + "?subjectPrefix=n&subjectPrefix=:.x:", nil, "", 200, `["k"]`},
		{"keks by a prefix of none", "GET", keks + "?subjectPrefix=n", nil, "", 200, `[]`},
		{"keks of a context", "GET", "/contexts/.y" + keks, nil, "", 200, `[]`},
		{"keks", "GET", keks + "?limit=5", nil, "", 200, `["aws","k"]`},

		{"delete kek with deks", "DELETE", keks + "/k", nil, "", 422, `{"error_code":42272,"message":"One or more references exist to the key 'k'"}`},
		{"delete dek for good at once", "DELETE", keks + "/k/deks/s/versions/1?permanent=true", nil, "", 404, `{"error_code":40471,…`},
		{"delete a version", "DELETE", keks + "/k/deks/s/versions/1", nil, "", 204, ""},
		{"delete it again", "DELETE", keks + "/k/deks/s/versions/1", nil, "", 204, ""},
		{"hidden", "GET", keks + "/k/deks/s/versions/1", nil, "", 404, noKey},
		{"shown", "GET", keks + "/k/deks/s/versions/1?deleted=true", nil, "", 200, `{"kekName":"k","subject":"s","version":1,"algorithm":"AES256_GCM","encryptedKeyMaterial":"YQ==","ts":0,"deleted":true}`},
		{"create restores", "POST", keks + "/k/deks/s", nil, postDek, 200, dekOne},
		{"delete all versions", "DELETE", keks + "/k/deks/s", nil, "", 204, ""},
		{"undelete one", "POST", keks + "/k/deks/s/versions/2/undelete", nil, "", 204, ""},
		{"undelete all", "POST", keks + "/k/deks/s/undelete", nil, "", 204, ""},
		{"restored", "GET", keks + "/k/deks/s/versions", nil, "", 200, `[1,2]`},
		{"delete unknown dek", "DELETE", keks + "/k/deks/n", nil, "", 404, noKey},
		{"delete the deks", "DELETE", keks + "/k/deks/s", nil, "", 204, ""},
		{"delete those of the context", "DELETE", "/contexts/x" + keks + "/k/deks/s", nil, "", 204, ""},
		{"delete kek for good at once", "DELETE", keks + "/k?permanent=true", nil, "", 404, `{"error_code":40471,…`},
		{"delete kek", "DELETE", keks + "/k", nil, "", 204, ""},
		{"delete kek for good with deks", "DELETE", keks + "/k?permanent=true", nil, "", 422, `{"error_code":42272,…`},
		{"undelete dek under a deleted kek", "POST", keks + "/k/deks/s/undelete", nil, "", 404, `{"error_code":40472,"message":"Key 'k' must be undeleted first"}`},
		{"undelete kek", "POST", keks + "/k/undelete", nil, "", 204, ""},
		{"undelete unknown kek", "POST", keks + "/n/undelete", nil, "", 404, noKey},
		{"delete deks for good", "DELETE", keks + "/k/deks/s?permanent=true", nil, "", 204, ""},
		{"wrong method", "PUT", keks + "/k/deks/s", nil, "", 405, `{"error_code":405,…`},

		{"shared kek without a secret", "POST", keks, nil, `{"name":"sh","kmsType":"local-kms","kmsKeyId":"id","shared":true}`, 200, `{"name":"sh",…`},
		{"test it", "POST", keks + "/sh/test", nil, "", 500, `{"error_code":50070,…`},
		{"dek under it", "POST", keks + "/sh/deks/s", nil, `{}`, 500, `{"error_code":50070,"message":"Could not use the key 'sh' for 's': this server has no secret for local-kms; start it with --kms-local-secret-file, …`},
		{"aliased", "PUT", "/config/al", nil, `{"aliasForDeks":"s"}`, 200, `{"aliasForDeks":"s"}`},
		{"dek of an alias", "POST", keks + "/k/deks/al", nil, postDek, 200, dekOne},
	})
}

// TestSharedDeks lets the registry make keys, and looks that none of them is in the log.
func TestSharedDeks(t *testing.T) {
	var log bytes.Buffer
	tweak := withSecret(t)
	h := newHandler(t, func(c *Config) {
		tweak(c)
		c.Confluent.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	ask := func(method, path, body string) (answer dek) {
		t.Helper()
		response := do(t, h, exchange{method: method, path: keks + path, body: body})
		if err := json.NewDecoder(response.Body).Decode(&answer); err != nil || response.StatusCode != 200 {
			t.Fatalf("%s %s: %d, %v", method, path, response.StatusCode, err)
		}
		return answer
	}
	ask("POST", "?testSharing=true", `{"name":"k","kmsType":"local-kms","kmsKeyId":"id","shared":true}`)
	made := ask("POST", "/k/deks/s", `{}`)
	if made.Material == "" || made.Encrypted == "" || strings.Contains(made.Encrypted, made.Material) {
		t.Fatalf("made %+v", made)
	}
	if read := ask("GET", "/k/deks/s", ""); read != made {
		t.Errorf("read %+v, want %+v", read, made)
	}
	anew := ask("POST", "/k/deks/s?rewrap=true", `{}`)
	if anew.Material != made.Material || anew.Encrypted == made.Encrypted {
		t.Error("a key that is wrapped anew is another key, or is wrapped as before")
	}
	if strings.Contains(log.String(), made.Material) {
		t.Error("the key is in the log")
	}
	runAll(t, h, []exchange{
		{"made already", "POST", keks + "/k/deks/s", nil, `{}`, 409, `{"error_code":40971,…`},
		{"material of another secret", "POST", keks + "/k/deks/o", nil, postDek, 500, `{"error_code":50070,…`},
	})
	for _, version := range []string{"2", "3", "4", "5", "6", "7", "8"} {
		ask("POST", "/k/deks/s", `{"version":`+version+`}`)
	}
	exchange{"", "POST", keks + "/k/deks/s", nil, `{"version":9}`, 409, `{"error_code":40972,…`}.run(t, h)
}
