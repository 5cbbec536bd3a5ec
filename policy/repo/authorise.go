package repo

import (
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/concord-registry/concord/policy/set"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// signersFile is where a policy repository names its signers.
const signersFile = "keys/allowed_signers"

// maxSigned bounds the object of a commit or a tag, in bytes.
const maxSigned = 1 << 20

// authorise says who signed a release, if signatures are asked for. Those may whom the operator names, and those whom the
// active commit names: none authorises itself. What is active again after a restart is judged as of the time of its making,
// and by the parent of its commit.
func (g *Git) authorise(now release, before *object.Commit, again bool) (signer string, err error) {
	if g.signers == nil {
		return "", nil
	}
	if _, err := signersOf(now.commit); err != nil {
		return "", err // nobody could sign the one after it
	}
	kind, hash, made := now.signed()
	at := time.Now()
	if again {
		at = made
		if before, err = parent(now.commit); err != nil {
			return "", err
		}
	}
	theirs, err := signersOf(before)
	if err != nil {
		return "", err
	}
	raw, err := g.raw(kind, hash)
	if err != nil {
		return "", err
	}
	return g.signers.with(theirs).verify(kind, raw, at)
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
	if file.Size > set.MaxFileBytes {
		return nil, fmt.Errorf("%s has %d bytes; at most %d are read", signersFile, file.Size, set.MaxFileBytes)
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

// raw is a commit or tag, byte by byte as its hash covers it.
func (g *Git) raw(kind plumbing.ObjectType, hash plumbing.Hash) ([]byte, error) {
	object, err := g.repository.Storer.EncodedObject(kind, hash)
	if err != nil {
		return nil, err
	}
	if object.Size() > maxSigned {
		return nil, fmt.Errorf("the %s %s has %d bytes; at most %d are read", kind, hash, object.Size(), maxSigned)
	}
	reader, err := object.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	return io.ReadAll(reader)
}
