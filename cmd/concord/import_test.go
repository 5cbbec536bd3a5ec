package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/concord-registry/concord/server/servertest"
)

// pass lets all requests through to a registry in memory.
func pass(*http.Request) (status int) { return 0 }

// memory runs a registry in memory, behind a handler that sees every request first and may answer with a status, and
// returns its address.
func memory(t *testing.T, see func(*http.Request) (status int)) string {
	t.Helper()
	return servertest.New(t, servertest.Config{Around: func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if status := see(r); status != 0 {
				w.WriteHeader(status)
				return
			}
			next.ServeHTTP(w, r)
		})
	}}).URL()
}

// command runs a command line, and returns its exit status and what it said.
func command(ctx context.Context, args ...string) (status int, out, err string) {
	var o, e bytes.Buffer
	t := &terminal{out: &o, err: &e, in: strings.NewReader(""), getenv: func(string) string { return "" }}
	status = run(ctx, t, args)
	return status, o.String(), e.String()
}

// exportOf makes an export with three subjects.
func exportOf(t *testing.T, versions ...string) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.avsc"), []byte(`"int"`), 0o600); err != nil {
		t.Fatal(err)
	}
	text := `{"concord_export":1}` + "\n" + strings.Join(versions, "\n")
	if err := os.WriteFile(filepath.Join(dir, "manifest.jsonl"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

var threeVersions = []string{
	`{"version":{"subject":"a","version":1,"id":1,"type":"AVRO","file":"a.avsc"}}`,
	`{"version":{"subject":":.x:b","version":1,"id":1,"type":"AVRO","file":"a.avsc"}}`,
	`{"version":{"subject":":.y:c","version":1,"id":1,"type":"AVRO","file":"a.avsc"}}`,
}

// TestImportInterrupted interrupts an import at its n-th write: it says what was done and what is left, puts modes back,
// and another one goes on.
func TestImportInterrupted(t *testing.T) {
	dir := exportOf(t, threeVersions...)
	for n := int64(1); ; n++ {
		ctx, cancel := context.WithCancel(t.Context())
		var writes atomic.Int64
		address := memory(t, func(r *http.Request) int {
			if r.Method != http.MethodGet && writes.Add(1) == n {
				cancel()
			}
			return 0
		})
		status, out, _ := command(ctx, "import", "--server", address, "--from", dir, "--json")
		reached := ctx.Err() != nil
		cancel()
		var said struct {
			Copied, Left int
			Interrupted  bool
		}
		if err := json.Unmarshal([]byte(out), &said); err != nil {
			t.Fatalf("write %d: %s: %v", n, out, err)
		}
		if said.Interrupted != (status == 130) || said.Interrupted && said.Copied+said.Left != 3 || !said.Interrupted && (status != 0 || said.Copied != 3) {
			t.Errorf("write %d: status %d, %+v", n, status, said)
		}
		if status, out, err := command(t.Context(), "import", "--server", address, "--from", dir, "--resume"); status != 0 {
			t.Fatalf("write %d: going on ends with %d\n%s%s", n, status, out, err)
		}
		if !reached {
			if n < 5 {
				t.Errorf("only %d writes", n)
			}
			return
		}
	}
}

// filled is the address of a registry with three subjects.
func filled(t *testing.T, see func(*http.Request) int) string {
	t.Helper()
	address := memory(t, see)
	if status, out, err := command(t.Context(), "import", "--server", address, "--from", exportOf(t, threeVersions...)); status != 0 {
		t.Fatalf("%d\n%s%s", status, out, err)
	}
	return address
}

// TestFollowInterrupted interrupts a follower in the middle of its work.
func TestFollowInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	to := memory(t, func(r *http.Request) int {
		if strings.HasSuffix(r.URL.Path, "/versions") {
			cancel()
		}
		return 0
	})
	status, out, err := command(ctx, "import", "--server", to, "--from", filled(t, pass), "--follow")
	if status != 130 || !strings.Contains(out, "imported") || !strings.Contains(err, "interrupted with") {
		t.Errorf("%d\n%s%s, want status 130, and what was done and left", status, out, err)
	}
}

// TestFollowEnds interrupts a follower that has nothing to do.
func TestFollowEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var reads atomic.Int64
	to := memory(t, func(r *http.Request) int {
		if r.URL.Path == "/contexts" && reads.Add(1) == 9 {
			cancel()
		}
		return 0
	})
	status, out, err := command(ctx, "import", "--server", to, "--from", filled(t, pass), "--follow", "--every", "1ms")
	if status != 0 || strings.Count(out, "imported 3 versions") != 1 || err != "" {
		t.Errorf("%d\n%s%s, want status 0 and one round that did something", status, out, err)
	}
}

