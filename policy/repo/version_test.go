package repo

import (
	"slices"
	"testing"
)

func TestCompareVersions(t *testing.T) {
	want := []string{"", "policy/v", "policy/v0", "policy/v1.2", "policy/v1.9", "policy/v1.10", "policy/v2", "policy/v002.1", "policy/v10", "v1", "v1a", "v2026.11.3", "v99999999999999999999999"}
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, compareVersions)
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
