package repo_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/concord-registry/concord/policy/repo"
	"github.com/concord-registry/concord/policy/repo/repotest"
)

// signed commits the files with a signature of a key, pushes, and returns the commit.
func (w *work) signed(key string, files map[string]string) string {
	w.t.Helper()
	write(w.t, w.dir, files)
	w.run(w.dir, "add", "-A")
	w.run(w.dir, "commit", "-q", "--allow-empty", "-m", "signed\n\nbody")
	repotest.SignCommit(w.t, w.dir, key)
	w.run(w.dir, "push", "-q", "--force", "origin", "HEAD:main")
	return w.run(w.dir, "rev-parse", "HEAD")
}

func signers(t *testing.T, text string) *repo.Signers {
	t.Helper()
	s, err := repo.ParseSigners([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// fetch is a fetch of a process that was just started.
func (w *work) fetch(t *testing.T, s *repo.Signers, active string) (repo.Tree, error) {
	t.Helper()
	return w.fetchWith(t, repo.Options{Signers: s}, active)
}

func (w *work) fetchWith(t *testing.T, o repo.Options, active string) (repo.Tree, error) {
	t.Helper()
	source, err := repo.OpenWith("file://"+w.bare, o)
	if err != nil {
		t.Fatal(err)
	}
	return source.Fetch(context.Background(), active)
}

// TestForgedSignatures puts a good signature where it does not belong.
func TestForgedSignatures(t *testing.T) {
	key, public := repotest.Key(t)
	list := signers(t, "council@example.com "+public)
	tests := []struct {
		name string
		// forge makes another commit of a good one, in the form of git cat-file.
		forge func(good string) string
	}{
		{"another message", func(good string) string { return strings.Replace(good, "body", "other", 1) }},
		{"another author", func(good string) string { return strings.Replace(good, "author council", "author mallory", 1) }},
		{"twice", func(good string) string {
			start, end := strings.Index(good, "gpgsig "), strings.Index(good, "\n\n")
			return good[:end+1] + good[start:end] + good[end:]
		}},
		{"of the other kind", func(good string) string { return strings.Replace(good, "gpgsig ", "gpgsig-sha256 ", 1) }},
		{"in the message", func(good string) string {
			start, end := strings.Index(good, "gpgsig "), strings.Index(good, "\n\n")
			return good[:start-1] + good[end:] + "\n" + good[start:end] + "\n"
		}},
		{"cut short", func(good string) string {
			lines := strings.Split(good, "\n")
			for i, line := range lines {
				if strings.Contains(line, "END SSH SIGNATURE") {
					return strings.Join(append(lines[:i-1:i-1], lines[i:]...), "\n")
				}
			}
			return good
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWork(t)
			w.signed(key, nil)
			forged := test.forge(w.run(w.dir, "cat-file", "commit", "HEAD") + "\n")
			w.run(w.dir, "push", "-q", "--force", "origin", repotest.Object(t, w.dir, "commit", forged)+":refs/heads/main")
			if tree, err := w.fetch(t, list, ""); !errors.Is(err, repo.ErrUnsigned) {
				t.Errorf("signed by %q, %v; want ErrUnsigned", tree.Signer, err)
			}
		})
	}
}

// TestSignersInTheRepository: the active commit may name signers of the next one, and no commit authorises itself.
func TestSignersInTheRepository(t *testing.T) {
	key, public := repotest.Key(t)
	next, nextPublic := repotest.Key(t)
	list := signers(t, "operator@example.com "+public)
	w := newWork(t)
	first := "main@sha1:" + w.signed(key, nil)
	self := "main@sha1:" + w.signed(next, map[string]string{"keys/allowed_signers": "next@example.com " + nextPublic + "\n"})
	for _, active := range []string{first, self} {
		if _, err := w.fetch(t, list, active); !errors.Is(err, repo.ErrUnsigned) {
			t.Errorf("a commit that authorises itself while %s is active: %v, want ErrUnsigned", active, err)
		}
	}
	named := "main@sha1:" + w.signed(key, nil)
	if tree, err := w.fetch(t, list, first); err != nil || tree.Revision != named {
		t.Errorf("the operator's: %s, %v, want %s", tree.Revision, err, named)
	}
	last := "main@sha1:" + w.signed(next, nil)
	for _, test := range []struct {
		name, active string
		ok           bool
	}{{"named by the active one", named, true}, {"active again after a restart", last, true}, {"nothing is active", "", false}} {
		tree, err := w.fetch(t, list, test.active)
		if ok := err == nil && strings.HasPrefix(tree.Signer, "next@example.com"); ok != test.ok {
			t.Errorf("%s: signed by %q, %v", test.name, tree.Signer, err)
		}
	}
	w.signed(key, map[string]string{"keys/allowed_signers": "nobody\n"})
	if _, err := w.fetch(t, list, last); err == nil || !strings.Contains(err.Error(), "keys/allowed_signers: line 1 of the signers") {
		t.Errorf("a list that cannot be read: %v", err)
	}
}

func TestParseSignersRefuses(t *testing.T) {
	_, public := repotest.Key(t)
	tests := []struct{ name, text, want string }{
		{"nobody", "# nobody yet\n", "the list of signers is empty"},
		{"no key", "me@example.com", "line 1 of the signers: the line has no key"},
		{"no principal", public, "line 1 of the signers: the key cannot be read"},
		{"half a key", "me@example.com ssh-ed25519 AAAA", "line 1 of the signers: the key cannot be read"},
		{"authority", "\nme@example.com cert-authority " + public, "line 2 of the signers: certificates are not accepted"},
		{"unknown option", "me@example.com never " + public, `line 1 of the signers: the option "never" is not known`},
		{"no time", `me@example.com valid-before="soon" ` + public, `line 1 of the signers: "soon" is no time`},
		{"half a block", "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nAAAA", "line 1 of the signers: "},
		{"too many", strings.Repeat("me@example.com "+public+"\n", 1001), "there are more than 1000 signers"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, err := repo.ParseSigners([]byte(test.text)); err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, want %s…", err, test.want)
			}
		})
	}
	list := signers(t, "me@example.com "+public)
	if _, err := repo.OpenWith("starter", repo.Options{Signers: list}); err == nil {
		t.Error("the starter policies were opened with signers, and have no signature")
	}
}

func FuzzParseSigners(f *testing.F) {
	f.Add("a@b ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFzv4l0zq6a3iKq2WHpV6BwZk2V2m7lVtXJm2mC0XbYV c\n")
	f.Add("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n-----END PGP PUBLIC KEY BLOCK-----")
	f.Fuzz(func(t *testing.T, text string) {
		if s, err := repo.ParseSigners([]byte(text)); (s == nil) == (err == nil) {
			t.Errorf("%q: %v, %v", text, s, err)
		}
	})
}
