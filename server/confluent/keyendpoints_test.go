package confluent_test

import (
	"encoding/base64"
	"fmt"
	"strings"
	"testing"
)

// What several answers about keys hold.
const (
	badName     = `{"error_code":42271,"message":"Invalid or missing value for field 'name' of key"}`
	badSubject  = `{"error_code":42271,"message":"Invalid or missing value for field 'subject' of key"}`
	badKeyID    = `{"error_code":42271,"message":"Invalid or missing value for field 'kmsKeyId' of key"}`
	badMaterial = `{"error_code":42271,"message":"Invalid or missing value for field 'encryptedKeyMaterial' of key"}`
	isDeleted   = `{"error_code":40472,"message":"Key 'k' must be undeleted first"}`
	notDeleted  = `{"error_code":40471,…`
	keyThere    = `{"error_code":40971,"message":"Key 'k' already exists"}`
	dekThere    = `{"error_code":40971,"message":"Key 's' already exists"}`
	noVersion   = `{"error_code":42202,…`
)

// TestKekNames sends names of keys to every endpoint whose path has one.
func TestKekNames(t *testing.T) {
	h := newHandler(t, nil)
	for name, want := range map[string]string{
		"1k": badName, "-k": badName, "k.k": badName, "k%20k": badName, "k%2Fk": badName, strings.Repeat("k", 257): badName,
		strings.Repeat("k", 256): noKey, "_": noKey, "%C3%A9%D9%A3-": noKey,
	} {
		status := map[string]int{badName: 422, noKey: 404}[want]
		at := keks + "/" + name
		runAll(t, h, []exchange{
			{"", "GET", at, nil, "", status, want},
			{"", "PUT", at, nil, "{}", status, want},
			{"", "DELETE", at, nil, "", status, want},
			{"", "DELETE", at + "?permanent=true", nil, "", status, want},
			{"", "POST", at + "/undelete", nil, "", status, want},
			{"", "POST", at + "/test", nil, "", status, want},
			{"", "GET", at + "/deks", nil, "", status, want},
			{"", "GET", at + "/deks/s", nil, "", status, want},
			{"", "GET", at + "/deks/s/versions", nil, "", status, want},
			{"", "GET", at + "/deks/s/versions/1", nil, "", status, want},
			{"", "POST", at + "/deks", nil, `{"subject":"s","encryptedKeyMaterial":"YQ=="}`, status, want},
			{"", "POST", at + "/deks/s", nil, postDek, status, want},
			{"", "DELETE", at + "/deks/s", nil, "", status, want},
			{"", "DELETE", at + "/deks/s/versions/1", nil, "", status, want},
			{"", "POST", at + "/deks/s/undelete", nil, "", status, want},
			{"", "POST", at + "/deks/s/versions/1/undelete", nil, "", status, want},
		})
	}
}

