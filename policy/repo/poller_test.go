package repo_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/policy/engine"
	"github.com/concord-registry/concord/policy/repo"
)

func poller(t *testing.T, spec string) *repo.Poller {
	t.Helper()
	return &repo.Poller{Source: open(t, spec), Engine: engine.New(engine.Config{})}
}

func TestPollKeepsTheActiveSet(t *testing.T) {
	w := newWork(t)
	p := poller(t, "file://"+w.bare)
	var log bytes.Buffer
	p.Logger = slog.New(slog.NewTextHandler(&log, nil))
	if err := p.Poll(context.Background()); err != nil {
		t.Fatal(err)
	}
	good := p.Engine.Status()
	if !good.Active || good.Degraded != "" {
		t.Fatalf("status %+v, want active", good)
	}

	w.commit(map[string]string{"terms/x.yaml": "id: y\n"})
	for range 2 {
		err := p.Poll(context.Background())
		if err == nil || !strings.Contains(err.Error(), "terms/x.yaml:1: the term's id is \"y\"") {
			t.Errorf("got %v, want the complaint", err)
		}
	}
	bad := p.Engine.Status()
	if bad.Revision != good.Revision || !strings.Contains(bad.Degraded, "does not load") {
		t.Errorf("status %+v, want %s, degraded", bad, good.Revision)
	}
	if n := strings.Count(log.String(), "level=ERROR"); n != 1 {
		t.Errorf("the same reason was logged %d times", n)
	}

	head := w.commit(map[string]string{"terms/x.yaml": "{id: x, title: X, definition: x, owner: council, types: [uuid]}"})
	if err := p.Poll(context.Background()); err != nil {
		t.Fatal(err)
	}
	mended := p.Engine.Status()
	if !strings.HasPrefix(mended.Revision, "main@sha1:"+head) || mended.Degraded != "" || mended.Terms != 1 {
		t.Errorf("status %+v, want %s", mended, head)
	}
}

func TestPollSurvivesTheRepository(t *testing.T) {
	w := newWork(t)
	p := poller(t, "file://"+w.bare)
	if err := p.Poll(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(w.bare, w.bare+".gone"); err != nil {
		t.Fatal(err)
	}
	if err := p.Poll(context.Background()); err == nil {
		t.Error("a repository that vanished was fetched")
	}
	if s := p.Engine.Status(); !s.Active || s.Degraded == "" {
		t.Errorf("status %+v, want active and degraded", s)
	}
	if err := os.Rename(w.bare+".gone", w.bare); err != nil {
		t.Fatal(err)
	}
	if err := p.Poll(context.Background()); err != nil {
		t.Error(err)
	}
	if s := p.Engine.Status(); s.Degraded != "" {
		t.Errorf("status %+v, want recovered", s)
	}
}

// TestPollSurvivesSilence: a server that takes the connection and says nothing is given up, and said to be the reason.
func TestPollSurvivesSilence(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	p := poller(t, "http://"+silent.Addr().String()+"/policies.git")
	p.Timeout = 50 * time.Millisecond
	if err := p.Poll(context.Background()); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the end of the time", err)
	}
	if s := p.Engine.Status(); s.Active || !strings.Contains(s.Degraded, "deadline exceeded") {
		t.Errorf("status %+v, want degraded by silence", s)
	}
}

func TestPollRefusesForcePush(t *testing.T) {
	w := newWork(t)
	w.commit(map[string]string{"README.md": "second"})
	p := poller(t, "file://"+w.bare)
	if err := p.Poll(context.Background()); err != nil {
		t.Fatal(err)
	}
	before := p.Engine.Status().Revision
	w.run(w.dir, "reset", "-q", "--hard", "HEAD~1")
	w.commit(map[string]string{"README.md": "another"})
	if err := p.Poll(context.Background()); !errors.Is(err, repo.ErrRewritten) {
		t.Errorf("got %v, want ErrRewritten", err)
	}
	if s := p.Engine.Status(); s.Revision != before || s.Degraded == "" {
		t.Errorf("status %+v, want %s, degraded", s, before)
	}
}

func TestPollNeedsFixtures(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, minimal())
	write(t, dir, map[string]string{"rules/mute/rule.rego": `# METADATA
# title: never fires
# organizations: [council]
# custom: {id: MUTE1, severity: low, match: all}
package policy.council.mute
import rego.v2
violation contains v if {
	some f in input.schema.fields
	f.name == "nobody calls it so"
	v := {"path": f.path, "message": "found"}
}
`})
	p := poller(t, dir)
	err := p.Poll(context.Background())
	if want := "MUTE1 was not seen to fire in avro"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
	if p.Engine.Status().Active {
		t.Error("a set whose rule never fired is active")
	}
}

func TestRunLooksAgain(t *testing.T) {
	w := newWork(t)
	p := poller(t, "file://"+w.bare)
	p.Interval = 50 * time.Millisecond
	active := make(chan string, 8)
	p.Logger = slog.New(activations{slog.DiscardHandler, active})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- p.Run(ctx) }()
	await(t, active)
	head := w.commit(map[string]string{"rollout.yaml": "rules: {}\n"})
	if got := await(t, active); !strings.HasPrefix(got, "main@sha1:"+head) {
		t.Errorf("active is %s, want %s", got, head)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("Run ended with %v", err)
	}
}

func await(t *testing.T, c chan string) string {
	t.Helper()
	select {
	case s := <-c:
		return s
	case <-time.After(30 * time.Second):
		t.Fatal("nothing was activated")
		return ""
	}
}

// activations is a log handler that tells revisions as they become active.
type activations struct {
	slog.Handler
	revisions chan string
}

func (a activations) Enabled(context.Context, slog.Level) bool { return true }

func (a activations) Handle(_ context.Context, r slog.Record) error {
	if r.Message != "policies are active" {
		return nil
	}
	r.Attrs(func(attr slog.Attr) bool {
		if attr.Key == "revision" {
			a.revisions <- attr.Value.String()
		}
		return true
	})
	return nil
}

func TestStarterIsActivated(t *testing.T) {
	p := poller(t, "starter")
	if err := p.Poll(context.Background()); err != nil {
		t.Fatal(err)
	}
	if s := p.Engine.Status(); s.Rules != 5 || s.Terms != 1 {
		t.Errorf("status %+v, want 5 rules and 1 term", s)
	}
}

func TestDirectoryRefusesLinks(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, minimal())
	symlink(t, dir, "/etc/passwd", "terms/passwd.yaml")
	_, err := open(t, dir).Fetch(context.Background(), "")
	if want := "terms/passwd.yaml is not a regular file: policy repositories hold no links"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want %q", err, want)
	}
}
