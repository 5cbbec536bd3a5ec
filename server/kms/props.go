package kms

import "maps"

// secretProps are the properties of keys that hold credentials, as the clients' drivers call them.
var secretProps = []string{
	"secret.access.key",             // aws-kms
	"client.secret",                 // azure-kms
	"private.key",                   // gcp-kms
	"token.id", "approle.secret.id", // hcvault
	"ssl.keystore.password", "ssl.truststore.password", // hcvault, of clients in Java
	"secret", // local-kms
}

// Public are the properties of a key that may be shown; never nil.
func Public(props map[string]string) map[string]string {
	shown := make(map[string]string, len(props))
	maps.Copy(shown, props)
	for _, name := range secretProps {
		delete(shown, name)
	}
	return shown
}

// Replaced is what an update makes of the properties of a key. Credentials stay unless the update has others: who sends
// back what was read has not seen them.
func Replaced(old, update map[string]string) map[string]string {
	props := maps.Clone(update)
	for _, name := range secretProps {
		secret, had := old[name]
		if _, has := props[name]; !had || has {
			continue
		}
		if props == nil {
			props = map[string]string{}
		}
		props[name] = secret
	}
	return props
}
