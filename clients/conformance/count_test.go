//go:build conformance

package conformance

import (
	"context"
	"fmt"
	"maps"
	"os/exec"
	"regexp"
	"slices"
	"sync"
	"testing"
	"time"
)

// counts are the checks that passed, by client; TestMain prints them.
var counts = struct {
	sync.Mutex
	passed map[string]int
}{passed: map[string]int{}}

var passedLine = regexp.MustCompile(`(?m)^ok `)

// run runs a client's program, for at most two minutes, and counts the checks that it passed.
func run(t *testing.T, client string, command []string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	out, err := exec.CommandContext(ctx, command[0], slices.Concat(command[1:], args)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, tail(out))
	}
	passed := len(passedLine.FindAll(out, -1))
	if passed == 0 {
		t.Fatalf("the program checked nothing:\n%s", tail(out))
	}
	count(client, passed)
}

// count adds checks that passed.
func count(client string, passed int) {
	counts.Lock()
	defer counts.Unlock()
	counts.passed[client] += passed
}

func printCounts() {
	counts.Lock()
	defer counts.Unlock()
	for _, client := range slices.Sorted(maps.Keys(counts.passed)) {
		fmt.Printf("%6d checks passed  %s\n", counts.passed[client], client)
	}
}
