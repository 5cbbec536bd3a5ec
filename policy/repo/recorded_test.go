package repo_test

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/concord-registry/concord/policy/repo"
	"github.com/concord-registry/concord/policy/repo/repotest"
)

var record = flag.Bool("record", false, "sign testdata/signatures anew and ask git about it; needs ssh-keygen and gpg")

// recorded are commits and tags that OpenSSH and GnuPG have signed. A list names keys in braces: those of the three kinds,
// and that of a stranger; in lists of OpenPGP {council} is a whole block.
var recorded = []struct {
	name   string
	commit string // the key that signs it; empty for none
	tag    string // the same of a tag of it; "name" for a tag that is a mere name, "none" where the branch counts
	list   string
	ok     bool // git has said so
}{
	{"ed25519", "ed25519", "none", "council@example.com {ed25519}", true},
	{"rsa", "rsa", "none", "council@example.com {rsa}", true},
	{"ecdsa", "ecdsa", "none", "council@example.com {ecdsa}", true},
	{"one of several", "ed25519", "none", "# us\nother@example.com {stranger}\n\ncouncil@example.com,also@example.com {ed25519}", true},
	{"for git", "ed25519", "none", `council@example.com namespaces="file,git" {ed25519}`, true},
	{"in its time", "ed25519", "none", `council@example.com valid-after="20200101",valid-before="29990101" {ed25519}`, true},
	{"stranger", "ed25519", "none", "other@example.com {stranger}", false},
	{"for files only", "ed25519", "none", `council@example.com namespaces="file" {ed25519}`, false},
	{"expired", "ed25519", "none", `council@example.com valid-before="20200101" {ed25519}`, false},
	{"not yet", "ed25519", "none", `council@example.com valid-after="29990101" {ed25519}`, false},
	{"unsigned", "", "none", "council@example.com {ed25519}", false},
	{"signed tag of a signed commit", "ed25519", "ed25519", "council@example.com {ed25519}", true},
	{"signed tag of an unsigned commit", "", "ed25519", "council@example.com {ed25519}", true},
	{"name of a signed commit", "ed25519", "name", "council@example.com {ed25519}", true},
	{"unsigned tag of a signed commit", "ed25519", "", "council@example.com {ed25519}", false},
	{"tag of a stranger", "", "stranger", "council@example.com {ed25519}", false},
	{"name of an unsigned commit", "", "name", "council@example.com {ed25519}", false},
	{"OpenPGP", "council", "none", "other@example.com {stranger}\n{council}\n# the end", true},
	{"OpenPGP of another", "mallory", "none", "other@example.com {stranger}\n{council}\n# the end", false},
	{"OpenPGP tag", "", "council", "{council}", true},
	{"OpenPGP tag of another", "", "mallory", "{council}", false},
}

// TestRecordedSignatures: what real programs have signed is accepted and refused as git does it with the same list.
func TestRecordedSignatures(t *testing.T) {
	if *record {
		recordSignatures(t)
	}
	for _, test := range recorded {
		t.Run(test.name, func(t *testing.T) {
			a, err := txtar.ParseFile(recording(test.name))
			if err != nil {
				t.Fatalf("%v: go test ./policy/repo -run TestRecordedSignatures -record", err)
			}
			part := map[string]string{}
			for _, f := range a.Files {
				part[f.Name] = string(f.Data)
			}
			w := newWork(t)
			commit := repotest.Object(t, w.dir, "commit", part["commit"])
			options := repo.Options{Signers: signers(t, part["signers"])}
			switch test.tag {
			case "none":
				w.run(w.dir, "push", "-q", "--force", "origin", commit+":refs/heads/main")
			case "name":
				options.Tags = "v*"
				w.run(w.dir, "push", "-q", "origin", commit+":refs/tags/v1")
			default:
				options.Tags = "v*"
				w.run(w.dir, "push", "-q", "origin", repotest.Object(t, w.dir, "tag", part["tag"])+":refs/tags/v1")
			}
			tree, err := w.fetchWith(t, options, "")
			signer := "council@example.com"
			if strings.HasPrefix(test.name, "OpenPGP") {
				signer = "OpenPGP key "
			}
			if test.ok && (err != nil || !strings.HasPrefix(tree.Signer, signer)) || !test.ok && !errors.Is(err, repo.ErrUnsigned) {
				t.Errorf("signed by %q, %v; want ok %t", tree.Signer, err, test.ok)
			}
		})
	}
}

func recording(name string) string {
	return filepath.Join("testdata", "signatures", strings.ReplaceAll(name, " ", "_")+".txtar")
}

