package problem_test

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/concord-registry/concord/server/confluent/problem"
	"github.com/concord-registry/concord/server/fault"
)

// TestTable demands one row for every reason, with a code of the dialect or none.
func TestTable(t *testing.T) {
	seen := map[fault.Reason]bool{}
	for _, row := range problem.Table {
		if _, known := fault.RowOf(row.Reason); !known || seen[row.Reason] {
			t.Errorf("%s is no reason, or has two rows", row.Reason)
		}
		seen[row.Reason] = true
		p := problem.Problem{Code: row.Code}
		if s := p.Status(); row.Code != 0 && (s < 400 || s > 599) || row.Code == 0 && row.Sentence != "" {
			t.Errorf("%s: code %d, sentence %q", row.Reason, row.Code, row.Sentence)
		}
	}
	for _, row := range fault.Table {
		if !seen[row.Reason] {
			t.Errorf("%s has no row: give it a code, or none", row.Reason)
		}
	}
}

func TestOf(t *testing.T) {
	subject := fault.Facts{"domain": "billing", "subject": "orders"}
	about := func(r fault.Reason) *fault.Error { e := r.New(); e.Details = subject; return e }
	wrapped := error(about(fault.SubjectNotFound))
	fault.Wrap(&wrapped, "register")
	for _, test := range []struct {
		name string
		err  error
		want problem.Problem
		ok   bool
	}{
		{"its own", problem.New(415, "no %s", "xml"), problem.Problem{Code: 415, Message: "no xml"}, true},
		{"a qualified subject", about(fault.SubjectNotFound), problem.Problem{Code: 40401, Message: "Subject ':.billing:orders' not found."}, true},
		{"wrapped", wrapped, problem.Problem{Code: 40401, Message: "register: Subject ':.billing:orders' not found."}, true},
		{"a context", about(fault.ModeForbids).With("state", "in read-only mode"), problem.Problem{Code: 42205, Message: "Subject :.billing:orders in context .billing is in read-only mode"}, true},
		{"the default context", fault.IDTaken.With("id", 7).With("domain", ""), problem.Problem{Code: 42205, Message: "Overwrite new schema with id 7 in context . is not permitted."}, true},
		{"a sentence of its own", fault.StorageAway.With("doing", "commit"), problem.Problem{Code: 503, Message: "commit: storage does not answer"}, true},
		{"of another API", fault.FilterInvalid.Because("no"), problem.Problem{}, false},
		{"late", fmt.Errorf("doing: %w", context.DeadlineExceeded), problem.Problem{Code: 504, Message: "the registry did not answer in time; the same request may succeed later"}, true},
		{"a bug", fault.InternalError.Says("secret"), problem.Problem{}, false},
		{"without a reason", fault.New(fault.Invalid, "secret"), problem.Problem{}, false},
		{"nobody's", os.ErrClosed, problem.Problem{}, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, ok := problem.Of(test.err); got != test.want || ok != test.ok {
				t.Errorf("got %+v, %v; want %+v, %v", got, ok, test.want, test.ok)
			}
		})
	}
}

// TestNowhereElse looks for the codes and the sentences of the dialect in the sources of the other rooms.
func TestNowhereElse(t *testing.T) {
	var parts []string
	codes := map[string]bool{}
	for _, row := range problem.Table {
		codes[strconv.Itoa(row.Code)] = row.Code >= 10000
		for _, part := range regexp.MustCompile(`\$\w+`).Split(row.Sentence, -1) {
			if len(strings.TrimSpace(part)) >= 12 {
				parts = append(parts, part)
			}
		}
	}
	number, read := regexp.MustCompile(`\b[45]\d{4}\b`), 0
	for _, room := range []string{"server", "cmd/concord/internal"} {
		err := filepath.WalkDir(filepath.Join("../../..", room), func(path string, d fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case d.IsDir() && path == "../../../server/confluent":
				return fs.SkipDir
			case d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go"):
				return nil
			}
			source, err := os.ReadFile(path)
			text := string(source)
			read++
			for _, n := range number.FindAllString(text, -1) {
				if codes[n] {
					t.Errorf("%s says %s: codes of the Confluent API stand in server/confluent/problem", path, n)
				}
			}
			for _, part := range parts {
				if strings.Contains(text, part) {
					t.Errorf("%s says %q: sentences of the Confluent API stand in server/confluent/problem", path, part)
				}
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if read < 150 {
		t.Errorf("only %d sources were read", read)
	}
}