// TestFollowGoesOn follows a source that refuses to answer for a while.
func TestFollowGoesOn(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var following atomic.Bool
	var reads atomic.Int64
	from := filled(t, func(r *http.Request) int {
		if !following.Load() || r.URL.Path != "/contexts" {
			return 0
		}
		switch n := reads.Add(1); {
		case n == 9:
			cancel()
		case 1 < n && n < 5:
			return http.StatusUnauthorized
		}
		return 0
	})
	following.Store(true)
	status, out, err := command(ctx, "import", "--server", memory(t, pass), "--from", from, "--follow", "--every", "1ms")
	if status != 0 || !strings.Contains(out, "imported 3 versions") || strings.Count(err, "trying again in 1ms") != 3 {
		t.Errorf("%d\n%s%s, want all versions, and a word about each failure", status, out, err)
	}
}

func TestOrigin(t *testing.T) {
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("s\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("<html>")) }))
	defer page.Close()
	for _, test := range []struct {
		name, want string
		args       []string
		status     int
	}{
		{"no source", "--from is missing", nil, 2},
		{"no broker", "names no broker", []string{"--from", "kafka:///_schemas"}, 2},
		{"a user in the address", "say --from-user", []string{"--from", "kafka://u:p@h:1/t"}, 2},
		{"a password on the command line", "--from-password-file", []string{"--from", "kafka://h:1/t", "--from-user", "u:p"}, 2},
		{"a way to log in without a user", "--from-sasl needs a user", []string{"--from", "kafka://h:1/t", "--from-sasl", "PLAIN"}, 2},
		{"a way to log in that is not known", "SCRAM-SHA-512", []string{"--from", "kafka://h:1/t", "--from-user", "u", "--from-password-file", secret, "--from-sasl", "magic"}, 2},
		{"a file of a password that is not there", "see --from-password-file", []string{"--from", "kafka://h:1/t", "--from-user", "u", "--from-password-file", "none"}, 2},
		{"authorities that are none", "holds no certificate", []string{"--from", "kafka://h:1/t", "--from-ca-file", secret}, 2},
		{"a token on the command line", "--from-token-file", []string{"--from", "http://h", "--from-token", "t"}, 2},
		{"a way to log in at brokers, for a registry", "--from-sasl is not used with the address of a registry", []string{"--from", "http://h", "--from-sasl", "PLAIN"}, 2},
		{"a token, for brokers", "--from-token-file is not used with a topic", []string{"--from", "kafka://h:1/t", "--from-token-file", secret}, 2},
		{"a user, for a folder", "--from-user is not used with a folder", []string{"--from", "folder", "--from-user", "u"}, 2},
		{"a level, for a folder", "--from-compatibility is not used with a folder", []string{"--from", "folder", "--from-compatibility", "FULL"}, 2},
		{"the default domain as a context", "the default domain is called default", []string{"--from", "folder", "--domain", "."}, 2},
		{"all domains as in a path", "leave --domain out", []string{"--from", "folder", "--domain", "-"}, 2},
		{"a domain that nobody has", "the source holds nothing of domain tpyo", []string{"--from", exportOf(t, threeVersions...), "--domain", "tpyo"}, 1},
		{"a page", "hint: check that the address is that of a registry", []string{"--from", page.URL}, 1},
		{"a folder that is none", "is no export", []string{"--from", t.TempDir()}, 2},
		{"half an address", "is not the address of a registry", []string{"--from", "http://"}, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, _, err := command(t.Context(), append([]string{"verify", "--timeout", "5s"}, test.args...)...)
			if status != test.status || !strings.Contains(err, test.want) {
				t.Errorf("status %d, %s, want %d and %q", status, err, test.status, test.want)
			}
		})
	}
}

// TestImportFlags: a flag that the way to import does not use is wrong use.
func TestImportFlags(t *testing.T) {
	for _, test := range []struct {
		want string
		args []string
	}{
		{"--every is not used without --follow", []string{"--from", "http://h", "--every", "1s"}},
		{"--resume is not used with --follow", []string{"--from", "http://h", "--follow", "--resume"}},
		{"needs a registry or a topic", []string{"--from", "folder", "--follow"}},
		{"--every is no time", []string{"--from", "http://h", "--follow", "--every", "0s"}},
	} {
		if status, _, err := command(t.Context(), append([]string{"import"}, test.args...)...); status != 2 || !strings.Contains(err, test.want) {
			t.Errorf("%v: status %d, %s, want 2 and %q", test.args, status, err, test.want)
		}
	}
}

func TestParseTopic(t *testing.T) {
	for _, test := range []struct{ address, brokers, topic string }{
		{"kafka://a:1,b:2/t", "a:1 b:2", "t"},
		{"kafka://a", "a:9092", "_schemas"},
		{"kafka://a,b:2/", "a:9092 b:2", "_schemas"},
		{"kafka://[::1]:7/t/", "[::1]:7", "t"},
		{"kafka://[::1]", "[::1]:9092", "_schemas"},
	} {
		brokers, topic, err := parseTopic(test.address)
		if err != nil || strings.Join(brokers, " ") != test.brokers || topic != test.topic {
			t.Errorf("parseTopic(%q) = %q, %q, %v, want %q, %q", test.address, brokers, topic, err, test.brokers, test.topic)
		}
	}
}
