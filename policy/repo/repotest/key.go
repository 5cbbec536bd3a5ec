// Package repotest brings what tests of policy repositories need and a machine may lack: keys and signatures of SSH, and
// an SSH server in front of git.
package repotest

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/crypto/ssh"
)

// Key makes a key pair of the kind ed25519. It returns the path of the private half, in the format of OpenSSH and without a passphrase, and
// the public half as a line of authorized_keys has it, without a comment.
func Key(t testing.TB) (path, public string) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
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
