package repo_test

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/concord-registry/concord/policy/repo"
	"github.com/concord-registry/concord/policy/set"
)

// drawer is a keeper in memory.
type drawer struct {
	kept *repo.Kept
	// broken is the error of Keep.
	broken error
	times  int
}

func (d *drawer) Kept(source string) (repo.Kept, bool) {
	if d.kept == nil || d.kept.Source != source {
		return repo.Kept{}, false
	}
	return *d.kept, true
}

func (d *drawer) Keep(_ context.Context, kept repo.Kept) error {
	d.times++
	if d.broken == nil {
		d.kept = &kept
	}
	return d.broken
}

// restarted is a poller in a new process, with what the old one kept.
func restarted(t *testing.T, w *work, d *drawer) *repo.Poller {
	t.Helper()
	p := poller(t, "file://"+w.bare)
	p.Keeper = d
	return p
}

// hide takes the repository away until the returned function is called.
func (w *work) hide() (back func()) {
	w.t.Helper()
	if err := os.Rename(w.bare, w.bare+".gone"); err != nil {
		w.t.Fatal(err)
	}
	return func() {
		if err := os.Rename(w.bare+".gone", w.bare); err != nil {
			w.t.Fatal(err)
		}
	}
}

// TestStartWithoutTheRepository: what was active is active again, is said to be old, and is replaced when the repository
// is back.
func TestStartWithoutTheRepository(t *testing.T) {
	w, d := newWork(t), &drawer{}
	first := restarted(t, w, d)
	if err := first.Poll(context.Background()); err != nil {
		t.Fatal(err)
	}
	before := first.Engine.Status()
	back := w.hide()
	p := restarted(t, w, d)
	for range 2 {
		if err := p.Poll(context.Background()); err == nil {
			t.Fatal("a repository that is away was read")
		}
		got := p.Engine.Status()
		if !got.Active || got.Revision != before.Revision || got.Degraded == "" || !got.Confirmed.IsZero() || !got.Activated.Equal(before.Activated) {
			t.Errorf("status %+v, want %s since %v, degraded and never confirmed", got, before.Revision, before.Activated)
		}
	}
	back()
	if err := p.Poll(context.Background()); err != nil {
		t.Fatal(err)
	}
	if got := p.Engine.Status(); got.Degraded != "" || got.Confirmed.IsZero() {
		t.Errorf("status %+v, want confirmed", got)
	}
	head := w.commit(map[string]string{"rollout.yaml": "rules: {}\n"})
	if err := p.Poll(context.Background()); err != nil || d.kept.Revision != "main@sha1:"+head || d.kept.Files["rollout.yaml"] == nil {
		t.Errorf("kept %s, %v, want %s", d.kept.Revision, err, head)
	}
}

// TestStartRefusesForcePush: a history that was rewritten while no process ran is refused like any other.
func TestStartRefusesForcePush(t *testing.T) {
	w, d := newWork(t), &drawer{}
	w.commit(map[string]string{"README.md": "second"})
	first := restarted(t, w, d)
	if err := first.Poll(context.Background()); err != nil {
		t.Fatal(err)
	}
	w.run(w.dir, "reset", "-q", "--hard", "HEAD~1")
	w.commit(map[string]string{"README.md": "another"})
	p := restarted(t, w, d)
	if err := p.Poll(context.Background()); !errors.Is(err, repo.ErrRewritten) {
		t.Errorf("got %v, want ErrRewritten", err)
	}
	if got, want := p.Engine.Status(), first.Engine.Status(); got.Revision != want.Revision || got.Degraded == "" {
		t.Errorf("status %+v, want %s, degraded", got, want.Revision)
	}
}

// TestKeptIsForItsSource: another repository never gets it, and what does not load stays away.
func TestKeptIsForItsSource(t *testing.T) {
	w, other := newWork(t), newWork(t)
	minimalFiles := set.Files{"policy.yaml": []byte("apiVersion: policy.concord/v1\n")}
	broken := set.Files{"policy.yaml": []byte("apiVersion: of another time\n")}
	tests := []struct {
		name   string
		kept   repo.Kept
		active bool
	}{
		{"its own", repo.Kept{Source: "file://" + w.bare, Revision: "main@sha1:1", Files: minimalFiles}, true},
		{"another's", repo.Kept{Source: "file://" + other.bare, Revision: "main@sha1:1", Files: minimalFiles}, false},
		{"unreadable now", repo.Kept{Source: "file://" + w.bare, Revision: "main@sha1:1", Files: broken}, false},
	}
	defer w.hide()()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := restarted(t, w, &drawer{kept: &test.kept})
			if err := p.Poll(context.Background()); err == nil {
				t.Error("a repository that is away was read")
			}
			if got := p.Engine.Status(); got.Active != test.active {
				t.Errorf("status %+v, want active %t", got, test.active)
			}
		})
	}
}

// TestKeepIsTriedAgain: what could not be kept is kept at the next look, and once is enough.
func TestKeepIsTriedAgain(t *testing.T) {
	w, d := newWork(t), &drawer{broken: errors.New("storage is away")}
	p := restarted(t, w, d)
	for i, want := range []int{1, 2, 2} {
		if err := p.Poll(context.Background()); err != nil {
			t.Fatal(err)
		}
		if d.times != want {
			t.Errorf("look %d: asked the keeper %d times, want %d", i+1, d.times, want)
		}
		d.broken = nil
	}
	if d.kept == nil || time.Since(d.kept.Activated) > time.Minute || !strings.HasPrefix(d.kept.Revision, "main@sha1:") {
		t.Errorf("kept %+v", d.kept)
	}
}

// TestStarterIsNotKept: it comes with the program.
func TestStarterIsNotKept(t *testing.T) {
	d := &drawer{}
	p := poller(t, "starter")
	p.Keeper = d
	if err := p.Poll(context.Background()); err != nil || d.times != 0 {
		t.Errorf("asked the keeper %d times, %v", d.times, err)
	}
}