// TestKekCreation is POST /keks.
func TestKekCreation(t *testing.T) {
	create := func(name, body string, status int, want string) exchange {
		return exchange{name, "POST", keks, nil, body, status, want}
	}
	with := func(kind, id string) string {
		return fmt.Sprintf(`{"name":"%s","kmsType":%q,"kmsKeyId":%q}`, "n"+base64.RawURLEncoding.EncodeToString([]byte(kind+id)), kind, id)
	}
	runAll(t, newHandler(t, nil), []exchange{
		create("no body", "", 422, "{…"),
		create("null", "null", 422, "{…"),
		create("an array", "[]", 400, "{…"),
		create("no members: the name first", "{}", 422, badName),
		create("the id before the type", `{"name":"k"}`, 422, badKeyID),
		create("the type", `{"name":"k","kmsKeyId":"id"}`, 422, `{"error_code":42271,"message":"Invalid or missing value for field 'kmsType' of key"}`),
		create("numbers and booleans become strings", `{"name":"a","kmsType":1,"kmsKeyId":true,"doc":2}`, 200, `{"name":"a","kmsType":"1","kmsKeyId":"true","kmsProps":{},"doc":"2","shared":false,"ts":0}`),
		create("an object for a string", `{"name":{},"kmsType":"t","kmsKeyId":"id"}`, 400, `{"error_code":400,…`),
		create("properties that are no object", `{"name":"k","kmsType":"t","kmsKeyId":"id","kmsProps":[]}`, 400, `{"error_code":400,…`),
		create("a null property, and unknown members", `{"name":"b","kmsType":"t","kmsKeyId":"id","kmsProps":{"x":null,"y":"z"},"ts":5,"new":{}}`, 200, `{"name":"b","kmsType":"t","kmsKeyId":"id","kmsProps":{"y":"z"},"shared":false,"ts":0}`),
		create("too much text", `{"name":"c","kmsType":"t","kmsKeyId":"id","doc":"`+strings.Repeat("d", 1<<16)+`"}`, 422, `{"error_code":42271,…`),

		create("aws", with("Aws", "arn:aws:kms:x"), 200, "…"), create("aws in China", with("aws-kms", "arn:aws-cn:kms:x"), 200, "…"),
		create("aws, another service", with("aws", "arn:aws:s3:x"), 422, badKeyID), create("azure", with("AZURE", "https://x"), 200, "…"),
		create("azure, in the clear", with("azure-kms", "http://x"), 422, badKeyID), create("gcp", with("gcp", "projects/x"), 200, "…"),
		create("gcp, else", with("gcp-kms", "project/x"), 422, badKeyID), create("hcvault", with("hcvault", "http://x"), 200, "…"),
		create("hcvault, else", with("hcvault", "vault/x"), 422, badKeyID), create("another service", with("hsm", "anything"), 200, "…"),
		create("a type is spelt as it is sent", with("HCVAULT", "anything"), 200, "…"),

		create("the first", postKek, 200, "…"),
		create("the same", postKek, 409, keyThere),
		create("another of the name", `{"name":"k","kmsType":"t","kmsKeyId":"id"}`, 409, keyThere),
		create("another of the name, deleted", `{"name":"k","kmsType":"t","kmsKeyId":"id","deleted":true}`, 409, keyThere),
		create("the same, deleted, deletes it", strings.Replace(postKek, "{", `{"deleted":true,`, 1), 200, `{"name":"k","kmsType":"local-kms","kmsKeyId":"id","kmsProps":{},"shared":false,"ts":0,"deleted":true}`),
		create("deleted once more", strings.Replace(postKek, "{", `{"deleted":true,`, 1), 409, keyThere),
		create("the same restores it", postKek, 200, `{"name":"k",`+kekTail),
		create("one that is deleted from the start", `{"name":"d","kmsType":"t","kmsKeyId":"id","deleted":"true"}`, 200, `{"name":"d","kmsType":"t",…`),
		{"it is hidden", "GET", keks + "/d", nil, "", 404, noKey},
		{"and shown", "GET", keks + "/d?deleted=True", nil, "", 200, `{"name":"d",…`},
		{"head", "HEAD", keks + "/k", nil, "", 200, "…"},
		{"head of nothing", "HEAD", keks + "/n", nil, "", 404, "…"},
		{"a slash at the end", "GET", keks + "/k/", nil, "", 200, "…"},
		{"no such method", "PATCH", keks, nil, "", 405, `{"error_code":405,…`},
	})
}

// TestKekLists is GET /keks.
func TestKekLists(t *testing.T) {
	h := newHandler(t, nil)
	for _, name := range []string{"b", "a", "C", "d"} {
		exchange{"", "POST", keks, nil, `{"name":"` + name + `","kmsType":"t","kmsKeyId":"id"}`, 200, "…"}.run(t, h)
		exchange{"", "POST", keks + "/" + name + "/deks/:." + name + ":s", nil, postDek, 200, "…"}.run(t, h)
	}
	exchange{"", "DELETE", keks + "/d/deks/:.d:s", nil, "", 204, ""}.run(t, h)
	exchange{"", "DELETE", keks + "/d", nil, "", 204, ""}.run(t, h)
	for query, want := range map[string]string{
		"": `["C","a","b"]`, "?deleted=true": `["C","a","b","d"]`, "?deleted=1": `["C","a","b"]`, "?offset=1": `["a","b"]`, "?limit=2": `["C","a"]`,
		"?offset=1&limit=1": `["a"]`, "?offset=9": `[]`, "?limit=0": `["C","a","b"]`, "?limit=-1": `["C","a","b"]`, "?offset=-1": `["C","a","b"]`,
		"?subjectPrefix=:.a:": `["a"]`, "?subjectPrefix=:.a:s&subjectPrefix=:.b:": `["a","b"]`, "?subjectPrefix=:*:s": `["C","a","b"]`,
		"?subjectPrefix=s": `[]`, "?subjectPrefix=": `["C","a","b"]`, "?unknown=1": `["C","a","b"]`,
	} {
		exchange{"", "GET", keks + query, nil, "", 200, want}.run(t, h)
	}
	exchange{"", "GET", keks + "?limit=x", nil, "", 404, `{"error_code":404,…`}.run(t, h)
	exchange{"", "GET", "/contexts/.a" + keks, nil, "", 200, `["a"]`}.run(t, h)
	exchange{"", "GET", "/contexts/.a" + keks + "?subjectPrefix=x", nil, "", 200, `[]`}.run(t, h)
}

