package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"
)

// loginOptions say how to log in at the source of an import.
type loginOptions struct {
	user, token, passwordFile, mechanism string
	ca                                   string
	secure                               bool
}

func (o *loginOptions) flags(f *pflag.FlagSet) {
	f.StringVar(&o.user, "from-user", "", "user at the source; the password is in --from-password-file or $CONCORD_FROM_PASSWORD (default user:password in $CONCORD_FROM_USER)")
	f.StringVar(&o.passwordFile, "from-password-file", "", "file that holds the password of --from-user")
	f.StringVar(&o.token, "from-token", "", "bearer token for the other registry (default $CONCORD_FROM_TOKEN)")
	f.StringVar(&o.mechanism, "from-sasl", "", "how to log in at brokers: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512 (default PLAIN with --from-user)")
	f.BoolVar(&o.secure, "from-tls", false, "speak TLS with the brokers")
	f.StringVar(&o.ca, "from-ca", "", "file with the certificates, as PEM, that sign for the source (default those of the system)")
}

// credentials are those of flags and environment. A registry may have its password behind its user, as in user:password.
func (o *loginOptions) credentials(t *terminal) (user, password, token string, err error) {
	token = first(o.token, t.getenv("CONCORD_FROM_TOKEN"))
	user, password, _ = strings.Cut(first(o.user, t.getenv("CONCORD_FROM_USER")), ":")
	password = first(password, t.getenv("CONCORD_FROM_PASSWORD"))
	if o.passwordFile == "" {
		return user, password, token, nil
	}
	text, err := os.ReadFile(o.passwordFile)
	if err != nil {
		return "", "", "", &usage{err, "see --from-password-file"}
	}
	return user, strings.TrimRight(string(text), "\r\n"), token, nil
}

// tls is nil for what the system would do anyway.
func (o *loginOptions) tls() (*tls.Config, error) {
	if o.ca == "" {
		return nil, nil
	}
	text, err := os.ReadFile(o.ca)
	if err != nil {
		return nil, &usage{err, "see --from-ca"}
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(text) {
		return nil, &usage{fmt.Errorf("%s holds no certificate", o.ca), "--from-ca takes a file of PEM"}
	}
	return &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}, nil
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
	if strings.Contains(o.user, ":") {
		return "", "", "", &usage{errors.New("--from-user holds a password"), "write it to a file for --from-password-file, or into $CONCORD_FROM_PASSWORD"}
	}
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
