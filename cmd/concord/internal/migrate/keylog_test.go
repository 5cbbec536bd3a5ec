package migrate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReplayKeys(t *testing.T) {
	const (
		kekKey = `{"tenant":"default","type":"KEK","name":"k"}`
		dekKey = `{"tenant":"default","type":"DEK","kekName":"k","subject":":.:a","algorithm":"AES256_GCM","version":1}`
		kek    = kekKey + "\t" + `{"type":"KEK","deleted":false,"name":"k","kmsType":"aws-kms","kmsKeyId":"arn","kmsProps":{"p":"q"},"doc":"d","shared":true}` + "\n"
		dek    = dekKey + "\t" + `{"type":"DEK","deleted":true,"kekName":"k","subject":"a","algorithm":"AES256_GCM","version":1,"encryptedKeyMaterial":"AAAA"}` + "\n"
	)
	for _, test := range []struct {
		name, records string
		want          []string
	}{
		{"both", dek + kek, []string{"{k aws-kms arn map[p:q] d true false}", "{k a AES256_GCM 1 AAAA true}"}},
		{"a later record", kek + strings.ReplaceAll(kek, `"deleted":false`, `"deleted":true`), []string{"{k aws-kms arn map[p:q] d true true}"}},
		{"tombstones", kek + dek + dekKey + "\n" + kekKey, nil},
		{"junk", "x\ty\n" + `{"type":"PEK"}` + "\t{}\n" + kekKey + "\t[]\n" + dekKey + "\t[]", []string{
			"the record at offset 0 among the encryption keys: its key is not that of a registry: invalid character 'x' looking for beginning of value",
			`the record at offset 1 among the encryption keys: its key is of the kind "PEK", which is not known`,
			"the record at offset 2 among the encryption keys: key encryption key k: json: cannot unmarshal array into Go value of type confluent.Kek",
			"the record at offset 3 among the encryption keys: key AES256_GCM of a under k version 1: json: cannot unmarshal array into Go value of type migrate.dekValue",
		}},
		{"junk that a later record makes up for", kekKey + "\t[]\n" + kek, []string{"{k aws-kms arn map[p:q] d true false}"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			l, s := newKeyLog(), newSnapshot()
			for _, r := range recordsOf(test.records) {
				l.apply(r)
			}
			l.addTo(s)
			var got []string
			for _, k := range s.Keks {
				got = append(got, fmt.Sprint(k))
			}
			for _, d := range s.Deks {
				got = append(got, fmt.Sprint(d))
			}
			for _, skipped := range s.Skipped {
				got = append(got, skipped.String())
			}
			if diff := cmp.Diff(got, test.want); diff != "" {
				t.Errorf("state (-got +want):\n%s", diff)
			}
		})
	}
}
