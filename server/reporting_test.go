package server

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/kms"
)

// TestReporting looks for failures of a service in the log, and for nothing else.
func TestReporting(t *testing.T) {
	file := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(file, []byte("s3cret"), 0o600); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	services, err := Config{LocalSecretFile: file, Logger: slog.New(slog.NewTextHandler(&log, nil))}.services()
	if err != nil {
		t.Fatal(err)
	}
	key := kms.Key{Type: kms.LocalType, ID: "here"}
	if _, err := services.Wrap(t.Context(), key, []byte("plain")); err != nil || log.Len() > 0 {
		t.Errorf("%v; the log says %s", err, log.String())
	}
	if _, err := services.Unwrap(t.Context(), key, []byte("plain")); err == nil {
		t.Error("what nobody wrapped is unwrapped")
	}
	for _, want := range []string{"level=WARN", "kind=local-kms", "key=here", "use=unwrap"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log lacks %s: %s", want, log.String())
		}
	}
	if strings.Contains(log.String(), "s3cret") {
		t.Error("the log has the secret")
	}
}
