package repo

import (
	"cmp"
	"errors"
	"fmt"
	"path"
	"strings"
	"time"

	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// release is what a reference of the repository comes to.
type release struct {
	// name is that of the branch or tag.
	name   string
	commit *object.Commit
	// tag is the annotated tag, nil for a branch and for a tag that is a mere name.
	tag *object.Tag
}

// revisionMark stands between the name and the commit in a revision.
const revisionMark = "@sha1:"

func (r release) revision() string { return r.name + revisionMark + r.commit.Hash.String() }

// signed is the object whose signature counts, and when it says that it was made.
func (r release) signed() (plumbing.ObjectType, plumbing.Hash, time.Time) {
	if r.tag != nil {
		return plumbing.TagObject, r.tag.Hash, r.tag.Tagger.When
	}
	return plumbing.CommitObject, r.commit.Hash, r.commit.Committer.When
}

// resolve follows a reference to its commit. An annotated tag must be the one that the reference is called after: a signed
// tag under another name would be another release.
func (g *Git) resolve(at *plumbing.Reference) (release, error) {
	r, hash := release{name: at.Name().Short()}, at.Hash()
	if at.Name().IsTag() {
		tag, err := g.repository.TagObject(hash)
		if err != nil && !errors.Is(err, plumbing.ErrObjectNotFound) {
			return r, fmt.Errorf("the tag %s: %w", r.name, err)
		}
		if err == nil {
			if tag.Name != r.name || tag.TargetType != plumbing.CommitObject {
				return r, fmt.Errorf("the tag %s is the tag %q of a %s", r.name, tag.Name, tag.TargetType)
			}
			r.tag, hash = tag, tag.Target
		}
	}
	commit, err := g.repository.CommitObject(hash)
	if err != nil {
		return r, fmt.Errorf("the commit %s: %w", hash, err)
	}
	r.commit = commit
	return r, nil
}

// newestTag is the greatest of the tags that fit a pattern.
func newestTag(refs []*plumbing.Reference, pattern string) (*plumbing.Reference, error) {
	var newest *plumbing.Reference
	for _, ref := range refs {
		if !ref.Name().IsTag() {
			continue
		}
		if ok, err := path.Match(pattern, ref.Name().Short()); err != nil || !ok {
			continue
		}
		if newest == nil || compareVersions(ref.Name().Short(), newest.Name().Short()) > 0 {
			newest = ref
		}
	}
	if newest == nil {
		return nil, fmt.Errorf("there is no tag %q", pattern)
	}
	return newest, nil
}

// compareVersions orders names by their parts, runs of digits as numbers: v1.9 is before v1.10.
func compareVersions(a, b string) int {
	for a != "" && b != "" {
		left, right := leading(a), leading(b)
		a, b = a[len(left):], b[len(right):]
		if c := comparePart(left, right); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(a), len(b))
}

// leading is the first run of digits, or of what are none.
func leading(s string) string {
	n := 1
	for n < len(s) && digit(s[n]) == digit(s[0]) {
		n++
	}
	return s[:n]
}

func digit(b byte) bool { return '0' <= b && b <= '9' }

func comparePart(a, b string) int {
	if digit(a[0]) && digit(b[0]) {
		a, b = strings.TrimLeft(a, "0"), strings.TrimLeft(b, "0")
		return cmp.Or(cmp.Compare(len(a), len(b)), cmp.Compare(a, b))
	}
	return cmp.Compare(a, b)
}
