package kms

import (
	"crypto/rand"
	"fmt"

	"google.golang.org/protobuf/proto"

	gcmpb "github.com/tink-crypto/tink-go/v2/proto/aes_gcm_go_proto"
	sivpb "github.com/tink-crypto/tink-go/v2/proto/aes_siv_go_proto"
)

// Generate makes a new data encryption key for an algorithm of the contract, as the message of Tink that clients read.
// It returns an error for an algorithm that is not known.
func Generate(algorithm string) ([]byte, error) {
	switch algorithm {
	case "AES128_GCM":
		return proto.Marshal(&gcmpb.AesGcmKey{KeyValue: random(16)})
	case "AES256_GCM":
		return proto.Marshal(&gcmpb.AesGcmKey{KeyValue: random(32)})
	case "AES256_SIV":
		return proto.Marshal(&sivpb.AesSivKey{KeyValue: random(64)})
	}
	return nil, fmt.Errorf("%q is no algorithm; choose AES128_GCM, AES256_GCM or AES256_SIV", algorithm)
}

func random(size int) []byte {
	b := make([]byte, size)
	// It never fails: crypto/rand ends the program instead.
	_, _ = rand.Read(b)
	return b
}
