package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/fault"
)

// TestAdvice holds that the commands that failures advise exist.
func TestAdvice(t *testing.T) {
	advised := regexp.MustCompile("`concord ([^`]+)`")
	seen := 0
	for _, row := range fault.Table {
		for _, command := range advised.FindAllStringSubmatch(row.Do, -1) {
			seen++
			words := strings.Fields(command[1])
			c, rest, err := newRoot(newTerminal()).Find(words)
			if err != nil || c.HasSubCommands() || len(rest) == len(words) {
				t.Errorf("%s advises %q, which is no command", row.Reason, command[0])
				continue
			}
			for _, word := range rest {
				if name, ok := strings.CutPrefix(word, "--"); ok && c.Flags().Lookup(name) == nil {
					t.Errorf("%s advises %q, which has no flag --%s", row.Reason, command[0], name)
				}
			}
		}
	}
	if seen == 0 {
		t.Error("no failure advises a command")
	}
}
