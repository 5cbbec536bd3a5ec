package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/pflag"

	"github.com/concord-registry/concord/server"
)

// fileOptions name the files with what etcd and a Git server ask for: secrets stand in files, not in flags.
type fileOptions struct {
	etcd                     tlsFiles
	etcdPassword             string
	policyPassword, policyCA string
}

func (o *fileOptions) flags(f *pflag.FlagSet, c *server.Config) {
	f.StringVar(&c.EtcdUsername, "etcd-username", "", "user of the external etcd cluster")
	f.StringVar(&o.etcdPassword, "etcd-password-file", "", "file with the password of the etcd user")
	o.etcd.flags(f, "etcd-", "etcd")
	f.StringVar(&c.PolicyAccess.SSHKeyFile, "policy-ssh-key-file", "", "private key for policies over SSH (default the SSH agent)")
	f.StringVar(&c.PolicyAccess.KnownHostsFile, "policy-known-hosts-file", "", "host keys for policies over SSH (default the user's own)")
	f.StringVar(&c.PolicyAccess.Username, "policy-username", "", "user for policies over https")
	f.StringVar(&o.policyPassword, "policy-password-file", "", "file with the password or token for policies over https")
	f.StringVar(&o.policyCA, "policy-ca-file", "", "certificates that are trusted for policies over https, beside the system's")
	f.StringVar(&c.PolicyTags, "policy-tags", "", "follow the newest Git tag of this pattern, policy/v* for example, not a branch")
	f.StringVar(&c.PolicySignersFile, "policy-signers-file", "", "who may sign the policies (allowed_signers); without it no signature is asked for")
	f.BoolVar(&c.PolicyReset, "policy-reset", false, "forget the policies that were active before, and follow a branch that was rewritten")
}

// read fills in what stands in the files.
func (o *fileOptions) read(c *server.Config) (err error) {
	if c.EtcdPassword, err = secret("etcd-password-file", o.etcdPassword); err != nil {
		return err
	}
	if c.PolicyAccess.Password, err = secret("policy-password-file", o.policyPassword); err != nil {
		return err
	}
	if o.policyCA != "" {
		if c.PolicyAccess.CABundle, err = os.ReadFile(o.policyCA); err != nil {
			return fmt.Errorf("policy-ca-file: %w", err)
		}
	}
	c.EtcdTLS, err = o.etcd.config("etcd-")
	return err
}

// secret is what a file holds, without the white space around it; empty for no file.
func secret(flag, path string) (string, error) {
	if path == "" {
		return "", nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("%s: %w", flag, err)
	}
	return strings.TrimSpace(string(text)), nil
}
