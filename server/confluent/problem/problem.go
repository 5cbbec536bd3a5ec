// Package problem is how the Confluent API says that something went wrong: a number, `error_code`, and a sentence. The
// number and the sentence of every reason stand in one table; both are those of the reference, which clients compare.
package problem

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/store"
)

// Problem is the body of every error: these two members and no others, for old Java clients know no more. It is an error
// itself where the dialect alone knows what is wrong.
type Problem struct {
	Code    int    `json:"error_code"`
	Message string `json:"message"`
}

// New returns a problem that has no reason: one of HTTP itself.
func New(code int, format string, args ...any) Problem {
	return Problem{code, fmt.Sprintf(format, args...)}
}

func (p Problem) Error() string { return p.Message }

// Status is the HTTP status that belongs to a code: its first three digits.
func (p Problem) Status() int { return statusOf(p.Code) }

// Of puts an error into the words of the dialect. ok is false for an error that is not for callers, because nobody gave it
// a reason or the dialect has no words for it.
func Of(err error) (p Problem, ok bool) {
	if errors.As(err, &p) {
		return p, true
	}
	known := fault.Of(err)
	row, ok := RowOf(known.Reason)
	if !ok || row.Code == 0 || known.Kind == fault.Internal {
		return p, false
	}
	// What was being done stands before the message of the error itself.
	doing, found := strings.CutSuffix(err.Error(), known.Error())
	if !found {
		doing = ""
	}
	return Problem{row.Code, doing + row.say(known)}, true
}

// say is the sentence for an error of the row's reason.
func (r Row) say(e *fault.Error) string {
	if r.Sentence == "" {
		return e.Error()
	}
	subject := store.Subject{Domain: store.DomainName(e.Details["domain"]), Name: e.Details["subject"]}
	return os.Expand(r.Sentence, func(name string) string {
		switch name {
		case "subject":
			return subject.String()
		case "context":
			return subject.Domain.Context()
		}
		return e.Details[name]
	})
}
