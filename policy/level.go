package policy

import "slices"

// Level is how strictly the roll-out applies a rule.
type Level string

// The levels. Review refuses like enforce, and says whom to ask: the rule's owner approves by an exemption, which is a
// commit with a name, a reason and a last day.
const (
	Enforce Level = "enforce"
	Review  Level = "review"
	Warn    Level = "warn"
	DryRun  Level = "dry_run"
	Off     Level = "off"
)

// Levels lists the levels, the strictest first.
var Levels = []Level{Enforce, Review, Warn, DryRun, Off}

// Known reports whether l is one of the levels.
func (l Level) Known() bool { return slices.Contains(Levels, l) }
