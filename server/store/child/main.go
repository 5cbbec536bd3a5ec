package child

import (
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"syscall"
	"time"

	"go.etcd.io/etcd/client/pkg/v3/fileutil"
	"go.etcd.io/etcd/server/v3/embed"
)

// farewell is how long etcd may take to close before the process ends all the same; etcd survives that.
const farewell = 5 * time.Second

// options are the child's arguments.
type options struct {
	data, listen, run string
}

// arguments is the command line that [Main] reads.
func arguments(dir string, at address) []string {
	return []string{"-data", filepath.Join(dir, "etcd"), "-listen", at.endpoint, "-run", at.run}
}

func parse(args []string) (o options, err error) {
	flags := flag.NewFlagSet("etcd", flag.ContinueOnError)
	flags.StringVar(&o.data, "data", "", "etcd's own folder")
	flags.StringVar(&o.listen, "listen", "", "URL to listen on")
	flags.StringVar(&o.run, "run", "", "folder of the socket or the certificates")
	return o, flags.Parse(args)
}

// Main is the child: it runs etcd until standard input closes and returns the exit status. The program calls it for a
// hidden command, with the arguments after it; users never do.
func Main(args []string) int {
	o, err := parse(args)
	if err != nil {
		return 2
	}
	// A terminal and a service manager signal the whole group; the parent decides when etcd ends.
	signal.Ignore(os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	if err := serve(o, orphaned(os.Stdin)); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// orphaned returns a channel that closes when the parent ends or wants the child to.
func orphaned(stdin io.Reader) <-chan struct{} {
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		_, _ = io.Copy(io.Discard, stdin) // whatever ends the copy ends the parent's hold
	}()
	return gone
}

// serve runs etcd until gone closes.
func serve(o options, gone <-chan struct{}) error {
	ours, err := turn(o.data+".lock", gone)
	if ours == nil {
		return err
	}
	defer ours.Close()
	config, err := settings(o)
	if err != nil {
		return err
	}
	server, err := embed.StartEtcd(config)
	if err != nil {
		return err
	}
	select {
	case <-gone:
		end(server)
		return nil
	case err := <-server.Err():
		return err
	case <-server.Server.StopNotify():
		return fmt.Errorf("etcd stopped by itself")
	}
}

// turn waits for the child of an earlier parent to end: it may still be closing, and would remove the new socket. It
// returns nil when gone closes first.
func turn(path string, gone <-chan struct{}) (*fileutil.LockedFile, error) {
	type outcome struct {
		file *fileutil.LockedFile
		err  error
	}
	locked := make(chan outcome, 1)
	go func() {
		file, err := fileutil.LockFile(path, os.O_RDWR|os.O_CREATE, 0o600)
		locked <- outcome{file, err}
	}()
	select {
	case o := <-locked:
		return o.file, o.err
	case <-gone:
		return nil, nil
	}
}

// end closes etcd in bounded time.
func end(server *embed.Etcd) {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		server.Close()
	}()
	select {
	case <-closed:
	case <-time.After(farewell):
	}
}
