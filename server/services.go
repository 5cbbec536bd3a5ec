package server

import (
	"fmt"
	"os"
	"strings"

	"github.com/concord-registry/concord/server/kms"
)

// services are the key management services that the server can ask. Errors name the file and not what is in it.
func (c Config) services() (kms.Services, error) {
	if c.LocalSecretFile == "" {
		return nil, nil
	}
	secret, err := os.ReadFile(c.LocalSecretFile)
	if err != nil {
		return nil, fmt.Errorf("kms-local-secret-file: %w", err)
	}
	local, err := kms.NewLocal(strings.TrimSpace(string(secret)))
	if err != nil {
		return nil, fmt.Errorf("kms-local-secret-file %s: %w", c.LocalSecretFile, err)
	}
	return kms.Services{kms.LocalType: local}, nil
}
