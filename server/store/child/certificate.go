package child

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"time"
)

// The files of loopback TCP in the run folder: what etcd shows, and whom it lets in.
const (
	certificateFile = "server.crt"
	keyFile         = "server.key"
	authorityFile   = "authority.crt"
)

// validity of the certificates, which are made anew at every start of the parent.
const validity = 10 * 365 * 24 * time.Hour

// authority signs the two certificates of one run and is then forgotten.
type authority struct {
	certificate *x509.Certificate
	key         *ecdsa.PrivateKey
}

// issue makes an authority, writes the child's files to the folder run, and returns what the only client needs.
func issue(run string) (*tls.Config, error) {
	ca, err := newAuthority()
	if err != nil {
		return nil, err
	}
	server, serverErr := ca.sign("etcd", x509.ExtKeyUsageServerAuth)
	client, clientErr := ca.sign("concord", x509.ExtKeyUsageClientAuth)
	if err := errors.Join(serverErr, clientErr); err != nil {
		return nil, err
	}
	if err := save(run, ca, server); err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AddCert(ca.certificate)
	return &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{client}, MinVersion: tls.VersionTLS13}, nil
}

func newAuthority() (authority, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return authority{}, err
	}
	template := blank("concord")
	template.IsCA, template.BasicConstraintsValid = true, true
	template.KeyUsage = x509.KeyUsageCertSign
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return authority{}, err
	}
	certificate, err := x509.ParseCertificate(der)
	return authority{certificate, key}, err
}

// sign makes a certificate for one use on the loopback address.
func (a authority) sign(name string, use x509.ExtKeyUsage) (tls.Certificate, error) {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return tls.Certificate{}, err
	}
	template := blank(name)
	template.KeyUsage, template.ExtKeyUsage = x509.KeyUsageDigitalSignature, []x509.ExtKeyUsage{use}
	template.IPAddresses = []net.IP{net.IPv4(127, 0, 0, 1)}
	der, err := x509.CreateCertificate(rand.Reader, template, a.certificate, key.Public(), a.key)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, err
}

func blank(name string) *x509.Certificate {
	return &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()),
		Subject:      pkix.Name{CommonName: name},
		NotBefore:    time.Now().Add(-time.Hour),
		NotAfter:     time.Now().Add(validity),
	}
}

// save writes the child's files.
func save(run string, ca authority, server tls.Certificate) error {
	key, err := x509.MarshalPKCS8PrivateKey(server.PrivateKey)
	if err != nil {
		return err
	}
	return errors.Join(
		writePEM(filepath.Join(run, authorityFile), "CERTIFICATE", ca.certificate.Raw),
		writePEM(filepath.Join(run, certificateFile), "CERTIFICATE", server.Certificate[0]),
		writePEM(filepath.Join(run, keyFile), "PRIVATE KEY", key),
	)
}

func writePEM(path, kind string, der []byte) error {
	return os.WriteFile(path, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600)
}
