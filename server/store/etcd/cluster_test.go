package etcd

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.etcd.io/etcd/server/v3/embed"
	"go.uber.org/zap"

	"github.com/concord-registry/concord/server/store/storetest"
)

// The test binary is also a member of a cluster: this word, then name, folder, client URL, peer URL and all peers.
const memberCommand = "__member"

var clusterTime = flag.Duration("clusterfaults", 10*time.Second, "how long the test of a cluster makes faults")

// runMember is the main of a member, until standard input closes.
func runMember(args []string) int {
	config := embed.NewConfig()
	config.Name, config.Dir, config.InitialCluster = args[0], args[1], args[4]
	for i, list := range []*[]url.URL{&config.ListenClientUrls, &config.ListenPeerUrls} {
		u, err := url.Parse(args[2+i])
		if err != nil {
			return 2
		}
		*list = []url.URL{*u}
	}
	config.AdvertiseClientUrls, config.AdvertisePeerUrls = config.ListenClientUrls, config.ListenPeerUrls
	config.ZapLoggerBuilder = embed.NewZapLoggerBuilder(zap.NewNop())
	member, err := embed.StartEtcd(config)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // whatever ends it ends the member
	member.Close()
	return 0
}

// cluster is three members, each a process.
type cluster struct {
	t       *testing.T
	dir     string
	clients [3]string
	peers   [3]string
	members [3]*exec.Cmd
	stdins  [3]io.Closer
}

func startCluster(t *testing.T) *cluster {
	t.Helper()
	c := &cluster{t: t, dir: t.TempDir()}
	ports := freePorts(t, 6)
	for i := range c.members {
		c.clients[i], c.peers[i] = "http://"+ports[i], "http://"+ports[3+i]
	}
	for i := range c.members {
		c.start(i)
	}
	t.Cleanup(func() {
		for i := range c.members {
			c.end(i, syscall.SIGKILL)
		}
	})
	return c
}

// freePorts are loopback addresses that nobody had a moment ago.
func freePorts(t *testing.T, n int) (addresses []string) {
	t.Helper()
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		addresses = append(addresses, l.Addr().String())
	}
	return addresses
}

func (c *cluster) start(i int) {
	c.t.Helper()
	var all []string
	for n, peer := range c.peers {
		all = append(all, fmt.Sprintf("m%d=%s", n, peer))
	}
	name := fmt.Sprint("m", i)
	cmd := exec.Command(os.Args[0], memberCommand, name, filepath.Join(c.dir, name), c.clients[i], c.peers[i], strings.Join(all, ","))
	cmd.Stderr = c.t.Output()
	stdin, err := cmd.StdinPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		c.t.Fatal(err)
	}
	c.members[i], c.stdins[i] = cmd, stdin
}

// end ends a member by a signal and waits for it.
func (c *cluster) end(i int, s syscall.Signal) {
	_ = c.members[i].Process.Signal(s) // it may have ended
	_ = c.stdins[i].Close()
	_ = c.members[i].Wait() // a killed process is an error
}

// fault does something to one member and says what.
func (c *cluster) fault(ctx context.Context, source *rand.Rand, network *interference) string {
	i := source.IntN(3)
	switch source.IntN(4) {
	case 0:
		c.end(i, syscall.SIGKILL)
		c.start(i)
		return "killed"
	case 1:
		c.end(i, syscall.SIGKILL)
		sleep(ctx, time.Second)
		c.start(i)
		return "killed for a second"
	case 2:
		_ = c.members[i].Process.Signal(syscall.SIGSTOP) // the outcome shows in what follows
		sleep(ctx, 2*time.Second)
		_ = c.members[i].Process.Signal(syscall.SIGCONT)
		return "frozen"
	default:
		network.cut()
		return "watches cut"
	}
}

// TestCluster kills and freezes members of a cluster of three while two replicas write. Nothing that was confirmed is
// lost or given twice, the views are what is stored, and writing goes on after each fault.
func TestCluster(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	c, a := startCluster(t), &arena{t: t}
	for i := range a.replicas {
		a.network[i] = &interference{}
		a.replicas[i] = open(t, a.network[i].through(Config{Endpoints: c.clients[:], Patience: 30 * time.Second, Logger: quiet}))
		defer a.replicas[i].Close()
	}
	c.attack(a, rand.New(rand.NewPCG(seed, 0)))
	v := awaitEtcd(t, a.replicas[0])
	a.checkAcks(v)
	fresh := open(t, Config{Endpoints: c.clients[:], Patience: 30 * time.Second, Logger: quiet})
	defer fresh.Close()
	want := storetest.Dump(t, awaitEtcd(t, fresh))
	for i, s := range a.replicas {
		if diff := cmp.Diff(want, storetest.Dump(t, awaitEtcd(t, s))); diff != "" {
			t.Errorf("replica %d differs from etcd:\n%.2000s", i, diff)
		}
	}
	storetest.CheckLog(t, fresh)
}

// attack makes faults while replicas write, read, sweep and compare.
func (c *cluster) attack(a *arena, source *rand.Rand) {
	ctx, stop := context.WithCancel(c.t.Context())
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	for i, s := range a.replicas {
		for w := range 3 {
			running.Go(func() { a.write(ctx, s, fmt.Sprint("replica ", i, " writer ", w)) })
		}
		running.Go(func() { a.sweep(ctx, s.(*Store)) })
		running.Go(func() { a.compare(ctx, s.(*Store)) })
		running.Go(func() { a.read(ctx, s) })
	}
	kinds := map[string]int{}
	for began := time.Now(); time.Since(began) < *clusterTime; {
		before := a.confirmed()
		kinds[c.fault(ctx, source, a.network[source.IntN(2)])]++
		a.progress(before + 20)
	}
	c.t.Logf("faults %v, %d confirmed, %d unknown, %d reads", kinds, a.confirmed(), a.unknown.Load(), a.reads.Load())
}
