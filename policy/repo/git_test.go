package repo_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/cgi"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-registry/concord/policy/repo"
)

// work is a work tree that pushes to a bare repository.
type work struct {
	t         *testing.T
	dir, bare string
}

// newWork makes both, with the minimal set on the branch main.
func newWork(t *testing.T) *work {
	t.Helper()
	root := t.TempDir()
	w := &work{t, filepath.Join(root, "work"), filepath.Join(root, "policies.git")}
	w.run(root, "init", "-q", "--bare", "-b", "main", w.bare)
	w.run(root, "init", "-q", "-b", "main", w.dir)
	w.run(w.dir, "remote", "add", "origin", w.bare)
	w.commit(minimal())
	return w
}

// run is git without anybody's configuration.
func (w *work) run(dir string, args ...string) string {
	w.t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_TERMINAL_PROMPT=0",
		"GIT_AUTHOR_NAME=council", "GIT_AUTHOR_EMAIL=council@example.com",
		"GIT_COMMITTER_NAME=council", "GIT_COMMITTER_EMAIL=council@example.com")
	out, err := cmd.CombinedOutput()
	if err != nil {
		w.t.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// commit writes the files, pushes them by force and returns the commit.
func (w *work) commit(files map[string]string) string {
	w.t.Helper()
	write(w.t, w.dir, files)
	w.run(w.dir, "add", "-A")
	w.run(w.dir, "commit", "-q", "--allow-empty", "-m", "change")
	w.run(w.dir, "push", "-q", "--force", "origin", "HEAD:main")
	return w.run(w.dir, "rev-parse", "HEAD")
}

func write(t *testing.T, dir string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// minimal is the smallest set that loads and passes its tests: it has no rules.
func minimal() map[string]string {
	return map[string]string{"policy.yaml": "apiVersion: policy.concord/v1\n", "README.md": "not read"}
}

func open(t *testing.T, spec string) repo.Source {
	t.Helper()
	s, err := repo.Open(spec)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestGitFetch(t *testing.T) {
	w := newWork(t)
	head := w.run(w.dir, "rev-parse", "HEAD")
	for _, spec := range []string{"file://" + w.bare, "file://" + w.bare + "#main"} {
		tree, err := open(t, spec).Fetch(context.Background(), "")
		if err != nil {
			t.Fatal(err)
		}
		if want := "main@sha1:" + head; tree.Revision != want {
			t.Errorf("%s: revision %s, want %s", spec, tree.Revision, want)
		}
		if len(tree.Files) != 1 || tree.Files["policy.yaml"] == nil {
			t.Errorf("%s: got %d files, want policy.yaml alone", spec, len(tree.Files))
		}
	}
}

func TestGitFollowsTheBranch(t *testing.T) {
	w := newWork(t)
	source := open(t, "file://"+w.bare)
	first, err := source.Fetch(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	head := w.commit(map[string]string{"terms/x.yaml": "id: x\n"})
	second, err := source.Fetch(context.Background(), first.Revision)
	if err != nil {
		t.Fatal(err)
	}
	if second.Revision != "main@sha1:"+head || second.Files["terms/x.yaml"] == nil {
		t.Errorf("got %s with %d files, want the new commit %s", second.Revision, len(second.Files), head)
	}
}

func TestGitRefusesRewriting(t *testing.T) {
	w := newWork(t)
	source := open(t, "file://"+w.bare)
	w.commit(map[string]string{"terms/x.yaml": "id: x\n"})
	active, err := source.Fetch(context.Background(), "")
	if err != nil {
		t.Fatal(err)
	}
	w.run(w.dir, "reset", "-q", "--hard", "HEAD~1")
	rewritten := w.commit(map[string]string{"terms/y.yaml": "id: y\n"})
	for name, s := range map[string]repo.Source{"same process": source, "after a restart": open(t, "file://"+w.bare)} {
		if _, err := s.Fetch(context.Background(), active.Revision); !errors.Is(err, repo.ErrRewritten) {
			t.Errorf("%s: got %v, want ErrRewritten", name, err)
		}
	}
	// Somebody who trusts it can have it: with nothing active, any history will do.
	if tree, err := source.Fetch(context.Background(), ""); err != nil || tree.Revision != "main@sha1:"+rewritten {
		t.Errorf("got %s, %v; want %s", tree.Revision, err, rewritten)
	}
}

func TestGitRefusesLinksAndSubmodules(t *testing.T) {
	tests := []struct {
		name, want string
		prepare    func(*work)
	}{
		{"link to a file", "terms/passwd.yaml is not a regular file", func(w *work) {
			symlink(w.t, w.dir, "/etc/passwd", "terms/passwd.yaml")
		}},
		{"link to a folder", "rules is not a regular file", func(w *work) {
			symlink(w.t, w.dir, "/etc", "rules")
		}},
		{"link far from policies", "", func(w *work) {
			symlink(w.t, w.dir, "/etc/passwd", "docs/passwd")
		}},
		{"submodule", "lib/theirs is not a regular file", func(w *work) {
			w.run(w.dir, "update-index", "--add", "--cacheinfo", "160000,"+w.run(w.dir, "rev-parse", "HEAD")+",lib/theirs")
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWork(t)
			w.t = t
			test.prepare(w)
			if test.name != "submodule" {
				w.run(w.dir, "add", "-A")
			}
			w.run(w.dir, "commit", "-q", "-m", "links")
			w.run(w.dir, "push", "-q", "origin", "main")
			_, err := open(t, "file://"+w.bare).Fetch(context.Background(), "")
			if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
				t.Errorf("got %v, want %q", err, test.want)
			}
		})
	}
}

func symlink(t *testing.T, dir, target, name string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		t.Fatal(err)
	}
}

// TestGitRefusesDots builds a commit that git itself would not add.
func TestGitRefusesDots(t *testing.T) {
	w := newWork(t)
	blob := w.run(w.dir, "hash-object", "-w", "policy.yaml")
	evil := mktree(w, "100644 blob "+blob+"\tx.yaml\n")
	terms := mktree(w, "040000 tree "+evil+"\t..\n")
	root := mktree(w, "040000 tree "+terms+"\tterms\n")
	commit := w.run(w.dir, "commit-tree", "-m", "dots", root)
	w.run(w.dir, "push", "-q", "--force", "origin", commit+":refs/heads/main")
	_, err := open(t, "file://"+w.bare).Fetch(context.Background(), "")
	if want := `"terms/.." is not a path of a policy repository`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %s", err, want)
	}
}

func mktree(w *work, entries string) string {
	w.t.Helper()
	cmd := exec.Command("git", "mktree")
	cmd.Dir, cmd.Stdin = w.dir, strings.NewReader(entries)
	out, err := cmd.Output()
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.TrimSpace(string(out))
}

// serve is git's own HTTP server behind basic authentication.
func serve(t *testing.T, w *work, user, password string) *url.URL {
	t.Helper()
	git, err := exec.LookPath("git")
	if err != nil {
		t.Fatal(err)
	}
	backend := &cgi.Handler{Path: git, Args: []string{"http-backend"}, Env: []string{
		"GIT_PROJECT_ROOT=" + filepath.Dir(w.bare), "GIT_HTTP_EXPORT_ALL=1", "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL=" + os.DevNull,
	}}
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		if u, p, _ := r.BasicAuth(); u != user || p != password {
			rw.Header().Set("WWW-Authenticate", `Basic realm="git"`)
			http.Error(rw, "who are you?", http.StatusUnauthorized)
			return
		}
		backend.ServeHTTP(rw, r)
	}))
	t.Cleanup(server.Close)
	u, err := url.Parse(server.URL + "/policies.git")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func TestGitOverHTTP(t *testing.T) {
	w := newWork(t)
	u := serve(t, w, "concord", "s3cret")
	tests := []struct {
		name, spec  string
		credentials repo.Credentials
		ok          bool
	}{
		{"in the URL", "http://concord:s3cret@" + u.Host + u.Path, repo.Credentials{}, true},
		{"beside it", u.String(), repo.Credentials{Username: "concord", Password: "s3cret"}, true},
		{"wrong", "http://concord:wr0ng@" + u.Host + u.Path, repo.Credentials{}, false},
		{"none", u.String(), repo.Credentials{}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			source, err := repo.OpenWith(test.spec, repo.Options{Credentials: test.credentials})
			if err != nil {
				t.Fatal(err)
			}
			tree, err := source.Fetch(context.Background(), "")
			if ok := err == nil && len(tree.Files) == 1; ok != test.ok {
				t.Errorf("fetched %d files, error %v; want success %t", len(tree.Files), err, test.ok)
			}
			for _, shown := range []string{source.String(), errorText(err)} {
				if strings.Contains(shown, "s3cret") || strings.Contains(shown, "wr0ng") {
					t.Errorf("%q shows the password", shown)
				}
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestOpenRefuses(t *testing.T) {
	tests := []struct{ name, spec, want string }{
		{"no such folder", "no/such/folder", `"no/such/folder" is not a folder: policies are ` + "`starter`, `none`, a folder or a Git URL"},
		{"plain http", "http://token:s3cret@git.example.com/p.git", "policies are not fetched over plain http, which anybody on the way can change: use https"},
		{"git protocol", "git://git.example.com/p.git", "policies are not fetched over git: use https, ssh or file"},
		{"ext protocol", "ext::sh://x", "policies are not fetched over ext: use https, ssh or file"},
		{"secret in the query", "https://git.example.com/p.git?private_token=s3cret", "the policies' Git URL has a query: secrets belong into the credentials, a branch behind #"},
		{"unreadable", "https://u:s3cret@[/p", "the policies' Git URL cannot be read: write it as https://host/path#branch"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			_, err := repo.Open(test.spec)
			if got := errorText(err); got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
	if s, err := repo.Open("none"); s != nil || err != nil {
		t.Errorf("none: got %v, %v; want no source", s, err)
	}
}
