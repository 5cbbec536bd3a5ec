package migrate

import (
	"fmt"
	"strings"
	"testing"

	concord "github.com/concord-registry/concord/clients/old"
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
func versions(text string) (all []*concord.Version) {
	for _, word := range strings.Fields(text) {
		parts := strings.Split(word, ">")
		scope, number := split(parts[0])
		v := &concord.Version{Domain: scope.Domain(), Subject: scope.Subject(), Number: number, Schema: &concord.Schema{}}
		for _, part := range parts[1:] {
			to, number := split(part)
			v.Schema.References = append(v.Schema.References, concord.Reference{Name: part, Subject: string(to), Version: number})
		}
		all = append(all, v)
	}
	return all
}

func split(text string) (concord.Scope, int) {
	name, number, _ := strings.Cut(text, "@")
	return concord.Scope(name), int(number[0] - '0')
}

func spell(waves [][]*concord.Version) string {
	var all []string
	for _, wave := range waves {
		var names []string
		for _, v := range wave {
			names = append(names, fmt.Sprintf("%s@%d", concord.SubjectScope(v.Domain, v.Subject), v.Number))
		}
		all = append(all, strings.Join(names, " "))
	}
	return strings.Join(all, " | ")
}
