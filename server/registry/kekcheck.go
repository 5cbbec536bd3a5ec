package registry

import (
	"encoding/base64"
	"regexp"
	"strings"
	"unicode"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// DefaultMaxKeys bounds the number of keys when [Config.MaxKeys] is zero.
const DefaultMaxKeys = 20_000

// Bounds in bytes of what is stored with a key, so that a record stays far below what storage takes.
const (
	maxKeyText     = 64 << 10
	maxKeyMaterial = 64 << 10
)

// keyName is what names of keys are made of (contract §1.13).
var keyName = regexp.MustCompile(`^[\p{L}_][\p{L}\p{Nd}_-]{0,255}$`)

// keyIDs are how ids start in the services that have a form for them.
var keyIDs = map[string]*regexp.Regexp{
	"aws-kms":   regexp.MustCompile(`^arn:aws[a-z-]*:kms:`),
	"azure-kms": regexp.MustCompile(`^https://`),
	"gcp-kms":   regexp.MustCompile(`^projects/`),
	"hcvault":   regexp.MustCompile(`^https?://`),
}

// normalKMSType is the one spelling of the types that have several.
func normalKMSType(given string) string {
	for _, cloud := range []string{"aws", "azure", "gcp"} {
		if strings.HasPrefix(strings.ToLower(given), cloud) {
			return cloud + "-kms"
		}
	}
	return given
}

func checkKek(k *store.Kek) error {
	size := len(k.Doc) + len(k.KMSKeyID) + len(k.KMSType)
	for name, value := range k.KMSProps {
		size += len(name) + len(value)
	}
	switch form := keyIDs[k.KMSType]; {
	case !keyName.MatchString(k.Name):
		return invalidKey("name")
	case k.KMSKeyID == "":
		return invalidKey("kmsKeyId")
	case k.KMSType == "":
		return invalidKey("kmsType")
	case form != nil && !form.MatchString(k.KMSKeyID):
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
	case l.Subject.Name == "", len(name) > maxSubject, strings.ContainsFunc(name, unicode.IsControl):
		return invalidKey("subject")
	}
	return nil
}

// roomForKey refuses a new key once there are as many as the registry takes.
func (r *Registry) roomForKey(v *store.View, known bool) error {
	if known || v.KeyCount(r.config.MaxKeys) < r.config.MaxKeys {
		return nil
	}
	return fault.KeysExhausted.With("limit", r.config.MaxKeys)
}
