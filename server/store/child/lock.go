package child

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"go.etcd.io/etcd/client/pkg/v3/fileutil"

	"github.com/concord-registry/concord/server/fault"
)

// lockName is the file in the data folder whose lock stands for the folder. The parent holds it; the system frees it
// when the parent dies.
const lockName = "lock"

// lock is the exclusive use of a data folder.
type lock struct{ file *fileutil.LockedFile }

// acquire locks the folder or says who has it.
func acquire(dir string) (*lock, error) {
	path := filepath.Join(dir, lockName)
	file, err := fileutil.TryLockFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	switch {
	case errors.Is(err, fileutil.ErrLocked):
		return nil, inUse(dir, path)
	case err != nil:
		return nil, fault.New(fault.Invalid, "lock the data folder %s: %v", dir, err)
	}
	if err := sign(file); err != nil {
		return nil, errors.Join(fault.New(fault.Invalid, "write to the data folder %s: %v", dir, err), file.Close())
	}
	return &lock{file}, nil
}

// sign writes who holds the lock.
func sign(file *fileutil.LockedFile) error {
	if err := file.Truncate(0); err != nil {
		return err
	}
	_, err := file.WriteAt(fmt.Appendln(nil, os.Getpid()), 0)
	return err
}

func inUse(dir, path string) error {
	holder := "another process"
	if text, err := readStart(path); err == nil && text != "" {
		holder = "process " + text
	}
	e := fault.New(fault.Exists, "data folder %s is in use by %s", dir, holder)
	e.Hint = "stop that process, or give this one a data folder of its own"
	return e
}

// readStart is the first line of a file, at most 20 bytes of it.
func readStart(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, 20))
	return strings.TrimSpace(string(text)), err
}

func (l *lock) release() error { return l.file.Close() }
