package compat

import (
	"fmt"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/schema"
)

// presets are the judges that select by buf's categories.
var presets = map[word.Judge]rule.Preset{
	word.BufWire: rule.BufWire, word.BufWireJSON: rule.BufWireJSON, word.BufPackage: rule.BufPackage, word.BufFile: rule.BufFile,
}

// CanJudge returns an error when a judge has no opinion on schemas of a format. The error says who has.
func CanJudge(judge word.Judge, t schema.Type) error {
	if presets[judge] != 0 && t != schema.Protobuf {
		return fmt.Errorf("the compatibility judge %s judges %s only, and this schema is %s; set the judge to %s or %s", judge, schema.Protobuf, t, word.Confluent, word.Sound)
	}
	return nil
}

// directions are those that a judge hears at a level: for FULL forward first, as the reference registry reports. The rules
// of buf know one direction, from old to new, whatever the level; so the level says to them only which versions are
// compared, and one that asks for the forward direction alone is turned round.
func directions(judge word.Judge, level word.Level) []rule.Direction {
	switch {
	case level.Forward() && level.Backward():
		return []rule.Direction{rule.Forward, rule.Backward}
	case level.Forward() && presets[judge] == 0:
		return []rule.Direction{rule.Forward}
	case level.Forward(), level.Backward():
		return []rule.Direction{rule.Backward}
	}
	return nil
}

// Refuses reports whether a finding makes a judge refuse the new schema. The policy matters to Confluent only. That the
// formats differ is refused by all.
func Refuses(judge word.Judge, policy word.Policy, f rule.Finding) bool {
	switch preset := presets[judge]; {
	case preset != 0:
		return f.Presets&preset != 0 || f.Code == DifferentType
	case judge == word.Sound:
		return f.Breaks&(rule.Wire|rule.Value) != 0
	}
	return f.Reference != nil && !(policy == word.Lenient && f.Reference.Lenient)
}

// Compatible reports whether none of the findings makes a judge refuse.
func Compatible(judge word.Judge, policy word.Policy, findings []rule.Finding) bool {
	for _, f := range findings {
		if Refuses(judge, policy, f) {
			return false
		}
	}
	return true
}
