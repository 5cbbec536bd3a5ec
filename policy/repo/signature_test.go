package repo_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-registry/concord/policy/repo"
)

// sshKey makes a key pair and returns the path of the private half and the text of the public one.
func sshKey(t *testing.T, kind ...string) (path, public string) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "key")
	args := append([]string{"-q", "-N", "", "-C", "", "-f", path, "-t"}, kind...)
	if out, err := exec.Command("ssh-keygen", args...).CombinedOutput(); err != nil {
		t.Fatalf("ssh-keygen: %v\n%s", err, out)
	}
	text, err := os.ReadFile(path + ".pub")
	if err != nil {
		t.Fatal(err)
	}
	return path, strings.TrimSpace(string(text))
}

// signed commits the files with a signature of a key, pushes, and returns the commit.
func (w *work) signed(key string, files map[string]string) string {
	w.t.Helper()
	write(w.t, w.dir, files)
	w.run(w.dir, "add", "-A")
	w.run(w.dir, "-c", "gpg.format=ssh", "-c", "user.signingkey="+key, "commit", "-q", "--allow-empty", "-S", "-m", "signed\n\nbody")
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

// TestSSHSignatures compares with git itself, given the same list of signers.
func TestSSHSignatures(t *testing.T) {
	key, public := sshKey(t, "ed25519")
	_, stranger := sshKey(t, "ed25519")
	rsa, rsaPublic := sshKey(t, "rsa", "-b", "2048")
	ecdsa, ecdsaPublic := sshKey(t, "ecdsa")
	tests := []struct {
		name, key, list string
		ok              bool
	}{
		{"ed25519", key, "council@example.com " + public, true},
		{"rsa", rsa, "council@example.com " + rsaPublic, true},
		{"ecdsa", ecdsa, "council@example.com " + ecdsaPublic, true},
		{"one of several", key, "# us\nother@example.com " + stranger + "\n\ncouncil@example.com,also@example.com " + public, true},
		{"for git", key, `council@example.com namespaces="file,git" ` + public, true},
		{"in its time", key, `council@example.com valid-after="20200101",valid-before="29990101" ` + public, true},
		{"stranger", key, "other@example.com " + stranger, false},
		{"for files only", key, `council@example.com namespaces="file" ` + public, false},
		{"expired", key, `council@example.com valid-before="20200101" ` + public, false},
		{"not yet", key, `council@example.com valid-after="29990101" ` + public, false},
		{"unsigned", "", "council@example.com " + public, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWork(t)
			if test.key != "" {
				w.signed(test.key, nil)
			}
			tree, err := w.fetch(t, signers(t, test.list), "")
			if test.ok && (err != nil || !strings.HasPrefix(tree.Signer, "council@example.com")) {
				t.Errorf("signed by %q, %v", tree.Signer, err)
			}
			if !test.ok && !errors.Is(err, repo.ErrUnsigned) {
				t.Errorf("got %v, want ErrUnsigned", err)
			}
			if got := w.gitAccepts(test.list); got != test.ok {
				t.Errorf("git says %t: the test is wrong, or the list is read in another way", got)
			}
		})
	}
}

// gitAccepts is git's own verdict on the newest commit.
func (w *work) gitAccepts(list string) bool { return w.gitVerifies("verify-commit", "HEAD", list) }

func (w *work) gitVerifies(verify, what, list string) bool {
	w.t.Helper()
	file := filepath.Join(w.t.TempDir(), "allowed_signers")
	if err := os.WriteFile(file, []byte(list+"\n"), 0o600); err != nil {
		w.t.Fatal(err)
	}
	cmd := exec.Command("git", "-c", "gpg.ssh.allowedSignersFile="+file, verify, what)
	cmd.Dir = w.dir
	return cmd.Run() == nil
}

// TestForgedSignatures puts a good signature where it does not belong.
func TestForgedSignatures(t *testing.T) {
	key, public := sshKey(t, "ed25519")
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
			cmd := exec.Command("git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally")
			cmd.Dir, cmd.Stdin = w.dir, strings.NewReader(forged)
			hash, err := cmd.Output()
			if err != nil {
				t.Fatal(err)
			}
			w.run(w.dir, "push", "-q", "--force", "origin", strings.TrimSpace(string(hash))+":refs/heads/main")
			if tree, err := w.fetch(t, list, ""); !errors.Is(err, repo.ErrUnsigned) {
				t.Errorf("signed by %q, %v; want ErrUnsigned", tree.Signer, err)
			}
		})
	}
}

// TestSignersInTheRepository: the active commit may name signers of the next one, and no commit authorises itself.
func TestSignersInTheRepository(t *testing.T) {
	key, public := sshKey(t, "ed25519")
	next, nextPublic := sshKey(t, "ed25519")
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

// TestOpenPGPSignatures: a key of the list signs, in armour between the lines, and another one does not.
func TestOpenPGPSignatures(t *testing.T) {
	home := t.TempDir()
	gpg := func(args ...string) string {
		t.Helper()
		out, err := exec.Command("gpg", append([]string{"--homedir", home, "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""}, args...)...).Output()
		if err != nil {
			t.Fatalf("gpg %s: %v", args, err)
		}
		return string(out)
	}
	t.Cleanup(func() { _ = exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run() }) // an agent that never ran is fine
	for _, who := range []string{"council@example.com", "mallory@example.com"} {
		gpg("--quick-generate-key", who, "ed25519", "sign", "never")
	}
	_, ssh := sshKey(t, "ed25519")
	list := signers(t, "other@example.com "+ssh+"\n"+gpg("--armor", "--export", "council@example.com")+"\n# the end\n")
	w := newWork(t)
	for _, test := range []struct {
		who string
		ok  bool
	}{{"council@example.com", true}, {"mallory@example.com", false}} {
		script := filepath.Join(t.TempDir(), "gpg")
		text := "#!/bin/sh\nexec gpg --homedir " + home + " --pinentry-mode loopback --passphrase '' \"$@\"\n"
		if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
			t.Fatal(err)
		}
		w.run(w.dir, "-c", "gpg.program="+script, "-c", "user.signingkey="+test.who, "commit", "-q", "--allow-empty", "-S", "-m", "signed")
		w.run(w.dir, "push", "-q", "--force", "origin", "HEAD:main")
		tree, err := w.fetch(t, list, "")
		if ok := err == nil && strings.HasPrefix(tree.Signer, "OpenPGP key "); ok != test.ok || !ok && !errors.Is(err, repo.ErrUnsigned) {
			t.Errorf("%s: signed by %q, %v", test.who, tree.Signer, err)
		}
	}
}

func TestParseSignersRefuses(t *testing.T) {
	_, public := sshKey(t, "ed25519")
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