// TestKekUpdates is PUT /keks/{name}: absent members stay, null clears, credentials are not shown and not lost.
func TestKekUpdates(t *testing.T) {
	shape := func(props, rest string) string {
		return `{"name":"k","kmsType":"hcvault","kmsKeyId":"http://v/transit/keys/k","kmsProps":` + props + rest + `,"ts":0}`
	}
	put := func(name, body string, status int, want string) exchange {
		return exchange{name, "PUT", keks + "/k", nil, body, status, want}
	}
	h := newHandler(t, nil)
	secrets := `"token.id":"s1","approle.secret.id":"s2","secret.access.key":"s3","client.secret":"s4","private.key":"s5","secret":"s6"`
	runAll(t, h, []exchange{
		{"create", "POST", keks, nil, `{"name":"k","kmsType":"hcvault","kmsKeyId":"http://v/transit/keys/k","doc":"d","kmsProps":{"namespace":"n",` + secrets + `}}`, 200,
			shape(`{"namespace":"n"}`, `,"doc":"d","shared":false`)},
		{"read", "GET", keks + "/k", nil, "", 200, shape(`{"namespace":"n"}`, `,"doc":"d","shared":false`)},
		put("nothing", `{}`, 200, shape(`{"namespace":"n"}`, `,"doc":"d","shared":false`)),
		put("what cannot change is passed over", `{"name":"x","kmsType":"t","kmsKeyId":"z"}`, 200, shape(`{"namespace":"n"}`, `,"doc":"d","shared":false`)),
		put("what was read is sent back", `{"kmsProps":{"namespace":"m"}}`, 200, shape(`{"namespace":"m"}`, `,"doc":"d","shared":false`)),
		put("a new credential", `{"kmsProps":{"token.id":"s7"}}`, 200, shape(`{}`, `,"doc":"d","shared":false`)),
		put("shared", `{"shared":true}`, 200, shape(`{}`, `,"doc":"d","shared":true`)),
		put("sharing is tested before it is stored", `{"shared":true,"doc":"e"}`, 200, shape(`{}`, `,"doc":"e","shared":true`)),
		{"a test that fails changes nothing", "PUT", keks + "/k?testSharing=true", nil, `{"doc":"f"}`, 500, `{"error_code":50070,"message":"Could not use the key 'k' for 'k': this server may not ask hcvault; start it with --kms hcvault, …`},
		put("null clears", `{"doc":null,"shared":null}`, 200, shape(`{}`, `,"shared":false`)),
		put("a wrong type", `{"doc":[]}`, 400, `{"error_code":400,…`),
		put("too much text", `{"doc":"`+strings.Repeat("d", 1<<16)+`"}`, 422, `{"error_code":42271,…`),
		{"delete", "DELETE", keks + "/k", nil, "", 204, ""},
		put("a deleted one", `{"doc":"x"}`, 404, noKey),
	})
}

// TestKekCredentials looks into the registry for what no answer shows.
func TestKekCredentials(t *testing.T) {
	server := newServer(t, nil)
	h := server.Confluent()
	stored := func(name string) string {
		return server.Store.View().Kek("k").KMSProps[name]
	}
	exchange{"", "POST", keks, nil, `{"name":"k","kmsType":"t","kmsKeyId":"id","kmsProps":{"a":"b","token.id":"one","secret":"s"}}`, 200, "…"}.run(t, h)
	exchange{"", "PUT", keks + "/k", nil, `{"kmsProps":{"a":"c"}}`, 200, "…"}.run(t, h)
	if stored("token.id") != "one" || stored("secret") != "s" || stored("a") != "c" {
		t.Error("an update without credentials changed them")
	}
	exchange{"", "PUT", keks + "/k", nil, `{"kmsProps":{"token.id":"two"}}`, 200, "…"}.run(t, h)
	if stored("token.id") != "two" || stored("secret") != "s" || stored("a") != "" {
		t.Error("an update of one credential did not change that one alone")
	}
	exchange{"", "PUT", keks + "/k", nil, `{"kmsProps":{}}`, 200, "…"}.run(t, h)
	if stored("token.id") != "two" {
		t.Error("an empty update lost the credentials")
	}
	exchange{"", "PUT", keks + "/k", nil, `{"kmsProps":null}`, 200, "…"}.run(t, h)
	if stored("token.id") != "" {
		t.Error("null did not clear the credentials")
	}
}

