// Package repo brings policy repositories to an engine: from a folder, from a branch of a Git repository, or from the
// policies that come with Concord. A [Source] fetches the newest tree of files; a [Poller] loads and tests it, and
// activates it when nothing is wrong with it. Whatever fails, the active set stays.
package repo

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"

	"github.com/concord-registry/concord/policy/set"
	"github.com/concord-registry/concord/policy/starter"
)

// Source is where policy repositories come from.
type Source interface {
	// Fetch returns the newest tree. Active is the Revision of the tree that is active, empty when none is: a source
	// that has a history refuses a tree that does not descend from it. No error holds a secret.
	Fetch(ctx context.Context, active string) (Tree, error)
	// String names the source without its secrets.
	String() string
}

// Tree is one revision of a policy repository.
type Tree struct {
	// Revision is `branch@sha1:commit`, or `tag@sha1:commit`, or the kind of the source where it has no history.
	Revision string
	Files    set.Files
	// Tested is set where the tests ran when Concord was built.
	Tested bool
	// Signer is who signed it, where signatures are asked for.
	Signer string
}

// Options say how to read a Git repository.
type Options struct {
	Credentials Credentials
	// Signers are those who may sign the newest commit or release tag, beside the ones whom the active tree names in
	// keys/allowed_signers; nil asks for no signature.
	Signers *Signers
	// Tags is a pattern (path.Match) of release tags, of which the newest is followed, numbers in their names counting as
	// numbers: `policy/v*`. Empty follows the branch.
	Tags string
}

// Credentials are what a Git server asks for. The zero value has none.
type Credentials struct {
	// Username and Password are for https; a token is a password with any user name.
	Username, Password string
	// SSHKeyFile is a private key in PEM; empty asks the SSH agent. KnownHostsFile lists the host keys that are
	// trusted; empty means the user's own list. A host that is not in it is refused.
	SSHKeyFile, KnownHostsFile string
	// CABundle are certificates in PEM that are trusted beside the system's.
	CABundle []byte
}

// Open makes a source of what a user wrote: `starter`, `none` (a nil Source), a folder, or a Git URL with an optional
// #branch, without which the repository's default branch is followed.
func Open(spec string) (Source, error) { return OpenWith(spec, Options{}) }

// OpenWith is [Open] with options for Git. Credentials that stand in the URL win. Signers for a source that has no
// signatures are an error: whoever asks for signatures must not get policies without.
func OpenWith(spec string, o Options) (Source, error) {
	git := strings.Contains(spec, "://") || scpLike.MatchString(spec)
	switch {
	case o.Signers != nil && !git && spec != "none":
		return nil, fmt.Errorf("policies from %q have no signatures: signers are for Git repositories", spec)
	case o.Tags != "" && !git && spec != "none":
		return nil, fmt.Errorf("policies from %q have no release tags: those are for Git repositories", spec)
	case spec == "none":
		return nil, nil
	case spec == "starter":
		return Starter{}, nil
	case git:
		return newGit(spec, o)
	}
	if info, err := os.Stat(spec); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%q is not a folder: policies are `starter`, `none`, a folder or a Git URL", spec)
	}
	return Directory(spec), nil
}

// scpLike is the short form of an SSH URL, git@host:path.
var scpLike = regexp.MustCompile(`^[\w.-]+@[\w.-]+:`)

// Starter is the source of the policies that come with Concord.
type Starter struct{}

// Fetch returns the embedded files.
func (Starter) Fetch(context.Context, string) (Tree, error) {
	files, err := starter.Files()
	return Tree{Revision: "starter", Files: files, Tested: true}, err
}

func (Starter) String() string { return "starter" }

// Directory is a folder as a source. It has no history: what stands there is the newest.
type Directory string

// Fetch reads the folder. Links are refused, those that would lead out of it in any case.
func (d Directory) Fetch(context.Context, string) (Tree, error) {
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return Tree{}, fmt.Errorf("the policy folder: %w", err)
	}
	defer root.Close()
	files, err := set.ReadFS(root.FS())
	if err != nil {
		return Tree{}, fmt.Errorf("the policy folder %s: %w", d, err)
	}
	if len(files) == 0 {
		return Tree{}, errors.New("the policy folder " + string(d) + " holds no policies: it needs a policy.yaml")
	}
	return Tree{Revision: "directory", Files: files}, nil
}

func (d Directory) String() string { return string(d) }
