package contract

import (
	"maps"
	"testing"

	"github.com/concord-registry/concord/schema"
)

func TestWithKeks(t *testing.T) {
	const arn = "arn:aws:kms:eu-west-1:1234:key/ab-c_d"
	tests := []struct {
		name        string
		given, want map[string]string
	}{
		{"no parameters", nil, nil},
		{"no key", map[string]string{"a": "b"}, map[string]string{"a": "b"}},
		{"a key of AWS", map[string]string{kmsKeyParam: arn},
			map[string]string{kmsKeyParam: arn, kekNameParam: "aws-kms-eu-west-1-1234-key-ab-c_d", kmsTypeParam: "aws-kms"}},
		{"a name that is there stays", map[string]string{kmsKeyParam: arn, kekNameParam: "k"},
			map[string]string{kmsKeyParam: arn, kekNameParam: "k", kmsTypeParam: "aws-kms"}},
		{"a type that is there stays", map[string]string{kmsKeyParam: arn, kmsTypeParam: "t"},
			map[string]string{kmsKeyParam: arn, kekNameParam: "aws-kms-eu-west-1-1234-key-ab-c_d", kmsTypeParam: "t"}},
		{"a key elsewhere", map[string]string{kmsKeyParam: "https://v/keys/k"},
			map[string]string{kmsKeyParam: "https://v/keys/k", kekNameParam: "https---v-keys-k"}},
		{"a named key elsewhere", map[string]string{kmsKeyParam: "id", kekNameParam: "k"}, map[string]string{kmsKeyParam: "id", kekNameParam: "k"}},
		{"letters beyond ASCII", map[string]string{kmsKeyParam: "é٣€", kmsTypeParam: "t"},
			map[string]string{kmsKeyParam: "é٣€", kekNameParam: "é٣-", kmsTypeParam: "t"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before := maps.Clone(test.given)
			rules := &schema.RuleSet{DomainRules: []schema.Rule{{Name: "r", Params: test.given}}}
			if got := WithKeks(rules).DomainRules[0].Params; !maps.Equal(got, test.want) {
				t.Errorf("WithKeks = %v, want %v", got, test.want)
			}
			if !maps.Equal(test.given, before) {
				t.Errorf("the given parameters became %v", test.given)
			}
		})
	}
	if got := WithKeks(nil); got != nil {
		t.Errorf("WithKeks(nil) = %v", got)
	}
}
