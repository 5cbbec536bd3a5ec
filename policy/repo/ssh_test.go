package repo_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-registry/concord/policy/repo"
	"github.com/concord-registry/concord/policy/repo/repotest"
)

// TestGitOverSSH fetches from a server of SSH that runs git. Without the right key of the client, and without the right key of the host,
// there is nothing.
func TestGitOverSSH(t *testing.T) {
	key, public := repotest.Key(t)
	stranger, strangerPublic := repotest.Key(t)
	server := repotest.Serve(t, public)
	w := newWork(t)
	head := w.run(w.dir, "rev-parse", "HEAD")
	spec := "ssh://" + server.User + "@" + server.Address + w.bare + "#main"
	nobody := filepath.Join(t.TempDir(), "known_hosts")
	if err := os.WriteFile(nobody, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		name, key, hosts, want string
	}{
		{"good", key, server.KnownHosts(t, server.HostKey), ""},
		{"a key that is not authorised", stranger, server.KnownHosts(t, server.HostKey), "unable to authenticate"},
		{"another host key", key, server.KnownHosts(t, strangerPublic), "key mismatch"},
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
	key, public := repotest.Key(t)
	server := repotest.Serve(t, public)
	w := newWork(t)
	source, err := repo.OpenWith("ssh://"+server.User+"@"+server.Address+w.bare, repo.Options{
		Credentials: repo.Credentials{SSHKeyFile: key, KnownHostsFile: server.KnownHosts(t, server.HostKey)},
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
	key, _ := repotest.Key(t)
	for name, c := range map[string]repo.Credentials{
		"no such key":   {SSHKeyFile: key + ".none", KnownHostsFile: os.DevNull},
		"no such hosts": {SSHKeyFile: key, KnownHostsFile: key + ".none"},
	} {
		if _, err := repo.OpenWith("git@git.example.com:council/policies.git", repo.Options{Credentials: c}); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}
