package compat

import (
	"fmt"
	"slices"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/schema"
)

// Judge says whose verdict counts.
type Judge string

const (
	// Confluent agrees with the reference registry in every verdict.
	Confluent Judge = "confluent"
	// Sound refuses whatever some datum breaks: one that cannot be decoded, or is silently read as another value.
	Sound Judge = "sound"
	// BufWire, BufWireJSON, BufPackage and BufFile agree with `buf breaking` under its category of that name. They judge
	// Protobuf only, and the step from old to new only: see [Judge.Level].
	BufWire     Judge = "buf-wire"
	BufWireJSON Judge = "buf-wire-json"
	BufPackage  Judge = "buf-package"
	BufFile     Judge = "buf-file"
)

// Judges lists all judges.
var Judges = []Judge{Confluent, Sound, BufWire, BufWireJSON, BufPackage, BufFile}

// presets are the judges that select by buf's categories.
var presets = map[Judge]rule.Preset{
	BufWire: rule.BufWire, BufWireJSON: rule.BufWireJSON, BufPackage: rule.BufPackage, BufFile: rule.BufFile,
}

// ParseJudge reads a judge's name in any case, with dashes or underscores; empty is Confluent.
func ParseJudge(s string) (Judge, error) {
	j := Judge(strings.ReplaceAll(strings.ToLower(s), "_", "-"))
	switch {
	case j == "":
		return Confluent, nil
	case slices.Contains(Judges, j):
		return j, nil
	}
	return "", fmt.Errorf("%q is not a compatibility judge; the judges are %s", s, JudgeNames())
}

// JudgeNames lists the judges for people: `a, b and c`.
func JudgeNames() string {
	names := make([]string, len(Judges))
	for i, j := range Judges {
		names[i] = string(j)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

// Judges reports whether the judge has a verdict on schemas of a format. The error says who has.
func (j Judge) Judges(t schema.Type) error {
	if presets[j] != 0 && t != schema.Protobuf {
		return fmt.Errorf("the compatibility judge %s judges %s only, and this schema is %s; set the judge to %s or %s", j, schema.Protobuf, t, Confluent, Sound)
	}
	return nil
}

// Level is the level that a judge's findings come from when level is asked for. The rules of buf know one direction, from
// old to new, whatever the level; so the level says to them only which versions are compared, and one that asks for the
// forward direction alone is turned round.
func (j Judge) Level(level Level) Level {
	switch {
	case presets[j] == 0:
	case level == Forward:
		return Backward
	case level == ForwardTransitive:
		return BackwardTransitive
	}
	return level
}

// Policy is the reference's compatibility policy (contract §1.7); empty means STRICT.
type Policy string

// The policies that change a verdict of the judge Confluent.
const (
	Strict  Policy = "STRICT"
	Lenient Policy = "LENIENT"
)

// Refuses reports whether a finding makes the judge refuse the new schema. The policy matters to Confluent only. That the
// formats differ is refused by all.
func (j Judge) Refuses(p Policy, f rule.Finding) bool {
	switch preset := presets[j]; {
	case preset != 0:
		return f.Presets&preset != 0 || f.Code == DifferentType
	case j == Sound:
		return f.Breaks&(rule.Wire|rule.Value) != 0
	}
	return f.Reference != nil && !(p == Lenient && f.Reference.Lenient)
}

// Compatible reports whether none of the findings makes the judge refuse.
func (j Judge) Compatible(p Policy, findings []rule.Finding) bool {
	for _, f := range findings {
		if j.Refuses(p, f) {
			return false
		}
	}
	return true
}
