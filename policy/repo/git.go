package repo

import (
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
	"sync"

	"github.com/concord-registry/concord/policy/set"
	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/memory"
)

// Git is a branch of a Git repository, or the newest of its release tags, as a source. Everything is held in memory:
// nothing is checked out, no hook and no filter runs. The whole history is fetched once, because a tree must descend from
// the active one.
type Git struct {
	address address
	ca      []byte
	signers *Signers // nil asks for no signature
	tags    string   // a pattern; empty follows the branch

	// mu guards the fetched history and the newest tree; fetches do not overlap.
	mu sync.Mutex
	// repository is nil until the first fetch, and after one that failed half-way.
	repository *git.Repository
	newest     Tree
}

// maxHistory bounds the objects of a history, in bytes.
const maxHistory = 256 << 20

// ErrRewritten is why a tree is refused that does not descend from the active one.
var ErrRewritten = errors.New("the branch was rewritten: its newest commit does not descend from the active one")

func newGit(spec string, o Options) (*Git, error) {
	a, err := parseAddress(spec, o.Credentials)
	if err != nil {
		return nil, err
	}
	if _, err := path.Match(o.Tags, ""); err != nil {
		return nil, fmt.Errorf("the pattern of release tags %q: %w", o.Tags, err)
	}
	return &Git{address: a, ca: o.Credentials.CABundle, signers: o.Signers, tags: o.Tags}, nil
}

func (g *Git) String() string {
	switch {
	case g.tags != "":
		return g.address.url + " tags " + g.tags
	case g.address.branch == "":
		return g.address.url
	}
	return g.address.url + "#" + g.address.branch
}

// Fetch returns the tree of the newest commit or release. It returns an error that wraps [ErrRewritten] when its commit
// does not descend from the active one, and one that wraps [ErrUnsigned] when signatures are asked for and it has none of
// a signer's.
func (g *Git) Fetch(ctx context.Context, active string) (Tree, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	tree, err := g.fetch(ctx, active)
	if err != nil {
		return Tree{}, fmt.Errorf("the policy repository %s: %w", g, err)
	}
	return tree, nil
}

func (g *Git) fetch(ctx context.Context, active string) (Tree, error) {
	if err := g.open(); err != nil {
		return Tree{}, err
	}
	at, err := g.tip(ctx)
	if err != nil {
		return Tree{}, err
	}
	if err := g.download(ctx, at); err != nil {
		g.repository = nil
		return Tree{}, err
	}
	now, err := g.resolve(at)
	if err != nil {
		g.repository = nil // a push came between listing and fetching; the next poll starts afresh
		return Tree{}, err
	}
	before, err := g.descends(now, active)
	if err != nil {
		return Tree{}, err
	}
	if g.newest.Revision == now.revision() {
		return g.newest, nil
	}
	signer, err := g.authorise(now, before, active == now.revision())
	if err != nil {
		return Tree{}, err
	}
	files, err := readTree(now.commit)
	if err != nil {
		return Tree{}, err
	}
	g.newest = Tree{Revision: now.revision(), Files: files, Signer: signer}
	return g.newest, nil
}

func (g *Git) open() error {
	if g.repository != nil {
		return nil
	}
	r, err := git.Init(&boundedStorage{Storage: memory.NewStorage(), left: maxHistory}, nil)
	if err != nil {
		return err
	}
	if _, err := r.CreateRemote(&config.RemoteConfig{Name: git.DefaultRemoteName, URLs: []string{g.address.url}}); err != nil {
		return err
	}
	g.repository, g.newest = r, Tree{}
	return nil
}

// tip asks the server for the reference that is followed, which is all that happens when nothing is new.
func (g *Git) tip(ctx context.Context) (*plumbing.Reference, error) {
	remote, err := g.repository.Remote(git.DefaultRemoteName)
	if err != nil {
		return nil, err
	}
	refs, err := remote.ListContext(ctx, &git.ListOptions{Auth: g.address.auth, CABundle: g.ca})
	if err != nil {
		return nil, err
	}
	if g.tags != "" {
		return newestTag(refs, g.tags)
	}
	branch := g.address.branch
	for _, ref := range refs {
		if branch == "" && ref.Name() == plumbing.HEAD && ref.Type() == plumbing.SymbolicReference {
			branch = ref.Target().Short()
		}
	}
	for _, ref := range refs {
		if ref.Name() == plumbing.NewBranchReferenceName(branch) {
			return ref, nil
		}
	}
	return nil, fmt.Errorf("there is no branch %q", branch)
}

// download brings what the reference points to, unless it is there.
func (g *Git) download(ctx context.Context, at *plumbing.Reference) error {
	if have, err := g.repository.Reference(at.Name(), false); err == nil && have.Hash() == at.Hash() {
		return nil
	}
	err := g.repository.FetchContext(ctx, &git.FetchOptions{
		RefSpecs: []config.RefSpec{config.RefSpec("+" + at.Name() + ":" + at.Name())},
		Auth:     g.address.auth, CABundle: g.ca, Tags: git.NoTags, Force: true,
	})
	if errors.Is(err, git.NoErrAlreadyUpToDate) {
		return nil
	}
	return err
}

// descends refuses a commit that the active one, if it is of what is followed, is not an ancestor of. It returns the
// active one, nil for none.
func (g *Git) descends(now release, active string) (before *object.Commit, err error) {
	name, hash, ok := strings.Cut(active, revisionMark)
	if !ok || g.tags == "" && name != now.name || hash == now.commit.Hash.String() {
		return nil, nil
	}
	before, err = g.repository.CommitObject(plumbing.NewHash(hash))
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, ErrRewritten
	}
	if err != nil {
		return nil, err
	}
	ancestor, err := before.IsAncestor(now.commit)
	if err == nil && !ancestor {
		return nil, ErrRewritten
	}
	return before, err
}

// boundedStorage keeps a history in memory up to a size.
type boundedStorage struct {
	*memory.Storage
	left int64
}

// SetEncodedObject refuses what does not fit any more.
func (s *boundedStorage) SetEncodedObject(o plumbing.EncodedObject) (plumbing.Hash, error) {
	if s.left -= o.Size(); s.left < 0 {
		return plumbing.ZeroHash, fmt.Errorf("the history has more than %d bytes", maxHistory)
	}
	return s.Storage.SetEncodedObject(o)
}

// readTree reads the files that mean something to policies.
func readTree(commit *object.Commit) (set.Files, error) {
	root, err := commit.Tree()
	if err != nil {
		return nil, err
	}
	r := treeReader{files: set.Files{}}
	return r.files, r.walk(root, "")
}
