package repotest

import (
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/gliderlabs/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// Server is an SSH server on a loopback port that serves the repositories of this machine to one user, for reading.
type Server struct {
	Address string // host:port
	User    string
	HostKey string // public, as a line of known_hosts has it behind the address
}

// Serve starts a server with a host key of its own, until the test ends. The owner of authorized, a public key, may log in.
func Serve(t testing.TB, authorized string) *Server {
	t.Helper()
	key, _, _, _, err := gossh.ParseAuthorizedKey([]byte(authorized))
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	host, hostKey := Key(t)
	s := &Server{Address: listener.Addr().String(), User: "council", HostKey: hostKey}
	server := &ssh.Server{
		Handler:          uploadPack,
		HostSigners:      []ssh.Signer{signer(t, host)},
		PublicKeyHandler: func(c ssh.Context, k ssh.PublicKey) bool { return c.User() == s.User && ssh.KeysEqual(k, key) },
	}
	ended := make(chan error)
	go func() { ended <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Close()
		if err := <-ended; !errors.Is(err, ssh.ErrServerClosed) {
			t.Error(err)
		}
	})
	return s
}

// uploadPack is the one command that a session may run: what git fetch and git clone ask for.
func uploadPack(s ssh.Session) {
	command := s.Command()
	if len(command) != 2 || command[0] != "git-upload-pack" {
		fmt.Fprintf(s.Stderr(), "%q is not served\n", s.RawCommand())
		_ = s.Exit(1)
		return
	}
	git := exec.CommandContext(s.Context(), "git", "upload-pack", command[1])
	git.Stdout, git.Stderr = s, s.Stderr()
	// Not git.Stdin = s: waiting for git would then also wait for a client that says no more.
	in, err := git.StdinPipe()
	if err == nil {
		err = git.Start()
	}
	if err == nil {
		go func() { _, _ = io.Copy(in, s); in.Close() }() // until the session ends
		err = git.Wait()
	}
	if err != nil {
		_ = s.Exit(1) // a client that is gone does not hear it
	}
}

// KnownHosts is a file that trusts a public key for the server's address.
func (s *Server) KnownHosts(t testing.TB, key string) string {
	t.Helper()
	host, port, err := net.SplitHostPort(s.Address)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(path, fmt.Appendf(nil, "[%s]:%s %s\n", host, port, key), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
