package compat

import (
	"fmt"
	"strings"

	"github.com/concord-registry/concord/compat/rule"
)

// Judge says whose verdict counts.
type Judge string

const (
	// Confluent agrees with the reference registry in every verdict.
	Confluent Judge = "confluent"
	// Sound refuses whatever some datum breaks: one that cannot be decoded, or is silently read as another value.
	Sound Judge = "sound"
)

// ParseJudge reads a judge's name in any case; empty is Confluent.
func ParseJudge(s string) (Judge, error) {
	switch j := Judge(strings.ToLower(s)); j {
	case "":
		return Confluent, nil
	case Confluent, Sound:
		return j, nil
	}
	return "", fmt.Errorf("%q is not a compatibility judge; the judges are %s and %s", s, Confluent, Sound)
}

// Policy is the reference's compatibility policy (contract §1.7); empty means STRICT.
type Policy string

// The policies that change a verdict of the judge Confluent.
const (
	Strict  Policy = "STRICT"
	Lenient Policy = "LENIENT"
)

// Refuses reports whether a finding makes the judge refuse the new schema. The policy matters to Confluent only.
func (j Judge) Refuses(p Policy, f rule.Finding) bool {
	if j == Sound {
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
