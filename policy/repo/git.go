package repo

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/concord-registry/concord/policy"
	git "github.com/go-git/go-git/v5"
	"github.com/go-git/go-git/v5/config"
	"github.com/go-git/go-git/v5/plumbing"
	"github.com/go-git/go-git/v5/plumbing/object"
	"github.com/go-git/go-git/v5/storage/memory"
)

// Git is a branch of a Git repository as a source. Everything is held in memory: nothing is checked out, no hook and no
// filter runs. The whole history is fetched once, because a tree must descend from the active one.
type Git struct {
	address address
	ca      []byte
	signers *Signers // nil asks for no signature

	// mu guards the fetched history, its branch and the newest tree; fetches do not overlap.
	mu sync.Mutex
	// repository is nil until the first fetch, and after one that failed half-way.
	repository *git.Repository
	branch     string
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
	return &Git{address: a, ca: o.Credentials.CABundle, signers: o.Signers}, nil
}

func (g *Git) String() string {
	if g.address.branch == "" {
		return g.address.url
	}
	return g.address.url + "#" + g.address.branch
}

// Fetch returns the tree of the branch's newest commit. It returns an error that wraps [ErrRewritten] when that commit
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
	tip, err := g.tip(ctx)
	if err != nil {
		return Tree{}, err
	}
	revision := g.branch + "@sha1:" + tip.String()
	if g.newest.Revision != revision {
		if err := g.download(ctx); err != nil {
			g.repository = nil
			return Tree{}, err
		}
	}
	commit, err := g.repository.CommitObject(tip)
	if err != nil {
		g.repository = nil // a push came between listing and fetching; the next poll starts afresh
		return Tree{}, fmt.Errorf("the commit %s: %w", tip, err)
	}
	before, err := g.descends(commit, active)
	if err != nil {
		return Tree{}, err
	}
	if g.newest.Revision == revision {
		return g.newest, nil
	}
	signer, err := g.authorise(commit, before, active == revision)
	if err != nil {
		return Tree{}, err
	}
	files, err := readTree(commit)
	if err != nil {
		return Tree{}, err
	}
	g.newest = Tree{Revision: revision, Files: files, Signer: signer}
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

// tip asks the server for the branch's newest commit, which is all that happens when nothing is new.
func (g *Git) tip(ctx context.Context) (plumbing.Hash, error) {
	remote, err := g.repository.Remote(git.DefaultRemoteName)
	if err != nil {
		return plumbing.ZeroHash, err
	}
	refs, err := remote.ListContext(ctx, &git.ListOptions{Auth: g.address.auth, CABundle: g.ca})
	if err != nil {
		return plumbing.ZeroHash, err
	}
	g.branch = g.address.branch
	for _, ref := range refs {
		if g.branch == "" && ref.Name() == plumbing.HEAD && ref.Type() == plumbing.SymbolicReference {
			g.branch = ref.Target().Short()
		}
	}
	for _, ref := range refs {
		if ref.Name() == plumbing.NewBranchReferenceName(g.branch) {
			return ref.Hash(), nil
		}
	}
	return plumbing.ZeroHash, fmt.Errorf("there is no branch %q", g.branch)
}

func (g *Git) download(ctx context.Context) error {
	spec := config.RefSpec("+refs/heads/" + g.branch + ":refs/remotes/origin/" + g.branch)
	err := g.repository.FetchContext(ctx, &git.FetchOptions{
		RefSpecs: []config.RefSpec{spec}, Auth: g.address.auth, CABundle: g.ca, Tags: git.NoTags, Force: true,
	})
	if errors.Is(err, git.NoErrAlreadyUpToDate) {
		return nil
	}
	return err
}

// descends refuses a commit that the active one, if it is of this branch, is not an ancestor of. It returns the active
// one, nil for none.
func (g *Git) descends(commit *object.Commit, active string) (before *object.Commit, err error) {
	hash, ok := strings.CutPrefix(active, g.branch+"@sha1:")
	if !ok || hash == commit.Hash.String() {
		return nil, nil
	}
	before, err = g.repository.CommitObject(plumbing.NewHash(hash))
	if errors.Is(err, plumbing.ErrObjectNotFound) {
		return nil, ErrRewritten
	}
	if err != nil {
		return nil, err
	}
	ancestor, err := before.IsAncestor(commit)
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
func readTree(commit *object.Commit) (policy.Files, error) {
	root, err := commit.Tree()
	if err != nil {
		return nil, err
	}
	r := treeReader{files: policy.Files{}}
	return r.files, r.walk(root, "")
}
