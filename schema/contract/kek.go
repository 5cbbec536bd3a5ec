package contract

import (
	"maps"
	"slices"
	"strings"
	"unicode"

	"github.com/concord-registry/concord/schema"
)

// Parameters of the rules that encrypt.
const (
	kekNameParam = "encrypt.kek.name"
	kmsKeyParam  = "encrypt.kms.key.id"
	kmsTypeParam = "encrypt.kms.type"
)

// arnPrefix starts the ids of keys in AWS.
const arnPrefix = "arn:"

// WithKeks is a rule set in which each domain rule that says where its key lies also says what the KEK is called, and
// for AWS what service that is: without a name no client encrypts. s itself stays as it is.
func WithKeks(s *schema.RuleSet) *schema.RuleSet {
	if s == nil || !slices.ContainsFunc(s.DomainRules, lacksKek) {
		return s
	}
	filled := *s
	filled.DomainRules = slices.Clone(s.DomainRules)
	for i := range filled.DomainRules {
		if r := &filled.DomainRules[i]; lacksKek(*r) {
			r.Params = withKek(r.Params)
		}
	}
	return &filled
}

func lacksKek(r schema.Rule) bool {
	id, located := r.Params[kmsKeyParam]
	_, named := r.Params[kekNameParam]
	_, typed := r.Params[kmsTypeParam]
	return located && (!named || !typed && strings.HasPrefix(id, arnPrefix))
}

func withKek(params map[string]string) map[string]string {
	id, filled := params[kmsKeyParam], maps.Clone(params)
	if _, named := params[kekNameParam]; !named {
		filled[kekNameParam] = kekNameOf(id)
	}
	if _, typed := params[kmsTypeParam]; !typed && strings.HasPrefix(id, arnPrefix) {
		filled[kmsTypeParam] = "aws-kms"
	}
	return filled
}

// kekNameOf spells the id of a key as a name: what cannot stand in one becomes a dash.
func kekNameOf(id string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || c == '_' {
			return c
		}
		return '-'
	}, strings.TrimPrefix(id, arnPrefix))
}
