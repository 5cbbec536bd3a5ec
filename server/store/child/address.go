package child

import (
	"crypto/tls"
	"net"
	"os"
	"path/filepath"
	"runtime"

	"github.com/concord-registry/concord/server/fault"
)

// longestSocket is how long, in bytes, the path of a unix socket may be on every platform that has them.
const longestSocket = 100

// address is where the child listens and what a client needs to be let in.
type address struct {
	// endpoint is the URL, for etcd and for its client.
	endpoint string
	// run is the folder of socket or certificates, which only its user can enter.
	run string
	// client is nil for a unix socket.
	client *tls.Config
}

// choose prefers a unix socket, and takes loopback TCP where the path is too long or the platform has none.
func choose(dir string) (address, error) {
	run := filepath.Join(dir, "run")
	if err := os.MkdirAll(run, 0o700); err != nil {
		return address{}, fault.New(fault.Invalid, "make the folder %s: %v", run, err)
	}
	if err := os.Chmod(run, 0o700); err != nil {
		return address{}, fault.New(fault.Invalid, "close the folder %s to others: %v", run, err)
	}
	// The client wants a host and a port: the socket's name is etcd:0.
	socket := filepath.Join(run, "etcd:0")
	if runtime.GOOS == "windows" || len(socket) > longestSocket {
		return loopback(run)
	}
	return address{endpoint: "unix://" + socket, run: run}, nil
}

// loopback picks a free port. Another process may take it before the child does; the certificates make sure that it is
// never mistaken for the child.
func loopback(run string) (address, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return address{}, fault.New(fault.Unavailable, "find a free port: %v", err)
	}
	host := listener.Addr().String()
	if err := listener.Close(); err != nil {
		return address{}, fault.New(fault.Unavailable, "free the port: %v", err)
	}
	client, err := issue(run)
	if err != nil {
		return address{}, fault.New(fault.Internal, "make certificates: %v", err)
	}
	return address{endpoint: "https://" + host, run: run, client: client}, nil
}
