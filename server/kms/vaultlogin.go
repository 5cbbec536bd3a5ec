package kms

import (
	"context"
	"errors"
	"os"
	"time"

	"github.com/hashicorp/vault/api"
)

// vaultSession is a client of a Vault that logs in by AppRole, if it is to, before it is used and again before its
// token expires.
type vaultSession struct {
	*api.Client
	role, secret string
	// turn holds one element while nobody logs in; what is below belongs to its holder.
	turn         chan struct{}
	since, until time.Time
}

// newVaultSession takes credentials from the properties of a KEK, as the clients name them, else from the environment.
func newVaultSession(props map[string]string) (*vaultSession, error) {
	config := api.DefaultConfig()
	config.HttpClient.Transport = boundedTransport{config.HttpClient.Transport}
	config.MaxRetries = 1
	client, err := api.NewClient(config)
	if err != nil {
		return nil, err
	}
	if namespace := props["namespace"]; namespace != "" {
		client.SetNamespace(namespace)
	}
	s := &vaultSession{Client: client, role: props["approle.role.id"], secret: props["approle.secret.id"], turn: make(chan struct{}, 1)}
	s.turn <- struct{}{}
	if token := props["token.id"]; token != "" {
		client.SetToken(token)
	} else if s.role == "" {
		s.role, s.secret = os.Getenv("VAULT_APPROLE_ROLE_ID"), os.Getenv("VAULT_APPROLE_SECRET_ID")
	}
	return s, nil
}

// ready logs in if that is needed.
func (s *vaultSession) ready(ctx context.Context) error {
	if s.role == "" {
		return nil
	}
	select {
	case <-s.turn:
		defer func() { s.turn <- struct{}{} }()
	case <-ctx.Done():
		return ctx.Err()
	}
	if time.Now().Before(s.until) {
		return nil
	}
	answer, err := s.Logical().WriteWithContext(ctx, "auth/approle/login", map[string]any{"role_id": s.role, "secret_id": s.secret})
	if err != nil {
		return err
	}
	if answer == nil || answer.Auth == nil || answer.Auth.ClientToken == "" {
		return errors.New("the log-in gave no token")
	}
	s.SetToken(answer.Auth.ClientToken)
	s.since = time.Now()
	s.until = s.since.Add(lifetime(answer.Auth.LeaseDuration))
	return nil
}

// refused is told that the Vault denied access. A token that is older than a minute may have been revoked: the next call
// logs in anew.
func (s *vaultSession) refused() {
	select {
	case <-s.turn:
		if time.Since(s.since) > time.Minute {
			s.until = time.Time{}
		}
		s.turn <- struct{}{}
	default: // somebody is about to log in
	}
}

// lifetime is how long a token with a lease of so many seconds is used; 0 is one without an end.
func lifetime(lease int) time.Duration {
	if lease <= 0 {
		return 24 * time.Hour
	}
	return time.Duration(lease) * time.Second * 3 / 4
}
