package word

import (
	"fmt"
	"slices"
	"strings"
)

// Policy is the reference registry's compatibility policy; an empty one is [Strict]. It matters to the judge [Confluent]
// only.
type Policy string

// The policies. Logical is known and stored, and judges as Strict does.
const (
	Strict  Policy = "STRICT"
	Lenient Policy = "LENIENT"
	Logical Policy = "LOGICAL"
)

// Policies lists all policies.
var Policies = []Policy{Strict, Lenient, Logical}

// ParsePolicy reads a policy's name in any case.
func ParsePolicy(s string) (Policy, error) {
	if p := Policy(strings.ToUpper(s)); slices.Contains(Policies, p) {
		return p, nil
	}
	return "", fmt.Errorf("%q is not a compatibility policy; the policies are %s", s, strings.Join(names(Policies), ", "))
}
