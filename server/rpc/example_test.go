package rpc_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"regexp"
	"testing"

	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store/storetest"
)

var update = flag.Bool("update", false, "write the examples of the document anew")

// TestExamples makes the calls that the OpenAPI document shows, and demands the answers that it shows, but for what no two
// runs have in common.
func TestExamples(t *testing.T) {
	memory := &storetest.Memory{}
	w := openOn(t, rpc.Config{Caller: caller("user:ada")}, registry.Config{Policy: accepting{}}, memory, memory)
	examples, err := rpc.Examples()
	if err != nil || len(examples) < 5 {
		t.Fatalf("%d examples, %v", len(examples), err)
	}
	for i, e := range examples {
		verb, body := "GET", ""
		if e.Request != nil {
			text, err := json.Marshal(e.Request)
			if err != nil {
				t.Fatal(err)
			}
			verb, body = "POST", string(text)
		}
		a := w.send(t, verb, e.Path, body)
		if a.code != e.Status {
			t.Errorf("%s %s: %d %s, want %d", verb, e.Path, a.code, a.body, e.Status)
		}
		want, err := json.Marshal(e.Answer)
		if err != nil {
			t.Fatal(err)
		}
		answer := a.object(t)
		got, err := json.Marshal(answer)
		if err != nil {
			t.Fatal(err)
		}
		if alike(string(got)) != alike(string(want)) {
			if examples[i].Answer = answer; !*update {
				t.Errorf("%s %s:\n%s, want\n%s", verb, e.Path, got, want)
			}
		}
	}
	if *update {
		text, err := json.MarshalIndent(examples, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("examples.json", append(text, '\n'), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// varies are the members that no two runs have in common.
var varies = regexp.MustCompile(`"(createTime|expireTime|time|requestId|hash|previousHash|planToken|etag|cost)":"[^"]*"`)

func alike(text string) string {
	return varies.ReplaceAllStringFunc(text, func(member string) string {
		return fmt.Sprintf("%q:…", varies.FindStringSubmatch(member)[1])
	})
}
