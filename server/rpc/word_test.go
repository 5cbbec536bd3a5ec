package rpc

import (
	"slices"
	"testing"

	"github.com/concord-registry/concord/compat/word"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/schema"
	"github.com/concord-registry/concord/server/store"
)

// TestWords holds that every word of the registry has a value, and comes back from it.
func TestWords(t *testing.T) {
	for _, want := range word.Levels {
		value := levelValue(want)
		if got, err := levelWord(value); value == 0 || got != want || err != nil {
			t.Errorf("level %s becomes %s becomes %s, %v", want, value, got, err)
		}
	}
	for _, want := range []word.Judge{word.Confluent, word.Sound} {
		value := judgeValue(want)
		if got, err := judgeWord(value); value == 0 || got != want || err != nil {
			t.Errorf("judge %s becomes %s becomes %s, %v", want, value, got, err)
		}
	}
	for _, want := range []schema.Type{schema.Avro, schema.Protobuf, schema.JSON} {
		value := typeValue(want)
		if got, err := typeWord(value); value == 0 || got != want || err != nil {
			t.Errorf("type %s becomes %s becomes %s, %v", want, value, got, err)
		}
	}
	if got, err := levelWord(99); err == nil {
		t.Errorf("level 99 becomes %q, want an error", got)
	}
	if got := len(concordv1.Level_name); got != len(word.Levels)+1 {
		t.Errorf("the API has %d levels with the unset one, the registry %d", got, len(word.Levels))
	}
}

func TestPaged(t *testing.T) {
	all := []store.Subject{{Name: "a"}, {Name: "b"}, {Name: "c"}}
	tests := []struct {
		name  string
		size  int
		token string
		want  []store.Subject
		next  string
	}{
		{"all", 0, "", all, ""},
		{"first", 2, "", all[:2], "b"},
		{"second", 2, "b", all[2:], ""},
		{"exactly all", 3, "", all, ""},
		{"token that is gone", 2, "aa", all[1:], ""},
		{"behind the end", 2, "z", all[3:], ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, next, err := paged(all, test.size, test.token)
			if err != nil || !slices.Equal(got, test.want) || next != test.next {
				t.Errorf("paged = %v, %q, %v, want %v, %q", got, next, err, test.want, test.next)
			}
		})
	}
	if _, _, err := paged(all, -1, ""); err == nil {
		t.Error("a negative size is taken")
	}
}

func TestNames(t *testing.T) {
	tests := []struct {
		domain, name string
		ok           bool
	}{
		{"", "orders", true},
		{"billing", "a/b.proto", true},
		{"a.b", "x", true},
		{"", ":x", true},
		{"", "", false},
		{"billing", "", false},
		{".billing", "x", false},
		{"a:b", "x", false},
		{"a\n", "x", false},
		{"__GLOBAL", "x", false},
		{"", ":.billing:x", false},
		{"billing", ":.other:x", false},
	}
	for _, test := range tests {
		got, err := subject(test.domain, test.name)
		if (err == nil) != test.ok {
			t.Errorf("subject(%q, %q) = %v, %v", test.domain, test.name, got, err)
		}
		if err == nil && store.ParseSubject(got.String(), "") != got {
			t.Errorf("%q in %q prints as %s, which is another subject", test.name, test.domain, got)
		}
	}
}

func TestConfigEdit(t *testing.T) {
	yes := true
	stored := store.Config{Level: "FULL", Alias: "other", Normalize: &yes, Group: "kept"}
	tests := []struct {
		name    string
		request *concordv1.SetConfigRequest
		mask    []string
		want    store.Config
	}{
		{"what is set", &concordv1.SetConfigRequest{Config: &concordv1.Config{Level: concordv1.Level_LEVEL_NONE}}, nil,
			store.Config{Level: "NONE", Alias: "other", Normalize: &yes, Group: "kept"}},
		{"what is named, also to clear it", &concordv1.SetConfigRequest{Config: &concordv1.Config{Judge: concordv1.Judge_JUDGE_SOUND}}, []string{"alias", "normalize", "judge"},
			store.Config{Level: "FULL", Judge: "sound", Group: "kept"}},
		{"nothing", &concordv1.SetConfigRequest{}, nil, stored},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			paths := test.mask
			if paths == nil {
				paths = mask(test.request)
			}
			edit, err := configEdit(test.request.GetConfig(), paths)
			if err != nil {
				t.Fatal(err)
			}
			got := stored
			if err := edit(&got); err != nil {
				t.Fatal(err)
			}
			if got != test.want {
				t.Errorf("edited = %+v, want %+v", got, test.want)
			}
		})
	}
}
