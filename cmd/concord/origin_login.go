package main

import (
	"crypto/tls"
	"errors"
	"strings"

	"github.com/spf13/pflag"
)

// loginOptions say how to log in at the source of an import.
type loginOptions struct {
	user, passwordFile, tokenFile, mechanism string
	files                                    tlsFiles
	secure                                   bool
}

// loginOptionFlags are the names of the flags of loginOptions that a registry uses.
var loginOptionFlags = []string{"from-user", "from-password-file", "from-token-file", "from-ca-file", "from-cert-file", "from-key-file"}

func (o *loginOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.user, "from-user", "", "user at the source; the password is in --from-password-file or $CONCORD_FROM_PASSWORD (default $CONCORD_FROM_USER)")
	f.StringVar(&o.passwordFile, "from-password-file", "", "file that holds the password of --from-user (default $CONCORD_FROM_PASSWORD_FILE)")
	f.StringVar(&o.tokenFile, "from-token-file", "", "file that holds a bearer token for the other registry (default $CONCORD_FROM_TOKEN, $CONCORD_FROM_TOKEN_FILE)")
	refuseSecret(f, "from-token", "write it to a file for --from-token-file, or into $CONCORD_FROM_TOKEN")
	f.StringVar(&o.mechanism, "from-sasl", "", "how to log in at brokers: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512 (default PLAIN with --from-user)")
	f.BoolVar(&o.secure, "from-tls", false, "speak TLS with the brokers")
	o.files.flags(f, "from-", "the source")
}

// credentials are those of flags and environment. In the environment the password may stand behind the user, as in
// user:password.
func (o *loginOptions) credentials(t *terminal) (user, password, token string, err error) {
	if strings.Contains(o.user, ":") {
		return "", "", "", &usage{errors.New("--from-user holds a password"), "write it to a file for --from-password-file, or into $CONCORD_FROM_PASSWORD"}
	}
	user, password, _ = strings.Cut(first(o.user, t.getenv("CONCORD_FROM_USER")), ":")
	password = first(password, t.getenv("CONCORD_FROM_PASSWORD"))
	if file := first(o.passwordFile, t.getenv("CONCORD_FROM_PASSWORD_FILE")); o.passwordFile != "" || password == "" && file != "" {
		if password, err = secret("from-password-file", file); err != nil {
			return "", "", "", &usage{err, "see --from-password-file"}
		}
	}
	token = t.getenv("CONCORD_FROM_TOKEN")
	if file := first(o.tokenFile, t.getenv("CONCORD_FROM_TOKEN_FILE")); o.tokenFile != "" || token == "" && file != "" {
		if token, err = secret("from-token-file", file); err != nil {
			return "", "", "", &usage{err, "see --from-token-file"}
		}
	}
	return user, password, token, nil
}

// tls is nil for what the system would do anyway.
func (o *loginOptions) tls() (*tls.Config, error) {
	config, err := o.files.config("from-")
	if err != nil {
		return nil, &usage{err, "see --from-ca-file, --from-cert-file and --from-key-file"}
	}
	return config, nil
}

// brokerTLS is nil where brokers are spoken to in the clear.
func (o *loginOptions) brokerTLS() (*tls.Config, error) {
	config, err := o.tls()
	if err == nil && config == nil && o.secure {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	return config, err
}

// sasl is how to log in at brokers, empty for not at all.
func (o *loginOptions) sasl(t *terminal) (mechanism, user, password string, err error) {
	user, password, _, err = o.credentials(t)
	mechanism = strings.ToUpper(o.mechanism)
	switch {
	case err != nil:
	case user != "" && mechanism == "":
		mechanism = "PLAIN"
	case user == "" && mechanism != "":
		err = &usage{errors.New("--from-sasl needs a user"), "say --from-user"}
	}
	return mechanism, user, password, err
}
