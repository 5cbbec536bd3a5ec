package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/pflag"
)

// tlsFiles name the files that TLS with somebody needs; all may be empty.
type tlsFiles struct{ ca, certificate, key string }

// flags adds a flag for each, with a prefix such as "etcd-".
func (o *tlsFiles) flags(f *pflag.FlagSet, prefix, whom string) {
	f.StringVar(&o.ca, prefix+"ca-file", "", "certificates that those of "+whom+" are signed by (default the system's)")
	f.StringVar(&o.certificate, prefix+"cert-file", "", "client certificate for "+whom+"; it is read again for each connection")
	f.StringVar(&o.key, prefix+"key-file", "", "key of the client certificate for "+whom)
}

// config is nil when no file is named: https then trusts the system's authorities. Errors name the flags.
func (o tlsFiles) config(prefix string) (*tls.Config, error) {
	if o == (tlsFiles{}) {
		return nil, nil
	}
	config := &tls.Config{MinVersion: tls.VersionTLS12}
	if o.ca != "" {
		text, err := os.ReadFile(o.ca)
		if err != nil {
			return nil, fmt.Errorf("%sca-file: %w", prefix, err)
		}
		if config.RootCAs = x509.NewCertPool(); !config.RootCAs.AppendCertsFromPEM(text) {
			return nil, fmt.Errorf("%sca-file: %s holds no certificate", prefix, o.ca)
		}
	}
	if (o.certificate == "") != (o.key == "") {
		return nil, errors.New(prefix + "cert-file and " + prefix + "key-file go together")
	}
	if o.certificate == "" {
		return config, nil
	}
	load := func() (*tls.Certificate, error) {
		pair, err := tls.LoadX509KeyPair(o.certificate, o.key)
		if err != nil {
			return nil, fmt.Errorf("%scert-file and %skey-file: %w", prefix, prefix, err)
		}
		return &pair, nil
	}
	config.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return load() }
	_, err := load()
	return config, err
}