// TestDekCreation is POST /keks/{name}/deks and POST /keks/{name}/deks/{subject}.
func TestDekCreation(t *testing.T) {
	create := func(name, body string, status int, want string) exchange {
		return exchange{name, "POST", keks + "/k/deks/s", nil, body, status, want}
	}
	much := strings.Repeat("A", 64<<10)
	runAll(t, newHandler(t, nil), []exchange{
		{"", "POST", keks, nil, postKek, 200, "…"},
		create("no members", `{}`, 422, badMaterial),
		create("no base64", `{"encryptedKeyMaterial":"?"}`, 422, badMaterial),
		create("base64 of URLs", `{"encryptedKeyMaterial":"-_-_"}`, 422, badMaterial),
		create("base64 without its end", `{"encryptedKeyMaterial":"YQ"}`, 422, badMaterial),
		create("a line end", `{"encryptedKeyMaterial":"YQ==\n"}`, 422, badMaterial),
		create("too much of it", `{"encryptedKeyMaterial":"AAAA`+much+`"}`, 422, badMaterial),
		create("much too much of it", `{"encryptedKeyMaterial":"`+strings.Repeat(much, 200)+`"}`, 413, "{…"),
		create("an object for it", `{"encryptedKeyMaterial":{}}`, 400, `{"error_code":400,…`),
		create("no algorithm", `{"algorithm":"aes256_gcm","encryptedKeyMaterial":"YQ=="}`, 400, `{"error_code":400,…`),
		create("version 0", `{"version":0,"encryptedKeyMaterial":"YQ=="}`, 422, `{"error_code":42271,"message":"Invalid or missing value for field 'version' of key"}`),
		create("version -1", `{"version":-1,"encryptedKeyMaterial":"YQ=="}`, 422, `{"error_code":42271,…`),
		create("a version beyond 32 bits", `{"version":2147483648,"encryptedKeyMaterial":"YQ=="}`, 400, `{"error_code":400,…`),
		create("the last version", `{"version":2147483647,"encryptedKeyMaterial":"YQ=="}`, 200, "…"),
		{"the name of the kek before the subject", "POST", keks + "/1k/deks", nil, `{}`, 422, badName},
		{"the subject before the material", "POST", keks + "/k/deks", nil, `{}`, 422, badSubject},
		create("as much as is taken", `{"version":2,"encryptedKeyMaterial":"`+much+`"}`, 200, "…"),
		create("unknown members", `{"new":1,"kekName":"other","encryptedKeyMaterial":"YQ=="}`, 200, dekOne),
		create("the same", postDek, 409, dekThere),
		create("the same name, other material, deleted", `{"deleted":true,"encryptedKeyMaterial":"Yg=="}`, 409, dekThere),
		create("the same, deleted, deletes it", `{"deleted":true,"encryptedKeyMaterial":"YQ=="}`, 200, `{"kekName":"k","subject":"s","version":1,"algorithm":"AES256_GCM","encryptedKeyMaterial":"YQ==","ts":0,"deleted":true}`),
		create("the same restores it", postDek, 200, dekOne),
		create("another algorithm", `{"algorithm":"AES256_SIV","encryptedKeyMaterial":"Yg=="}`, 200, `{"kekName":"k","subject":"s","version":1,"algorithm":"AES256_SIV","encryptedKeyMaterial":"Yg==","ts":0}`),
		{"wrapped anew by the client", "POST", keks + "/k/deks/s?rewrap=true", nil, `{"encryptedKeyMaterial":"bmV3"}`, 200, `{"kekName":"k","subject":"s","version":1,"algorithm":"AES256_GCM","encryptedKeyMaterial":"bmV3","ts":0}`},
		{"wrapped anew without material", "POST", keks + "/k/deks/s?rewrap=true", nil, `{}`, 422, badMaterial},
		{"nothing to wrap anew", "POST", keks + "/k/deks/r?rewrap=true", nil, postDek, 200, "…"},
		{"the subject of the body is that of the path", "POST", keks + "/k/deks/a", nil, `{"subject":"a","encryptedKeyMaterial":"YQ=="}`, 200, "…"},
		{"another one", "POST", keks + "/k/deks/b", nil, `{"subject":"a","encryptedKeyMaterial":"YQ=="}`, 422, `{"error_code":42271,"message":"Invalid or missing value for field 'subject' of key: the body says a, the path b"}`},
		{"the same in another spelling", "POST", "/contexts/.x" + keks + "/k/deks/:.x:a", nil, `{"subject":"a","encryptedKeyMaterial":"YQ=="}`, 200, `{"kekName":"k","subject":":.x:a",…`},
		{"a subject with a slash", "POST", keks + "/k/deks/a%2Fb", nil, postDek, 200, `{"kekName":"k","subject":"a/b",…`},
		{"a subject with a control character", "POST", keks + "/k/deks/a%C2%85", nil, postDek, 422, badSubject},
		{"the same in a body", "POST", keks + "/k/deks", nil, `{"subject":"a\u0085","encryptedKeyMaterial":"YQ=="}`, 422, badSubject},
		{"no subject", "POST", keks + "/k/deks", nil, postDek, 422, badSubject},
		{"a long subject", "POST", keks + "/k/deks", nil, `{"subject":"` + strings.Repeat("s", 5000) + `","encryptedKeyMaterial":"YQ=="}`, 422, badSubject},
		{"the deprecated path", "POST", keks + "/k/deks?rewrap=false", nil, `{"subject":"old","encryptedKeyMaterial":"YQ=="}`, 200, `{"kekName":"k","subject":"old",…`},
	})
}

