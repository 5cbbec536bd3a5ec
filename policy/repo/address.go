package repo

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/transport"
	"github.com/go-git/go-git/v5/plumbing/transport/http"
	"github.com/go-git/go-git/v5/plumbing/transport/ssh"
)

// address is a Git URL taken apart: what may be shown, and what may not.
type address struct {
	// url has no user and password but for SSH, which needs the user.
	url    string
	branch string
	auth   transport.AuthMethod
}

// parseAddress reads a URL with an optional #branch. Errors do not repeat the URL, which may hold a password.
func parseAddress(spec string, c Credentials) (address, error) {
	location, branch, _ := strings.Cut(spec, "#")
	if scpLike.MatchString(location) && !strings.Contains(location, "://") {
		user, rest, _ := strings.Cut(location, "@")
		auth, err := sshAuth(user, c)
		return address{user + "@" + rest, branch, auth}, err
	}
	u, err := url.Parse(location)
	if err != nil {
		return address{}, errors.New("the policies' Git URL cannot be read: write it as https://host/path#branch")
	}
	if u.RawQuery != "" {
		return address{}, errors.New("the policies' Git URL has a query: secrets belong into the credentials, a branch behind #")
	}
	switch u.Scheme {
	case "https", "http":
		return webAddress(u, branch, c)
	case "ssh":
		auth, err := sshAuth(u.User.Username(), c)
		u.User = url.User(u.User.Username())
		return address{u.String(), branch, auth}, err
	case "file":
		return address{u.String(), branch, nil}, nil
	}
	return address{}, fmt.Errorf("policies are not fetched over %s: use https, ssh or file", u.Scheme)
}

func webAddress(u *url.URL, branch string, c Credentials) (address, error) {
	if u.Scheme == "http" && !loopback(u.Hostname()) {
		return address{}, errors.New("policies are not fetched over plain http, which anybody on the way can change: use https")
	}
	if u.User != nil {
		password, _ := u.User.Password()
		c.Username, c.Password = u.User.Username(), password
		if password == "" { // https://token@host
			c.Username, c.Password = "token", u.User.Username()
		}
	}
	u.User = nil
	if c.Password == "" {
		return address{u.String(), branch, nil}, nil
	}
	if c.Username == "" {
		c.Username = "token"
	}
	return address{u.String(), branch, &http.BasicAuth{Username: c.Username, Password: c.Password}}, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// sshAuth never goes without known hosts.
func sshAuth(user string, c Credentials) (transport.AuthMethod, error) {
	if user == "" {
		user = "git"
	}
	var known []string
	if c.KnownHostsFile != "" {
		known = []string{c.KnownHostsFile}
	}
	hosts, err := ssh.NewKnownHostsCallback(known...)
	if err != nil {
		return nil, fmt.Errorf("the list of known hosts, without which SSH proves nothing: %w", err)
	}
	if c.SSHKeyFile == "" {
		agent, err := ssh.NewSSHAgentAuth(user)
		if err != nil {
			return nil, fmt.Errorf("no SSH key is given and no agent answers: %w", err)
		}
		agent.HostKeyCallback = hosts
		return agent, nil
	}
	keys, err := ssh.NewPublicKeysFromFile(user, c.SSHKeyFile, "")
	if err != nil {
		return nil, fmt.Errorf("the SSH key for the policies: %w", err)
	}
	keys.HostKeyCallback = hosts
	return keys, nil
}
