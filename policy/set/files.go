package set

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// Files is the tree of a policy repository: contents by slash-separated path. Only paths that [Wanted] names are read.
type Files map[string][]byte

// The limits of a policy repository.
const (
	// MaxFiles counts the files that are read, MaxFileBytes and MaxTotalBytes measure them.
	MaxFiles      = 20_000
	MaxFileBytes  = 1 << 20
	MaxTotalBytes = 64 << 20
)

// Folders are those at the top that are read; the rest of a repository is its owners' business.
var Folders = []string{"rules", "terms", "bindings", "lib", "exemptions", "domains"}

// Wanted reports whether a policy repository means anything by a path. Everything else (documentation, CI) is left
// unread.
func Wanted(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	switch name {
	case "policy.yaml", "rollout.yaml", "exemptions.yaml":
		return true
	}
	first, rest, deeper := strings.Cut(name, "/")
	if !deeper {
		return false
	}
	if first == "domains" {
		_, rest, _ = strings.Cut(rest, "/")
		first, rest, _ = strings.Cut(rest, "/")
		return wantedIn(first, rest, "rules", "terms", "bindings")
	}
	return wantedIn(first, rest, "rules", "terms", "bindings", "lib", "exemptions")
}

func wantedIn(folder, rest string, folders ...string) bool {
	if rest == "" || !slices.Contains(folders, folder) {
		return false
	}
	switch ext := path.Ext(rest); folder {
	case "rules":
		return ext == ".rego" || ext == ".yaml" || strings.Contains(rest, "/fixtures/")
	case "lib":
		return ext == ".rego"
	default:
		return ext == ".yaml" || ext == ".yml"
	}
}

// Add puts a file into the tree. It returns an error when the path is not valid or a limit is passed.
func (f Files) Add(name string, content []byte) error {
	if !fs.ValidPath(name) {
		return fmt.Errorf("%q is not a path of a policy repository", name)
	}
	if len(content) > MaxFileBytes {
		return fmt.Errorf("%s has %d bytes; at most %d are read", name, len(content), MaxFileBytes)
	}
	if len(f) >= MaxFiles {
		return fmt.Errorf("the policy repository has more than %d files", MaxFiles)
	}
	f[name] = content
	return nil
}

// ReadFS reads the wanted files below the root of fsys. Symbolic links, and whatever else is neither a file nor a
// folder, are refused, not followed.
func ReadFS(fsys fs.FS) (Files, error) {
	files, total := Files{}, 0
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if hidden := strings.HasPrefix(entry.Name(), "."); hidden && name != "." && path.Dir(name) != "domains" {
				return fs.SkipDir
			}
			return nil
		}
		if !entry.Type().IsRegular() {
			if wantedLink(name) {
				return fmt.Errorf("%s is not a regular file: policy repositories hold no links", name)
			}
			return nil
		}
		if !Wanted(name) {
			return nil
		}
		content, err := readFile(fsys, name, entry)
		if err != nil {
			return err
		}
		if total += len(content); total > MaxTotalBytes {
			return fmt.Errorf("the policy repository has more than %d bytes", MaxTotalBytes)
		}
		return files.Add(name, content)
	})
	return files, err
}

// wantedLink reports whether something that is not a file stands where the repository's files stand: a link to a folder
// has no name that Wanted knows.
func wantedLink(name string) bool {
	first, _, _ := strings.Cut(name, "/")
	return Wanted(name) || slices.Contains(Folders, first)
}

func readFile(fsys fs.FS, name string, entry fs.DirEntry) ([]byte, error) {
	info, err := entry.Info()
	if err != nil {
		return nil, err
	}
	if info.Size() > MaxFileBytes {
		return nil, fmt.Errorf("%s has %d bytes; at most %d are read", name, info.Size(), MaxFileBytes)
	}
	return fs.ReadFile(fsys, name)
}

// names lists the paths in order.
func (f Files) names() []string { return slices.Sorted(maps.Keys(f)) }

// below lists the paths under a folder, in order.
func (f Files) below(folder string) []string {
	return slices.DeleteFunc(f.names(), func(name string) bool { return !strings.HasPrefix(name, folder+"/") })
}

// Digest identifies the contents of the tree.
func (f Files) Digest() string {
	h := sha256.New()
	for _, name := range f.names() {
		fmt.Fprintf(h, "%d %s %d\n", len(name), name, len(f[name]))
		h.Write(f[name])
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))[:16]
}
