package diff

import (
	"github.com/concord-registry/concord/compat"
	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
)

// Effect is what a set of findings means at every level under one judge. Between two versions a level and its
// transitive form ask the same.
type Effect struct {
	Judge word.Judge `json:"judge"`
	// Each is true where the level accepts the change.
	Backward bool `json:"backward"`
	Forward  bool `json:"forward"`
	Full     bool `json:"full"`
}

// Effects judges findings of both directions, under the policy STRICT: first as the reference registry would, then by
// the formats' own semantics.
func Effects(findings []rule.Finding) []Effect {
	var effects []Effect
	for _, judge := range []word.Judge{word.Confluent, word.Sound} {
		e := Effect{Judge: judge, Backward: true, Forward: true}
		for _, f := range findings {
			switch {
			case !compat.Refuses(judge, word.Strict, f):
			case f.Direction == rule.Forward:
				e.Forward = false
			default:
				e.Backward = false
			}
		}
		e.Full = e.Backward && e.Forward
		effects = append(effects, e)
	}
	return effects
}
