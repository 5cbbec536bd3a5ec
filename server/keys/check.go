package keys

import (
	"encoding/base64"
	"regexp"
	"strings"
	"unicode"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// DefaultMax bounds the number of keys when [Config.Max] is zero.
const DefaultMax = 20_000

// Bounds in bytes of what is stored with a key, so that a record stays far below what storage takes.
const (
	maxKeyText     = 64 << 10
	maxKeyMaterial = 64 << 10
)

// keyName is what names of keys are made of.
var keyName = regexp.MustCompile(`^[\p{L}_][\p{L}\p{Nd}_-]{0,255}$`)

func checkKek(k *store.Kek) error {
	size := len(k.Doc) + len(k.KMSKeyID) + len(k.KMSType)
	for name, value := range k.KMSProps {
		size += len(name) + len(value)
	}
	switch {
	case !keyName.MatchString(k.Name):
		return invalidKey("name")
	case k.KMSKeyID == "":
		return invalidKey("kmsKeyId")
	case k.KMSType == "":
		return invalidKey("kmsType")
	case !serviceKey(k).HasForm():
		return invalidKey("kmsKeyId")
	case size > maxKeyText:
		return invalidKey("kmsProps")
	}
	return nil
}

func (req *DekRequest) check() error {
	if err := checkDekList(req.DekList); err != nil {
		return err
	}
	if req.Version < 1 {
		return invalidKey("version")
	}
	// The decoder passes over line ends, which clients do not.
	if len(req.Encrypted) > maxKeyMaterial || strings.ContainsAny(req.Encrypted, "\r\n") {
		return invalidKey("encryptedKeyMaterial")
	}
	if _, err := base64.StdEncoding.DecodeString(req.Encrypted); err != nil {
		return invalidKey("encryptedKeyMaterial")
	}
	return nil
}

// checkDekList refuses names that no key can have.
func checkDekList(l store.DekList) error {
	name := l.Subject.String()
	switch {
	case !keyName.MatchString(l.Kek):
		return invalidKey("name")
	case l.Subject.Name == "", len(name) > registry.MaxSubject, strings.ContainsFunc(name, unicode.IsControl):
		return invalidKey("subject")
	}
	return nil
}

// roomForKey refuses a new key once there are as many as the registry takes.
func (r *Keys) roomFor(v *store.View, known bool) error {
	if known || v.KeyCount(r.config.Max) < r.config.Max {
		return nil
	}
	return fault.KeysExhausted.With("limit", r.config.Max)
}
