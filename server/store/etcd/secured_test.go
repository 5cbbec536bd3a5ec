package etcd

import (
	"context"
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
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/etcd/client/pkg/v3/transport"
	clientv3 "go.etcd.io/etcd/client/v3"
	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// secured is an etcd that wants a client certificate and a password, and gives its user concord the registry's prefix.
type secured struct {
	endpoint string
	tls      *tls.Config
	root     *clientv3.Client
}

func startSecured(t *testing.T) secured {
	t.Helper()
	dir := t.TempDir()
	client := certify(t, dir)
	s := secured{tls: client}
	s.endpoint = startMember(t, func(c *embed.Config) {
		free := url.URL{Scheme: "https", Host: "127.0.0.1:0"}
		c.ListenClientUrls, c.AdvertiseClientUrls = []url.URL{free}, []url.URL{free}
		certificate := filepath.Join(dir, "certificate.pem")
		c.ClientTLSInfo = transport.TLSInfo{
			CertFile: certificate, KeyFile: filepath.Join(dir, "key.pem"), TrustedCAFile: certificate, ClientCertAuth: true,
		}
	})
	setup := s.connect(t, "")
	ctx := soon(t)
	do := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := setup.RoleAdd(ctx, "registry")
	do(err)
	_, err = setup.RoleGrantPermission(ctx, "registry", root, clientv3.GetPrefixRangeEnd(root), clientv3.PermissionType(clientv3.PermReadWrite))
	do(err)
	for user, role := range map[string]string{"root": "root", "concord": "registry", "stranger": ""} {
		_, err = setup.UserAdd(ctx, user, user+"'s word")
		do(err)
		if role != "" {
			_, err = setup.UserGrantRole(ctx, user, role)
			do(err)
		}
	}
	_, err = setup.AuthEnable(ctx)
	do(err)
	s.root = s.connect(t, "root")
	return s
}

// connect is a client of a user, or of nobody.
func (s secured) connect(t *testing.T, user string) *clientv3.Client {
	t.Helper()
	config := clientv3.Config{Endpoints: []string{s.endpoint}, TLS: s.tls, Logger: zap.NewNop(), DialTimeout: 10 * time.Second}
	if user != "" {
		config.Username, config.Password = user, user+"'s word"
	}
	c, err := clientv3.New(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

func (s secured) config(user, password string) Config {
	return Config{Endpoints: []string{s.endpoint}, TLS: s.tls, Username: user, Password: password, Patience: 20 * time.Second}
}

// certify writes a certificate and its key, good for server and client, and returns the client's side. It is in nobody's
// name: etcd would take that for a user's.
func certify(t *testing.T, dir string) *tls.Config {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{Organization: []string{"Concord"}}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
		KeyUsage:    x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
		ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	secret := pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private})
	for name, text := range map[string][]byte{"certificate.pem": certificate, "key.pem": secret} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	pair, err := tls.X509KeyPair(certificate, secret)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(certificate)
	return &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS13}
}

// TestSecured: all of the store works for a user who may touch nothing but the registry's prefix, and goes on working
// when etcd's users change, which makes all tokens old.
func TestSecured(t *testing.T) {
	e := startSecured(t)
	s := open(t, e.config("concord", "concord's word")).(*Store)
	defer s.Close()
	register(t, s, "a", "small")
	register(t, s, "a", bigText(1))
	for i := range 3 {
		if _, err := e.root.UserAdd(soon(t), string(rune('a'+i)), "word"); err != nil {
			t.Fatal(err)
		}
		register(t, s, "b", string(rune('a'+i)))
	}
	for _, c := range s.upkeep() {
		if err := c.do(soon(t)); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	checkForbidden(t, s)
	sweepNow(t, s)
	storetest.CheckLog(t, s)
	other := open(t, e.config("concord", "concord's word"))
	defer other.Close()
	if diff := cmp.Diff(storetest.Dump(t, s.View()), storetest.Dump(t, awaitEtcd(t, other))); diff != "" {
		t.Error(diff)
	}
}

// checkForbidden: compacting takes more than permission on a prefix. The store says so, and leaves it to etcd.
func checkForbidden(t *testing.T, s *Store) {
	t.Helper()
	now, err := s.compactTo(soon(t), 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.compactTo(soon(t), now); !errors.Is(err, errMayNotCompact) {
		t.Errorf("compacting = %v, want %v", err, errMayNotCompact)
	}
}

// TestStrangers are not let in, are told why, and the store goes on trying.
func TestStrangers(t *testing.T) {
	e := startSecured(t)
	bare := e.config("concord", "concord's word")
	bare.TLS = &tls.Config{RootCAs: e.tls.RootCAs}
	tests := []struct {
		name   string
		config Config
		want   string
	}{
		{"wrong password", e.config("concord", "guessed"), "authentication failed"},
		{"no user", e.config("", ""), "permission denied"},
		{"a user without permission", e.config("stranger", "stranger's word"), "permission denied"},
		{"no client certificate", bare, "does not answer in time"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			test.config.Patience, test.config.Logger = 1, quiet
			s := open(t, test.config)
			defer s.Close()
			awaitProblem(t, s, test.want)
			if s.Status().Connected || s.View().Meta() != nil {
				t.Error("a stranger was let in")
			}
			ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			if _, err := s.Update(ctx, storetest.Register(store.Subject{Name: "a"}, "x")); !fault.Is(err, fault.Unavailable) {
				t.Errorf("Update = %v, want kind unavailable", err)
			}
		})
	}
}

func awaitProblem(t *testing.T, s store.Store, want string) {
	t.Helper()
	ctx := soon(t)
	for tick := time.Tick(10 * time.Millisecond); !strings.Contains(s.Status().Problem, want); {
		select {
		case <-tick:
		case <-ctx.Done():
			t.Fatalf("status %+v, want problem %q", s.Status(), want)
		}
	}
}

// TestLosingPermission: writes are refused with what to do about it, reads go on, and so do writes when it is back.
func TestLosingPermission(t *testing.T) {
	e := startSecured(t)
	s := open(t, e.config("concord", "concord's word")).(*Store)
	defer s.Close()
	register(t, s, "a", "x")
	if _, err := e.root.UserRevokeRole(soon(t), "concord", "registry"); err != nil {
		t.Fatal(err)
	}
	_, err := s.Update(soon(t), storetest.Register(store.Subject{Name: "a"}, "y"))
	checkRefusal(t, s, err, "permission on the prefix "+root)
	if _, err := e.root.UserGrantRole(soon(t), "concord", "registry"); err != nil {
		t.Fatal(err)
	}
	register(t, s, "a", "z")
	if got := s.Status(); got.Refuses != "" {
		t.Errorf("status %+v after the permission came back", got)
	}
}

// checkRefusal demands that a write was refused for good with a hint, and that reads do not mind.
func checkRefusal(t *testing.T, s *Store, err error, hint string) {
	t.Helper()
	var e *fault.Error
	if !errors.As(err, &e) || e.Kind != fault.Unavailable || !strings.Contains(e.Hint, hint) {
		t.Errorf("Update = %v, want kind unavailable with the hint %q", err, hint)
	}
	if got := s.Status().Refuses; !strings.Contains(got, hint) {
		t.Errorf("the status refuses with %q, want %q", got, hint)
	}
	if s.View().Subject(store.Subject{Name: "a"}).Latest() == nil {
		t.Error("nothing can be read")
	}
}
