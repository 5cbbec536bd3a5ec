package migrate

import (
	"fmt"
	"strings"
	"testing"

	"github.com/concord-registry/concord/clients/go/confluent"
)

func TestWaves(t *testing.T) {
	for _, test := range []struct{ name, versions, want string }{
		{"none", "", ""},
		{"no references", "a@1 a@2 b@1", "a@1 a@2 b@1"},
		{"a chain against the alphabet", "a@1>b@1 b@1>c@1 c@1", "c@1 | b@1 | a@1"},
		{"a diamond", "a@1>b@1>c@1 b@1>d@1 c@1>d@1 d@1", "d@1 | b@1 c@1 | a@1"},
		{"waves keep the order", "a@2>z@1 b@1>y@1 y@1 z@1", "y@1 z@1 | a@2 b@1"},
		{"another domain", "a@1>:.x:b@1 :.x:b@1", ":.x:b@1 | a@1"},
		{"the same domain", ":.x:a@1>b@1 :.x:b@1 b@1>c@1 c@1", ":.x:b@1 c@1 | :.x:a@1 b@1"},
		{"the default domain, from another", ":.x:a@1>:.:b@1 b@1", "b@1 | :.x:a@1"},
		{"something that is there already", "a@1>b@1 c@1", "a@1 c@1"},
		{"one thing twice", "a@1>b@1>b@1 b@1", "b@1 | a@1"},
		{"a circle comes last", "a@1>b@1 b@1>a@1 c@1", "c@1 | a@1 b@1"},
		{"itself", "a@1>a@1 b@1", "b@1 | a@1"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := spell(waves(versions(test.versions))); got != test.want {
				t.Errorf("waves %q, want %q", got, test.want)
			}
		})
	}
}

// versions reads `subject@number>reference>reference …`.
func versions(text string) (all []*confluent.Version) {
	for _, word := range strings.Fields(text) {
		parts := strings.Split(word, ">")
		scope, number := split(parts[0])
		v := &confluent.Version{Context: scope.Context(), Subject: scope.Subject(), Version: number, Schema: confluent.Schema{}}
		for _, part := range parts[1:] {
			to, number := split(part)
			v.Schema.References = append(v.Schema.References, confluent.Reference{Name: part, Subject: to, Version: number})
		}
		all = append(all, v)
	}
	return all
}

func split(text string) (confluent.Scope, int) {
	name, number, _ := strings.Cut(text, "@")
	return confluent.Scope(name), int(number[0] - '0')
}

func spell(waves [][]*confluent.Version) string {
	var all []string
	for _, wave := range waves {
		var names []string
		for _, v := range wave {
			names = append(names, fmt.Sprintf("%s@%d", v.Scope(), v.Version))
		}
		all = append(all, strings.Join(names, " "))
	}
	return strings.Join(all, " | ")
}
