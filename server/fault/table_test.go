package fault_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/fault"
)

// TestTable demands one whole row for every reason that is declared.
func TestTable(t *testing.T) {
	spelling := regexp.MustCompile(`^[A-Z]+(_[A-Z]+)*$`)
	for _, r := range declared(t) {
		row, ok := fault.RowOf(r)
		if !ok || !spelling.MatchString(string(r)) || row.Sentence == "" || row.Title == "" || row.Why == "" || row.Do == "" {
			t.Errorf("%s has no whole row: %+v", r, row)
		}
	}
	seen := map[fault.Reason]bool{}
	for _, row := range fault.Table {
		if seen[row.Reason] {
			t.Errorf("%s has two rows", row.Reason)
		}
		seen[row.Reason] = true
	}
}

// TestKinds demands a word of its own for every kind.
func TestKinds(t *testing.T) {
	seen := map[string]bool{}
	for _, k := range fault.Kinds() {
		if seen[k.String()] || k.String() == "" {
			t.Errorf("kind %d is called %q", int(k), k)
		}
		seen[k.String()] = true
	}
}

// declared are the reasons that this package's sources name.
func declared(t *testing.T) []fault.Reason {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "reasons.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	var all []fault.Reason
	ast.Inspect(file, func(n ast.Node) bool {
		if l, ok := n.(*ast.BasicLit); ok && strings.HasPrefix(l.Value, `"`) {
			text, err := strconv.Unquote(l.Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, fault.Reason(text))
		}
		return true
	})
	if len(all) < 50 {
		t.Fatalf("reasons.go declares %d reasons only: this test no longer reads it", len(all))
	}
	return all
}
