package repo_test

import (
	"context"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/concord-registry/concord/policy/repo"
)

// sshServer is OpenSSH's server on a loopback port.
type sshServer struct {
	address, hostKey string
	user             string
}

// startSSH lets the owner of authorized, a public key, log in. Every connection gets an sshd of its own, so that the port
// is ours from the beginning. Where sshd is not installed the test is skipped, but in CI it fails.
func startSSH(t *testing.T, authorized string) sshServer {
	t.Helper()
	sshd, err := exec.LookPath("/usr/sbin/sshd")
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("sshd is not installed: install openssh-server")
		}
		t.Skip("sshd is not installed: install openssh-server to run this test")
	}
	if os.Getuid() == 0 {
		if err := os.MkdirAll("/run/sshd", 0o755); err != nil { // where a privileged sshd locks itself in
			t.Fatal(err)
		}
	}
	dir := t.TempDir()
	host, hostPublic := sshKey(t, "ed25519")
	write(t, dir, map[string]string{
		"authorized_keys": authorized + "\n",
		"sshd_config": fmt.Sprintf("HostKey %s\nAuthorizedKeysFile %s/authorized_keys\nUsePAM no\nStrictModes no\n"+
			"PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\nPrintMotd no\n", host, dir),
	})
	me, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var running sync.WaitGroup
	running.Go(func() { serveSSH(t, listener, sshd, filepath.Join(dir, "sshd_config"), &running) })
	t.Cleanup(func() { listener.Close(); running.Wait() })
	return sshServer{listener.Addr().String(), hostPublic, me.Username}
}

// serveSSH hands connections to sshd until the listener is closed.
func serveSSH(t *testing.T, listener net.Listener, sshd, config string, running *sync.WaitGroup) {
	for {
		c, err := listener.Accept()
		if err != nil {
			return
		}
		running.Go(func() {
			defer c.Close()
			file, err := c.(*net.TCPConn).File()
			if err != nil {
				t.Error(err)
				return
			}
			defer file.Close()
			cmd := exec.Command(sshd, "-i", "-e", "-f", config)
			cmd.Stdin, cmd.Stdout, cmd.Stderr = file, file, t.Output()
			_ = cmd.Run() // a client that leaves is an error
		})
	}
}

// knownHosts is a file that trusts a key for the server's address.
func (s sshServer) knownHosts(t *testing.T, key string) string {
	t.Helper()
	host, port, err := net.SplitHostPort(s.address)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(path, fmt.Appendf(nil, "[%s]:%s %s\n", host, port, key), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// TestGitOverSSH fetches from a real server. Without the right key of the client, and without the right key of the host,
// there is nothing.
func TestGitOverSSH(t *testing.T) {
	key, public := sshKey(t, "ed25519")
	stranger, strangerPublic := sshKey(t, "ed25519")
	server := startSSH(t, public)
	w := newWork(t)
	head := w.run(w.dir, "rev-parse", "HEAD")
	spec := "ssh://" + server.user + "@" + server.address + w.bare + "#main"
	nobody := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(nobody, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, key, hosts, want string
	}{
		{"good", key, server.knownHosts(t, server.hostKey), ""},
		{"a key that is not authorised", stranger, server.knownHosts(t, server.hostKey), "unable to authenticate"},
		{"another host key", key, server.knownHosts(t, strangerPublic), "key mismatch"},
		{"a host that nobody knows", key, nobody, "key is unknown"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			source, err := repo.OpenWith(spec, repo.Options{Credentials: repo.Credentials{SSHKeyFile: test.key, KnownHostsFile: test.hosts}})
			if err != nil {
				t.Fatal(err)
			}
			tree, err := source.Fetch(context.Background(), "")
			switch {
			case test.want == "" && (err != nil || tree.Revision != "main@sha1:"+head || len(tree.Files) != 1):
				t.Errorf("got %s with %d files, %v; want %s", tree.Revision, len(tree.Files), err, head)
			case test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)):
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

// TestSSHFollowsTheBranch: the second fetch over the same source brings what was pushed in between.
func TestSSHFollowsTheBranch(t *testing.T) {
	key, public := sshKey(t, "ed25519")
	server := startSSH(t, public)
	w := newWork(t)
	source, err := repo.OpenWith("ssh://"+server.user+"@"+server.address+w.bare, repo.Options{
		Credentials: repo.Credentials{SSHKeyFile: key, KnownHostsFile: server.knownHosts(t, server.hostKey)},
	})
	if err != nil {
		t.Fatal(err)
	}
	first, err := source.Fetch(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	head := w.commit(map[string]string{"terms/x.yaml": "id: x\n"})
	second, err := source.Fetch(context.Background(), first.Revision)
	if err != nil || second.Revision != "main@sha1:"+head || second.Files["terms/x.yaml"] == nil {
		t.Errorf("got %s with %d files, %v; want %s", second.Revision, len(second.Files), err, head)
	}
}

func TestSSHNeedsKeyAndHosts(t *testing.T) {
	key, _ := sshKey(t, "ed25519")
	for name, c := range map[string]repo.Credentials{
		"no such key":   {SSHKeyFile: key + ".none", KnownHostsFile: os.DevNull},
		"no such hosts": {SSHKeyFile: key, KnownHostsFile: key + ".none"},
	} {
		if _, err := repo.OpenWith("git@git.example.com:council/policies.git", repo.Options{Credentials: c}); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}
