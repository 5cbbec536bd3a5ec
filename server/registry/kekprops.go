package registry

import "maps"

// secretProps are the properties of KEKs that hold credentials, as the clients' drivers call them. They are kept, and
// used if the KEK is shared, but leave the registry in no answer.
var secretProps = []string{
	"secret.access.key",             // aws-kms
	"client.secret",                 // azure-kms
	"private.key",                   // gcp-kms
	"token.id", "approle.secret.id", // hcvault
	"ssl.keystore.password", "ssl.truststore.password", // hcvault, of clients in Java
	"secret", // local-kms
}

// PublicProps are the properties of a KEK that may be shown; never nil.
func PublicProps(props map[string]string) map[string]string {
	shown := make(map[string]string, len(props))
	maps.Copy(shown, props)
	for _, name := range secretProps {
		delete(shown, name)
	}
	return shown
}

// ReplacedProps is what an update makes of the properties of a KEK. Credentials stay unless the update has others: who
// sends back what was read has not seen them.
func ReplacedProps(old, update map[string]string) map[string]string {
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
