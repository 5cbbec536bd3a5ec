// Package server assembles a running Concord from its rooms: storage, policies, the registry, and the listeners that
// serve it. [Start] is the whole of it.
package server

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy/repo"
	"github.com/concord-registry/concord/server/confluent/dialect"
	"github.com/concord-registry/concord/server/registry"
)

// Config says how to run a server. The zero value runs one: free loopback ports, data in a temporary folder that is
// removed on Close, the starter policies.
type Config struct {
	// DataDir is where etcd and the snapshot file lie; a temporary folder when empty.
	DataDir string
	// Listen, GRPCListen and AdminListen are host:port; port 0, or an empty address, takes a free loopback port.
	// Listen serves REST and the JSON API; AdminListen metrics and profiles.
	Listen, GRPCListen, AdminListen string
	// AllowAnonymous lets the server listen beyond loopback although it does not ask who is calling.
	AllowAnonymous bool
	// EtcdEndpoints are those of an external cluster; a child process runs etcd when there are none.
	EtcdEndpoints []string
	// EtcdTLS is for external endpoints; nil means plain connections.
	EtcdTLS *tls.Config
	// EtcdUsername and EtcdPassword log in to an external cluster with authentication; empty means none.
	EtcdUsername, EtcdPassword string
	// AllowOldEtcd accepts clusters of versions with known faults.
	AllowOldEtcd bool
	// Executable runs as the etcd child when it is given [ChildCommand]; empty means this very program.
	Executable string
	// Policy is `starter`, `none`, a folder, or a Git URL with an optional #branch; starter when empty.
	Policy string
	// PolicyPoll is how often a Git branch is looked at; a minute when zero.
	PolicyPoll time.Duration
	// PolicyTags is a pattern of release tags, of which the newest is followed in the place of a branch; see repo.Options.
	PolicyTags string
	// PolicyAccess is what the Git server of the policies asks for.
	PolicyAccess repo.Credentials
	// PolicySignersFile lists who may sign the policies, in the form of OpenSSH's allowed_signers; see repo.Signers. When it
	// is empty no signature is asked for.
	PolicySignersFile string
	// PolicyReset forgets the policies that were active before: a branch that was rewritten is followed again.
	PolicyReset bool
	// IDs and Level are the registry's; see registry.Config.
	IDs   registry.IDs
	Level word.Level
	// MaxBody bounds a request body in bytes; [dialect.DefaultMaxBody] when zero.
	MaxBody int64
	// CORSOrigins may call from a browser; none when empty.
	CORSOrigins []string
	// Drain is how long readiness is withdrawn before listeners close; zero means not at all.
	Drain time.Duration
	// KMS names the key management services that the server asks for shared keys, with its own credentials: those of
	// kms.Remotes. None when empty.
	KMS []string
	// LocalSecretFile holds the secret of local-kms, for shared keys; empty means that there is none. White space around
	// the secret does not count.
	LocalSecretFile string
	// Version is what the server calls itself; "dev" when empty.
	Version string
	// Logger gets everything; nil discards.
	Logger *slog.Logger
}

func (c Config) withDefaults() (Config, error) {
	for _, address := range []*string{&c.Listen, &c.GRPCListen, &c.AdminListen} {
		if *address == "" {
			*address = "127.0.0.1:0"
		}
	}
	if c.Policy == "" {
		c.Policy = "starter"
	}
	if c.PolicyPoll == 0 {
		c.PolicyPoll = time.Minute
	}
	if c.IDs == "" {
		c.IDs = registry.ContentIDs
	}
	if c.Level == "" {
		c.Level = word.Backward
	}
	c.MaxBody = cmp.Or(c.MaxBody, dialect.DefaultMaxBody)
	if c.Version == "" {
		c.Version = "dev"
	}
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	return c, c.validate()
}

// validate collects every complaint.
func (c Config) validate() error {
	var problems []error
	for name, address := range map[string]string{"listen": c.Listen, "grpc-listen": c.GRPCListen, "admin-listen": c.AdminListen} {
		if err := c.validateAddress(address); err != nil {
			problems = append(problems, fmt.Errorf("%s: %w", name, err))
		}
	}
	if c.IDs != registry.ContentIDs && c.IDs != registry.SequenceIDs {
		problems = append(problems, fmt.Errorf("ids: %q is neither %s nor %s", c.IDs, registry.ContentIDs, registry.SequenceIDs))
	}
	if !slices.Contains(word.Levels, c.Level) {
		problems = append(problems, fmt.Errorf("compatibility: %q is not a level", c.Level))
	}
	if c.MaxBody < 0 || c.PolicyPoll < 0 || c.Drain < 0 {
		problems = append(problems, errors.New("a size or duration is negative"))
	}
	return errors.Join(problems...)
}

func (c Config) validateAddress(address string) error {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return fmt.Errorf("%q is not host:port", address)
	}
	if !c.AllowAnonymous && !loopback(host) {
		return fmt.Errorf("%s is reachable from other machines, and nothing asks who is calling; listen on 127.0.0.1, or set allow-anonymous if a proxy in front does", address)
	}
	return nil
}

func loopback(host string) bool {
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// temporaryData makes a folder for a server without a data folder; remove takes it away again.
func temporaryData() (dir string, remove func(), err error) {
	dir, err = os.MkdirTemp("", "concord-")
	return dir, func() { os.RemoveAll(dir) }, err
}
