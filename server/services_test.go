package server

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/kms"
)

func TestServices(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	for _, test := range []struct {
		name, file string
		local      bool
		problem    string
	}{
		{"none", "", false, ""},
		{"a secret and a line end", file("secret", "s3cret\n"), true, ""},
		{"white space only", file("empty", " \n"), false, "is empty"},
		{"no such file", filepath.Join(dir, "absent"), false, "kms-local-secret-file"},
	} {
		got, err := Config{LocalSecretFile: test.file}.services()
		if (err != nil) != (test.problem != "") || err != nil && !strings.Contains(err.Error(), test.problem) {
			t.Errorf("%s: error %v, want one with %q", test.name, err, test.problem)
		}
		if (got[kms.LocalType] != nil) != test.local {
			t.Errorf("%s: local-kms is served: %v, want %v", test.name, got[kms.LocalType] != nil, test.local)
		}
	}
}

// TestRemoteServices opens each service that the operator names, and none other.
func TestRemoteServices(t *testing.T) {
	t.Setenv("VAULT_ADDR", "https://vault.example.com")
	got, err := Config{KMS: kms.Remotes}.services()
	if err != nil || len(got) != len(kms.Remotes) {
		t.Errorf("%d services, %v, want %d", len(got), err, len(kms.Remotes))
	}
	for _, kind := range kms.Remotes {
		if got[kind] == nil {
			t.Errorf("no driver for %s", kind)
		}
	}
	if _, err := (Config{KMS: []string{"s3"}}).services(); err == nil || !strings.Contains(err.Error(), "aws-kms, azure-kms") {
		t.Errorf("an unknown service: %v", err)
	}
}
