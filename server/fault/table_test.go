package fault_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
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

// waiting are the reasons that nothing gives yet, and what will.
var waiting = map[string]string{
	"DomainNotFound": "the native API", "DecisionNotFound": "the native API", "BodyUnreadable": "the native API", "ContentType": "the native API",
	"FieldInvalid": "the native API", "FilterInvalid": "the native API", "PageTokenInvalid": "the native API",
	"IdempotencyKeyReused": "the native API", "MethodUnknown": "the native API", "RequestTooLarge": "the native API",
	"ETagMismatch": "the native API", "LogTruncated": "the native API", "EpochChanged": "the native API", "ReplicaBehind": "the native API",
	"NotLoaded": "the native API", "Draining": "the native API",
	"CredentialsMissing": "identity", "CredentialsWrong": "identity", "CredentialsExpired": "identity", "ActionDenied": "access",
	"RateLimited": "limits of callers", "QuotaExceeded": "limits of domains", "Busy": "limits of callers",
	"InternalError": "Of", "Deadline": "Of", "Cancelled": "Of", // this package gives these itself
	"OutcomeUnknown": "the store, once it tells apart what it never sent",
}

// TestReasonsAreGiven looks in the sources of the server for a use of every reason, beside the tables that explain it.
func TestReasonsAreGiven(t *testing.T) {
	missing := declared(t)
	use := regexp.MustCompile(`\bfault\.(\w+)`)
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") || path == "../confluent/problem/table.go" {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range use.FindAllStringSubmatch(string(source), -1) {
			delete(missing, m[1])
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range missing {
		if waiting[name] == "" {
			t.Errorf("nothing gives %s: delete it with its rows, or say what it waits for", name)
		}
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

// declared are the reasons of reasons.go by the names of their constants.
func declared(t *testing.T) map[string]fault.Reason {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "reasons.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]fault.Reason{}
	ast.Inspect(file, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			text, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all[spec.Names[0].Name] = fault.Reason(text)
		}
		return true
	})
	if len(all) < 50 {
		t.Fatalf("reasons.go declares %d reasons only: this test no longer reads it", len(all))
	}
	return all
}
