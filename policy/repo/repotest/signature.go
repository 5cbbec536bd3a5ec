package repotest

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/hiddeco/sshsig"
)

// SignCommit puts a signature into the newest commit of a work tree, made with the private key in a file, as
// git commit -S does.
func SignCommit(t testing.TB, dir, key string) {
	t.Helper()
	commit := git(t, dir, "", "cat-file", "commit", "HEAD")
	header, message, _ := strings.Cut(commit, "\n\n")
	signature := strings.ReplaceAll(strings.TrimSpace(sign(t, key, commit)), "\n", "\n ")
	signed := Object(t, dir, "commit", header+"\ngpgsig "+signature+"\n\n"+message)
	git(t, dir, "", "update-ref", "HEAD", signed)
}

// SignTag puts a signature at the end of an annotated tag, as git tag -s does.
func SignTag(t testing.TB, dir, key, name string) {
	t.Helper()
	tag := git(t, dir, "", "cat-file", "tag", name)
	git(t, dir, "", "update-ref", "refs/tags/"+name, Object(t, dir, "tag", tag+sign(t, key, tag)))
}

// Object stores the text of an object of Git, unchecked, and returns its hash.
func Object(t testing.TB, dir, kind, text string) string {
	t.Helper()
	return strings.TrimSpace(git(t, dir, text, "hash-object", "-t", kind, "-w", "--stdin", "--literally"))
}

// sign is an armoured signature for Git.
func sign(t testing.TB, key, text string) string {
	t.Helper()
	signature, err := sshsig.Sign(strings.NewReader(text), signer(t, key), sshsig.HashSHA512, "git")
	if err != nil {
		t.Fatal(err)
	}
	return string(sshsig.Armor(signature))
}

// git runs without anybody's configuration, and returns what it says.
func git(t testing.TB, dir, input string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir, cmd.Stdin = dir, strings.NewReader(input)
	cmd.Env = append(os.Environ(), "GIT_CONFIG_NOSYSTEM=1", "GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %s: %v", strings.Join(args, " "), err)
	}
	return string(out)
}
