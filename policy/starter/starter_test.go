package starter_test

import (
	"testing"

	"github.com/concord-registry/concord/policy/starter"
)

func TestLoad(t *testing.T) {
	set, err := starter.Load()
	if err != nil {
		t.Fatal(err)
	}
	if got := len(set.Rules()); got != 5 {
		t.Errorf("the starter set has %d rules, want 5", got)
	}
}
