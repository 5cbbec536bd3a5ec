package repo_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/concord-registry/concord/policy/repo"
	"github.com/concord-registry/concord/policy/repo/repotest"
)

// tag makes a tag of the newest commit, annotated when a message is given, signed when a key is, and pushes it by force.
func (w *work) tag(name, message, key string) {
	w.t.Helper()
	args := []string{"tag", "-f", name}
	if message != "" {
		args = append(args, "-m", message)
	}
	w.run(w.dir, args...)
	if key != "" {
		repotest.SignTag(w.t, w.dir, key, name)
	}
	w.run(w.dir, "push", "-q", "--force", "origin", "refs/tags/"+name)
}

// TestReleases follows the newest tag of a pattern: by the numbers in its name, whatever the branch says.
func TestReleases(t *testing.T) {
	w := newWork(t)
	source, err := repo.OpenWith("file://"+w.bare, repo.Options{Tags: "policy/v*"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := source.Fetch(context.Background(), ""); err == nil || !strings.Contains(err.Error(), `there is no tag "policy/v*"`) {
		t.Errorf("without a tag: %v", err)
	}
	w.tag("policy/v1.9", "", "")
	first := "policy/v1.9@sha1:" + w.run(w.dir, "rev-parse", "HEAD")
	w.commit(map[string]string{"terms/x.yaml": "id: x\n"}) // not released yet
	w.tag("other/v9", "", "")
	tree, err := source.Fetch(context.Background(), "")
	if err != nil || tree.Revision != first || tree.Files["terms/x.yaml"] != nil {
		t.Errorf("got %s, %v; want %s", tree.Revision, err, first)
	}
	w.tag("policy/v1.10", "ten is more than nine", "")
	second := "policy/v1.10@sha1:" + w.run(w.dir, "rev-parse", "HEAD")
	tree, err = source.Fetch(context.Background(), first)
	if err != nil || tree.Revision != second || tree.Files["terms/x.yaml"] == nil {
		t.Errorf("got %s, %v; want %s", tree.Revision, err, second)
	}
	if got, want := source.String(), "file://"+w.bare+" tags policy/v*"; got != want {
		t.Errorf("the source is called %s, want %s", got, want)
	}
	w.run(w.dir, "push", "-q", "origin", ":refs/tags/policy/v1.10")
	if _, err := source.Fetch(context.Background(), second); !errors.Is(err, repo.ErrRewritten) {
		t.Errorf("a release that was taken back: %v, want ErrRewritten", err)
	}
	w.run(w.dir, "checkout", "-q", "--orphan", "side")
	w.run(w.dir, "commit", "-q", "-m", "another history")
	w.tag("policy/v2", "two", "")
	if _, err := source.Fetch(context.Background(), second); !errors.Is(err, repo.ErrRewritten) {
		t.Errorf("a release of another history: %v, want ErrRewritten", err)
	}
}

// TestSignedReleases: what counts is the signature of the tag, and of the commit where the tag is a mere name. Git's
// verdicts on the same cases are recorded.
func TestSignedReleases(t *testing.T) {
	key, public := repotest.Key(t)
	stranger, _ := repotest.Key(t)
	list := "council@example.com " + public
	tests := []struct {
		name    string
		release func(*work)
		ok      bool
	}{
		{"signed tag of a signed commit", func(w *work) { w.signed(key, nil); w.tag("v1", "one", key) }, true},
		{"signed tag of an unsigned commit", func(w *work) { w.tag("v1", "one", key) }, true},
		{"name of a signed commit", func(w *work) { w.signed(key, nil); w.tag("v1", "", "") }, true},
		{"unsigned tag of a signed commit", func(w *work) { w.signed(key, nil); w.tag("v1", "one", "") }, false},
		{"a stranger's", func(w *work) { w.tag("v1", "one", stranger) }, false},
		{"name of an unsigned commit", func(w *work) { w.tag("v1", "", "") }, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWork(t)
			test.release(w)
			tree, err := w.fetchWith(t, repo.Options{Signers: signers(t, list), Tags: "v*"}, "")
			if test.ok && (err != nil || !strings.HasPrefix(tree.Signer, "council@example.com")) || !test.ok && !errors.Is(err, repo.ErrUnsigned) {
				t.Errorf("signed by %q, %v; want ok %t", tree.Signer, err, test.ok)
			}
			if test.ok { // again, after a restart
				if again, err := w.fetchWith(t, repo.Options{Signers: signers(t, list), Tags: "v*"}, tree.Revision); err != nil || again.Revision != tree.Revision {
					t.Errorf("after a restart: %s, %v", again.Revision, err)
				}
			}
		})
	}
}

// TestRenamedRelease gives an old signed tag the name of a new one, and another commit to a signed tag.
func TestRenamedRelease(t *testing.T) {
	key, public := repotest.Key(t)
	options := repo.Options{Signers: signers(t, "council@example.com "+public), Tags: "v*"}
	w := newWork(t)
	w.tag("v1", "one", key)
	w.run(w.dir, "push", "-q", "origin", "refs/tags/v1:refs/tags/v2")
	if _, err := w.fetchWith(t, options, ""); err == nil || !strings.Contains(err.Error(), `the tag v2 is the tag "v1" of a commit`) {
		t.Errorf("an old tag under a new name: %v", err)
	}
	w.run(w.dir, "push", "-q", "origin", ":refs/tags/v2")
	good := w.run(w.dir, "cat-file", "tag", "v1") + "\n"
	other := w.commit(map[string]string{"terms/x.yaml": "id: x\n"})
	_, rest, _ := strings.Cut(good, "\n")
	w.run(w.dir, "push", "-q", "--force", "origin", repotest.Object(t, w.dir, "tag", "object "+other+"\n"+rest)+":refs/tags/v1")
	if tree, err := w.fetchWith(t, options, ""); !errors.Is(err, repo.ErrUnsigned) {
		t.Errorf("a signed tag that was given another commit: signed by %q, %v", tree.Signer, err)
	}
}

func TestTagsAreForGit(t *testing.T) {
	if _, err := repo.OpenWith("starter", repo.Options{Tags: "v*"}); err == nil {
		t.Error("the starter policies were opened by release tags")
	}
	if _, err := repo.OpenWith("file:///nowhere", repo.Options{Tags: "v["}); err == nil {
		t.Error("a pattern that cannot match was taken")
	}
}
