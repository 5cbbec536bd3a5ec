// Package repotest brings what tests of policy repositories need and a machine may lack: keys and signatures of SSH, and
// an SSH server in front of git.
package repotest

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// Kind is a kind of key.
type Kind string

// The kinds that people have.
const (
	Ed25519 Kind = "ed25519"
	ECDSA   Kind = "ecdsa"
	RSA     Kind = "rsa"
)

// Key makes a key pair. It returns the path of the private half, in the format of OpenSSH and without a passphrase, and
// the public half as a line of authorized_keys has it, without a comment.
func Key(t testing.TB, kind Kind) (path, public string) {
	t.Helper()
	private, err := generate(kind)
	if err != nil {
		t.Fatal(err)
	}
	block, err := ssh.MarshalPrivateKey(private, "")
	if err != nil {
		t.Fatal(err)
	}
	path = filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, strings.TrimSpace(string(ssh.MarshalAuthorizedKey(signer(t, path).PublicKey())))
}

func generate(kind Kind) (crypto.PrivateKey, error) {
	switch kind {
	case RSA:
		return rsa.GenerateKey(rand.Reader, 2048)
	case ECDSA:
		return ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	return private, err
}

// signer is the private key in a file.
func signer(t testing.TB, path string) ssh.Signer {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ssh.ParsePrivateKey(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}