// TestDekReads is GET of keys by subject and version.
func TestDekReads(t *testing.T) {
	at := keks + "/k/deks/s"
	h := newHandler(t, nil)
	runAll(t, h, []exchange{
		{"", "POST", keks, nil, postKek, 200, "…"},
		{"", "POST", at, nil, `{"version":2,"encryptedKeyMaterial":"Yg=="}`, 200, "…"},
		{"no first version", "GET", at, nil, "", 404, `{"error_code":40470,"message":"Key 's' not found"}`},
		{"", "POST", at, nil, postDek, 200, "…"},
		{"", "POST", at, nil, `{"version":10,"encryptedKeyMaterial":"Yw=="}`, 200, "…"},
		{"", "POST", at, nil, `{"algorithm":"AES128_GCM","version":7,"encryptedKeyMaterial":"ZA=="}`, 200, "…"},
		{"", "DELETE", at + "/versions/10", nil, "", 204, ""},
		{"the first", "GET", at + "?algorithm=", nil, "", 200, dekOne},
		{"latest is the latest live one", "GET", at + "/versions/latest", nil, "", 200, `{"kekName":"k","subject":"s","version":2,…`},
		{"latest with deleted ones", "GET", at + "/versions/-1?deleted=true", nil, "", 200, `{"kekName":"k","subject":"s","version":10,…`},
		{"latest of an algorithm", "GET", at + "/versions/latest?algorithm=AES128_GCM", nil, "", 200, `{"kekName":"k","subject":"s","version":7,"algorithm":"AES128_GCM",…`},
		{"no version", "GET", at + "/versions/0", nil, "", 422, noVersion},
		{"a word", "GET", at + "/versions/newest", nil, "", 422, noVersion},
		{"the version comes before the key", "GET", keks + "/n/deks/s/versions/x", nil, "", 422, noVersion},
		{"an unknown version", "GET", at + "/versions/3", nil, "", 404, noKey},
		{"a small algorithm", "GET", at + "?algorithm=aes128_gcm", nil, "", 404, `{"error_code":404,…`},
		{"versions", "GET", at + "/versions", nil, "", 200, `[1,2]`},
		{"versions with deleted ones", "GET", at + "/versions?deleted=true&limit=2&offset=1", nil, "", 200, `[2,10]`},
		{"versions of an algorithm", "GET", at + "/versions?algorithm=AES128_GCM", nil, "", 200, `[7]`},
		{"versions of no subject", "GET", keks + "/k/deks/n/versions", nil, "", 200, `[]`},
		{"a subject that cannot be", "GET", keks + "/k/deks/a%C2%85", nil, "", 422, badSubject},
		{"versions of one", "GET", keks + "/k/deks/a%C2%85/versions", nil, "", 422, badSubject},
		{"head", "HEAD", at, nil, "", 200, "…"},
		{"subjects", "GET", keks + "/k/deks?limit=1", nil, "", 200, `["s"]`},
		{"subjects from an offset", "GET", keks + "/k/deks?offset=1", nil, "", 200, `[]`},
	})
}

