package rpc_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestMethodTable holds the table of methods and actions in docs/api.md against the definition.
func TestMethodTable(t *testing.T) {
	const page, mark = "../../docs/api.md", "<!-- written by go test ./server/rpc -run TestMethodTable -update -->\n"
	var b strings.Builder
	service := ""
	for _, m := range everyMethod(t) {
		if name := strings.TrimSuffix(string(m.Parent().Name()), "Service"); name != service {
			service = name
			fmt.Fprintf(&b, "\n| %s | | action |\n|---|---|---|\n", service)
		}
		var paths []string
		for _, way := range ways(m) {
			paths = append(paths, fmt.Sprintf("`%s %s`", way[0], strings.TrimPrefix(way[1], "/api/v1")))
		}
		o := option(m)
		actions := "`" + strings.Join(append([]string{o.GetAction()}, o.GetOtherActions()...), "`, `") + "`"
		fmt.Fprintf(&b, "| %s | %s | %s |\n", m.Name(), strings.Join(paths, "<br>"), actions)
	}
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	before, after, ok := strings.Cut(string(text), mark)
	if !ok {
		t.Fatal("the page has no place for the table")
	}
	if after == b.String() {
		return
	}
	if !*update {
		t.Fatalf("%s is stale: run the command that stands above its table", page)
	}
	if err := os.WriteFile(page, []byte(before+mark+b.String()), 0o644); err != nil {
		t.Fatal(err)
	}
}
