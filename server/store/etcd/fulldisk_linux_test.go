package etcd

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/child"
	"github.com/concord-registry/concord/server/store/storetest"
)

// ownMounts is set in a process that may mount what it likes, and nobody else sees it.
const ownMounts = "CONCORD_TEST_OWN_MOUNTS"

// TestFullDisk fills the disk under a running etcd, which ends itself, again and again. Reads go on, the supervisor says
// what is wrong, and with room on the disk everything that was confirmed is there. It runs in a process with mounts of
// its own; where the system allows none it is skipped, but in CI it fails.
func TestFullDisk(t *testing.T) {
	if os.Getenv(ownMounts) != "" {
		fullDisk(t)
		return
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestFullDisk$", "-test.timeout=2m")
	cmd.Env = append(os.Environ(), ownMounts+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Unshareflags: syscall.CLONE_NEWNS}
	if os.Getuid() != 0 { // root in a user namespace may mount
		cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	var ended *exec.ExitError
	switch {
	case err == nil:
	case errors.As(err, &ended) || os.Getenv("CI") != "":
		t.Fatalf("%v\n%s", err, out)
	default:
		t.Skipf("this system gives no mounts of their own to processes: %v", err)
	}
}

func fullDisk(t *testing.T) {
	dir := t.TempDir()
	disk := filepath.Join(dir, "etcd")
	if err := os.Mkdir(disk, 0o700); err != nil {
		t.Fatal(err)
	}
	// etcd reserves twice 64 MiB for what comes next.
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=160m,mode=700"); err != nil {
		t.Fatalf("mount: %v", err)
	}
	defer func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	}()
	c, err := child.Start(t.Context(), child.Config{Dir: dir, Args: []string{childCommand}})
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	s := open(t, Config{Endpoints: c.Endpoints(), Patience: 20 * time.Second, Logger: quiet}).(*Store)
	defer s.Close()
	register(t, s, "a", "x")
	room := fillUp(t, disk)
	kept := writeUntilRefused(t, s, func() bool { return strings.Contains(c.Problem(), "no space left on device") })
	if s.View().Subject(store.Subject{Name: "a"}).Latest() == nil {
		t.Error("nothing can be read")
	}
	if err := os.Remove(room); err != nil {
		t.Fatal(err)
	}
	register(t, s, "b", "z")
	v := reopened(t, c)
	for text := range kept {
		if v.Subject(store.Subject{Name: "a"}).Get(kept[text].Number).Content().Text != text {
			t.Errorf("version %d of a was confirmed and is lost", kept[text].Number)
		}
	}
	storetest.CheckLog(t, s)
}

// fillUp leaves next to nothing free, and returns the file that has to go to make room.
func fillUp(t *testing.T, disk string) string {
	t.Helper()
	path := filepath.Join(disk, "filler")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for block := make([]byte, 64<<10); err == nil; {
		_, err = file.Write(block)
	}
	if !strings.Contains(err.Error(), "no space left") {
		t.Fatal(err)
	}
	return path
}

// writeUntilRefused registers big texts until one is refused while the supervisor says what is wrong, and returns what was
// confirmed. Some may be: an etcd that has just started again may find room for a few.
func writeUntilRefused(t *testing.T, s *Store, said func() bool) map[string]ack {
	t.Helper()
	kept, deadline := map[string]ack{}, time.Now().Add(time.Minute)
	for i := uint64(0); time.Now().Before(deadline); i++ {
		ctx, cancel := context.WithTimeout(t.Context(), 500*time.Millisecond)
		text := noise(i, 200<<10)
		confirmed, err := acknowledged(ctx, s, store.Subject{Name: "a"}, text)
		cancel()
		switch {
		case err == nil:
			kept[text] = confirmed
		case !fault.Is(err, fault.Unavailable):
			t.Fatalf("Update = %v, want kind unavailable", err)
		case said():
			return kept
		}
	}
	t.Fatal("the disk does not get full")
	return nil
}