// TestKeyDeletion walks through deleting softly, restoring and deleting for good.
func TestKeyDeletion(t *testing.T) {
	at := keks + "/k/deks/s"
	h := newHandler(t, nil)
	runAll(t, h, []exchange{
		{"", "POST", keks, nil, postKek, 200, "…"},
		{"", "POST", at, nil, postDek, 200, "…"},
		{"", "POST", at, nil, `{"version":2,"encryptedKeyMaterial":"YQ=="}`, 200, "…"},
		{"", "POST", at, nil, `{"algorithm":"AES256_SIV","encryptedKeyMaterial":"YQ=="}`, 200, "…"},
		{"undelete what is live", "POST", at + "/undelete", nil, "", 204, ""},
		{"delete a version for good at once", "DELETE", at + "/versions/2?permanent=true", nil, "", 404, notDeleted},
		{"delete one version", "DELETE", at + "/versions/1", nil, "", 204, ""},
		{"all for good while one is live", "DELETE", at + "?permanent=true", nil, "", 404, notDeleted},
		{"none is gone", "GET", at + "/versions?deleted=true", nil, "", 200, `[1,2]`},
		{"delete no version", "DELETE", at + "/versions/x", nil, "", 422, noVersion},
		{"delete an unknown version", "DELETE", at + "/versions/9", nil, "", 404, noKey},
		{"delete the latest", "DELETE", at + "/versions/latest", nil, "", 204, ""},
		{"delete all: done already", "DELETE", at, nil, "", 204, ""},
		{"another algorithm lives", "GET", at + "?algorithm=AES256_SIV", nil, "", 200, "…"},
		{"and holds the key", "DELETE", keks + "/k", nil, "", 422, `{"error_code":42272,…`},
		{"delete it", "DELETE", at + "?algorithm=AES256_SIV", nil, "", 204, ""},
		{"delete the key", "DELETE", keks + "/k", nil, "", 204, ""},
		{"delete it again", "DELETE", keks + "/k", nil, "", 204, ""},
		{"what lies under it is hidden", "GET", at + "/versions", nil, "", 404, noKey},
		{"and shown", "GET", at + "/versions?deleted=true", nil, "", 200, `[1,2]`},
		{"create under it", "POST", keks + "/k/deks/t", nil, postDek, 404, isDeleted},
		{"create what is deleted under it", "POST", keks + "/k/deks/t", nil, `{"deleted":true,"encryptedKeyMaterial":"YQ=="}`, 200, `{"kekName":"k","subject":"t",…`},
		{"restore a version under it", "POST", at + "/versions/1/undelete", nil, "", 404, isDeleted},
		{"restore all under it", "POST", at + "/undelete", nil, "", 404, isDeleted},
		{"restore a version that is not there", "POST", at + "/versions/9/undelete", nil, "", 404, noKey},
		{"the key for good while it holds any", "DELETE", keks + "/k?permanent=true", nil, "", 422, `{"error_code":42272,…`},
		{"restore the key", "POST", keks + "/k/undelete", nil, "", 204, ""},
		{"restore it again", "POST", keks + "/k/undelete", nil, "", 204, ""},
		{"restore one", "POST", at + "/versions/2/undelete", nil, "", 204, ""},
		{"read it", "GET", at + "/versions", nil, "", 200, `[2]`},
		{"delete it", "DELETE", at, nil, "", 204, ""},
		{"for good, one version", "DELETE", at + "/versions/2?permanent=true", nil, "", 204, ""},
		{"for good, all", "DELETE", at + "?permanent=True", nil, "", 204, ""},
		{"they are gone", "DELETE", at + "?permanent=true", nil, "", 404, noKey},
		{"for good, another algorithm", "DELETE", at + "?permanent=true&algorithm=AES256_SIV", nil, "", 204, ""},
		{"for good, another subject", "DELETE", keks + "/k/deks/t?permanent=true", nil, "", 204, ""},
		{"the key for good at once", "DELETE", keks + "/k?permanent=true", nil, "", 404, notDeleted},
		{"delete the key", "DELETE", keks + "/k", nil, "", 204, ""},
		{"the key for good", "DELETE", keks + "/k?permanent=true", nil, "", 204, ""},
		{"it is gone", "GET", keks + "/k?deleted=true", nil, "", 404, noKey},
		{"the name is free", "POST", keks, nil, `{"name":"k","kmsType":"t","kmsKeyId":"id"}`, 200, "…"},
	})
}
