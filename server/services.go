package server

import (
	"fmt"
	"os"
	"strings"

	"github.com/concord-registry/concord/server/kms"
)

// services are the key management services that the server can ask. Errors name the file and not what is in it.
func (c Config) services() (kms.Services, error) {
	services := kms.Services{}
	for _, kind := range c.KMS {
		d, err := kms.Remote(kind)
		if err != nil {
			return nil, fmt.Errorf("kms: %w", err)
		}
		services[kind] = reporting{d, c.Logger}
	}
	if c.LocalSecretFile == "" {
		return services, nil
	}
	secret, err := os.ReadFile(c.LocalSecretFile)
	if err != nil {
		return nil, fmt.Errorf("kms-local-secret-file: %w", err)
	}
	local, err := kms.NewLocal(strings.TrimSpace(string(secret)))
	if err != nil {
		return nil, fmt.Errorf("kms-local-secret-file %s: %w", c.LocalSecretFile, err)
	}
	services[kms.LocalType] = reporting{local, c.Logger}
	return services, nil
}