// recordSignatures writes a file for every case, with new keys that nobody keeps. It fails where git does not say what the
// table says.
func recordSignatures(t *testing.T) {
	p := newPrograms(t)
	if err := os.MkdirAll(filepath.Dir(recording("")), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, test := range recorded {
		w := newWork(t)
		list := p.public.Replace(test.list) + "\n"
		commit := w.run(w.dir, p.git(test.commit, "commit-tree", "-m", "recorded", "HEAD^{tree}")...)
		a := &txtar.Archive{Files: []txtar.File{{Name: "signers", Data: []byte(list)}, {Name: "commit", Data: object(w, "commit", commit)}}}
		verify := "verify-tag"
		switch test.tag {
		case "none", "name":
			verify = "verify-commit"
			w.run(w.dir, "tag", "v1", commit)
		default:
			w.run(w.dir, p.git(test.tag, "tag", "-a", "-m", "one", "v1", commit)...)
			a.Files = append(a.Files, txtar.File{Name: "tag", Data: object(w, "tag", "v1")})
		}
		if got := p.accepts(w, verify, list); got != test.ok {
			t.Fatalf("%s: git says %t, the table %t", test.name, got, test.ok)
		}
		if err := os.WriteFile(recording(test.name), txtar.Format(a), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func object(w *work, kind, name string) []byte {
	return []byte(w.run(w.dir, "cat-file", kind, name) + "\n")
}

// programs are the keys of OpenSSH and GnuPG.
type programs struct {
	private map[string]string // files
	gpg     string            // a script that signs
	judge   string            // a script that knows the council's key alone
	public  *strings.Replacer
}

func newPrograms(t *testing.T) *programs {
	t.Helper()
	dir := t.TempDir()
	p := &programs{private: map[string]string{}}
	var public []string
	for name, kind := range map[string]string{"ed25519": "ed25519", "rsa": "rsa", "ecdsa": "ecdsa", "stranger": "ed25519"} {
		p.private[name] = filepath.Join(dir, name)
		program(t, "ssh-keygen", "-q", "-N", "", "-C", "", "-t", kind, "-f", p.private[name])
		text, err := os.ReadFile(p.private[name] + ".pub")
		if err != nil {
			t.Fatal(err)
		}
		public = append(public, "{"+name+"}", strings.TrimSpace(string(text)))
	}
	p.gpg, p.judge = gnupg(t), gnupg(t)
	for _, who := range []string{"council", "mallory"} {
		program(t, p.gpg, "--batch", "--quick-generate-key", who+"@example.com", "ed25519", "sign", "never")
	}
	block := program(t, p.gpg, "--armor", "--export", "council@example.com")
	file := filepath.Join(dir, "council.asc")
	if err := os.WriteFile(file, []byte(block), 0o600); err != nil {
		t.Fatal(err)
	}
	program(t, p.judge, "--import", file)
	p.public = strings.NewReplacer(append(public, "{council}", strings.TrimSpace(block))...)
	return p
}

// gnupg is a script that runs gpg with a home folder of its own.
func gnupg(t *testing.T) string {
	t.Helper()
	home, err := os.MkdirTemp("", "gpg") // short, for the sockets in it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = exec.Command("gpgconf", "--homedir", home, "--kill", "all").Run() // an agent that never ran is fine
		os.RemoveAll(home)
	})
	script := filepath.Join(home, "run")
	text := "#!/bin/sh\nexec gpg --homedir " + home + " --quiet --pinentry-mode loopback --passphrase '' \"$@\"\n"
	if err := os.WriteFile(script, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
	return script
}

func program(t *testing.T, command ...string) string {
	t.Helper()
	out, err := exec.Command(command[0], command[1:]...).Output()
	if err != nil {
		t.Fatalf("%s: %v", strings.Join(command, " "), err)
	}
	return string(out)
}

// git are the arguments of a command that signs with a key, or does not.
func (p *programs) git(key, command string, args ...string) []string {
	switch {
	case key == "":
		return append([]string{command}, args...)
	case p.private[key] != "":
		key = p.private[key]
		return append([]string{"-c", "gpg.format=ssh", "-c", "user.signingkey=" + key, command}, signing(command, key, args)...)
	default:
		key += "@example.com"
		return append([]string{"-c", "gpg.program=" + p.gpg, "-c", "user.signingkey=" + key, command}, signing(command, key, args)...)
	}
}

// signing says to a command of git that it shall sign.
func signing(command, key string, args []string) []string {
	if command == "tag" {
		return append([]string{"-s"}, args[1:]...)
	}
	return append([]string{"-S" + key}, args...)
}

// accepts is git's own verdict on v1.
func (p *programs) accepts(w *work, verify, list string) bool {
	w.t.Helper()
	file := filepath.Join(w.t.TempDir(), "allowed_signers")
	if err := os.WriteFile(file, []byte(list), 0o600); err != nil {
		w.t.Fatal(err)
	}
	cmd := exec.Command("git", "-c", "gpg.ssh.allowedSignersFile="+file, "-c", "gpg.program="+p.judge, verify, "v1")
	cmd.Dir = w.dir
	return cmd.Run() == nil
}
