package repo

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// signersFile is where a policy repository names its signers.
const signersFile = "keys/allowed_signers"

// maxCommit bounds a commit's own object, in bytes.
const maxCommit = 1 << 20

// authorise says who signed a commit, if signatures are asked for. Those may whom the operator names, and those whom the
// active commit names: none authorises itself. Active again after a restart is judged as of the time of its making, and
// by its parent.
func (g *Git) authorise(commit, before *object.Commit, again bool) (signer string, err error) {
	if g.signers == nil {
		return "", nil
	}
	if _, err := signersOf(commit); err != nil {
		return "", err // nobody could sign the one after it
	}
	at := time.Now()
	if again {
		at = commit.Committer.When
		if before, err = parent(commit); err != nil {
			return "", err
		}
	}
	theirs, err := signersOf(before)
	if err != nil {
		return "", err
	}
	raw, err := g.raw(commit.Hash)
	if err != nil {
		return "", err
	}
	return g.signers.with(theirs).verify(raw, at)
}

// parent is the first one, nil for none.
func parent(commit *object.Commit) (*object.Commit, error) {
	if commit.NumParents() == 0 {
		return nil, nil
	}
	return commit.Parent(0)
}

// signersOf are the signers that a commit names; nil for none, and for no commit.
func signersOf(commit *object.Commit) (*Signers, error) {
	if commit == nil {
		return nil, nil
	}
	file, err := commit.File(signersFile)
	if errors.Is(err, object.ErrFileNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if file.Size > policy.MaxFileBytes {
		return nil, fmt.Errorf("%s has %d bytes; at most %d are read", signersFile, file.Size, policy.MaxFileBytes)
	}
	text, err := file.Contents()
	if err != nil {
		return nil, err
	}
	signers, err := ParseSigners([]byte(text))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", signersFile, err)
	}
	return signers, nil
}

// raw is the object of a commit, byte by byte as its hash covers it.
func (g *Git) raw(hash plumbing.Hash) ([]byte, error) {
	object, err := g.repository.Storer.EncodedObject(plumbing.CommitObject, hash)
	if err != nil {
		return nil, err
	}
	if object.Size() > maxCommit {
		return nil, fmt.Errorf("the commit %s has %d bytes; at most %d are read", hash, object.Size(), maxCommit)
	}
	reader, err := object.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return io.ReadAll(reader)
}
