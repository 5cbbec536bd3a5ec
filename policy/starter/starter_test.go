package starter_test

import (
	"context"
	"testing"
	"time"

	"github.com/concord-registry/concord/policy"
	"github.com/concord-registry/concord/policy/starter"
)

var now = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// TestRules runs the fixtures of every rule: each must be seen to fire and to be silent in all three formats.
func TestRules(t *testing.T) {
	program, err := starter.Load()
	if err != nil {
		t.Fatal(err)
	}
	report := program.Test(context.Background(), now)
	for _, c := range report.Complaints {
		t.Error(c)
	}
	for _, r := range report.Rules {
		t.Logf("%s fired %v, silent %v, %d µs", r.Rule, r.Fired, r.Silent, r.Cost)
	}
}

// TestOnlySharedTypesRefuse: nobody's first registration is refused by taste.
func TestOnlySharedTypesRefuse(t *testing.T) {
	program, err := starter.Load()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]policy.Level{
		"SEM001": policy.Enforce, "SEM002": policy.Warn, "SEM003": policy.Warn, "NAM001": policy.Warn, "DOC001": policy.Warn,
	}
	for _, r := range program.Rules() {
		if level, _ := r.Level(now); level != want[r.ID] {
			t.Errorf("%s has the level %s, want %s", r.ID, level, want[r.ID])
		}
		delete(want, r.ID)
	}
	if len(want) > 0 {
		t.Errorf("the rules %v are missing", want)
	}
}
