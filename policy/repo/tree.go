package repo

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/policy/set"
	"github.com/go-git/go-git/v5/plumbing/filemode"
	"github.com/go-git/go-git/v5/plumbing/object"
)

// treeReader collects the files of a commit.
type treeReader struct {
	files set.Files
	total int64
}

// maxTreeDepth bounds the nesting of folders.
const maxTreeDepth = 16

func (r *treeReader) walk(tree *object.Tree, prefix string) error {
	if strings.Count(prefix, "/") > maxTreeDepth {
		return fmt.Errorf("%s is nested too deep", prefix)
	}
	for i := range tree.Entries {
		entry := &tree.Entries[i]
		if prefix == "" && entry.Mode == filemode.Dir && !slices.Contains(set.Folders, entry.Name) {
			continue
		}
		if err := r.entry(tree, entry, prefix); err != nil {
			return err
		}
	}
	return nil
}

func (r *treeReader) entry(tree *object.Tree, entry *object.TreeEntry, prefix string) error {
	name := prefix + entry.Name
	if entry.Name == "" || entry.Name == "." || entry.Name == ".." || strings.ContainsAny(entry.Name, "/\\\x00") {
		return fmt.Errorf("%q is not a path of a policy repository", name)
	}
	switch entry.Mode {
	case filemode.Dir:
		below, err := tree.Tree(entry.Name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		return r.walk(below, name+"/")
	case filemode.Regular, filemode.Executable, filemode.Deprecated:
		if set.Wanted(name) {
			return r.file(tree, entry, name)
		}
		return nil
	}
	if prefix == "" && !set.Wanted(name) && !slices.Contains(set.Folders, entry.Name) {
		return nil
	}
	return fmt.Errorf("%s is not a regular file: policy repositories hold no links and no submodules", name)
}

func (r *treeReader) file(tree *object.Tree, entry *object.TreeEntry, name string) error {
	file, err := tree.TreeEntryFile(entry)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if file.Size > set.MaxFileBytes {
		return fmt.Errorf("%s has %d bytes; at most %d are read", name, file.Size, set.MaxFileBytes)
	}
	if r.total += file.Size; r.total > set.MaxTotalBytes {
		return fmt.Errorf("the policy repository has more than %d bytes", set.MaxTotalBytes)
	}
	text, err := file.Contents()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return r.files.Add(name, []byte(text))
}
