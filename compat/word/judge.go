package word

import (
	"fmt"
	"slices"
	"strings"
)

// Judge says whose opinion of the findings counts. An empty one is [Confluent].
type Judge string

// The judges. Those of buf judge Protobuf only, and the step from old to new only.
const (
	// Confluent agrees with the reference registry in every verdict.
	Confluent Judge = "confluent"
	// Sound refuses whatever some datum breaks: one that cannot be decoded, or is silently read as another value.
	Sound Judge = "sound"
	// BufWire, BufWireJSON, BufPackage and BufFile agree with `buf breaking` under its category of that name.
	BufWire     Judge = "buf-wire"
	BufWireJSON Judge = "buf-wire-json"
	BufPackage  Judge = "buf-package"
	BufFile     Judge = "buf-file"
)

// Judges lists all judges.
var Judges = []Judge{Confluent, Sound, BufWire, BufWireJSON, BufPackage, BufFile}

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
	list := names(Judges)
	last := len(list) - 1
	return strings.Join(list[:last], ", ") + " and " + list[last]
}
