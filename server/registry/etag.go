package registry

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// SettingsETag names the settings and the mode that exactly that scope has: another name, other settings.
func SettingsETag(v *store.View, scope store.Subject) string {
	return etag(v.Config(scope), v.Mode(scope))
}

// DomainETag names what is said of a domain.
func DomainETag(d *store.Domain) string { return etag(d) }

func etag(what ...any) string {
	text, err := json.Marshal(what)
	if err != nil {
		panic(err) // records hold nothing that JSON cannot
	}
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// unchanged is an error of reason ETAG_MISMATCH unless what there is has the wanted name; empty wants nothing.
func unchanged(is, wanted string) error {
	if wanted != "" && wanted != is {
		return fault.ETagMismatch.New()
	}
	return nil
}
