package fault_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/concord-registry/concord/server/fault"
)

func TestKindOf(t *testing.T) {
	cause := errors.New("disk")
	err := error(fault.StorageAway.With("doing", "commit").Caused(cause))
	fault.Wrap(&err, "register %s", "a")
	if err.Error() != "register a: commit: storage does not answer" || !fault.Is(err, fault.Unavailable) || !errors.Is(err, cause) {
		t.Errorf("wrapped = %v, kind %s", err, fault.KindOf(err))
	}
	if fault.KindOf(fmt.Errorf("other")) != fault.Internal || fault.Is(nil, fault.Internal) {
		t.Error("an error of nobody's kind is internal, and none is of no kind")
	}
	var none error
	if fault.Wrap(&none, "anything"); none != nil {
		t.Errorf("Wrap made %v of nil", none)
	}
}

func TestReasonOf(t *testing.T) {
	for _, test := range []struct {
		name string
		err  error
		want fault.Reason
	}{
		{"a reason", fault.SchemaEmpty.New(), fault.SchemaEmpty},
		{"wrapped", fmt.Errorf("doing: %w", fault.SchemaEmpty.New()), fault.SchemaEmpty},
		{"a kind alone", fault.New(fault.Invalid, "no"), fault.InternalError},
		{"nobody's", errors.New("no"), fault.InternalError},
		{"late", fmt.Errorf("doing: %w", context.DeadlineExceeded), fault.Deadline},
		{"cancelled", context.Canceled, fault.Cancelled},
		{"late, said otherwise", fault.StorageAway.New().Caused(context.DeadlineExceeded), fault.StorageAway},
		{"none", nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := fault.ReasonOf(test.err); got != test.want {
				t.Errorf("reason = %s, want %s", got, test.want)
			}
			if got, want := errors.Is(test.err, fault.SchemaEmpty), test.want == fault.SchemaEmpty; got != want {
				t.Errorf("Is SCHEMA_EMPTY: %v, want %v", got, want)
			}
		})
	}
}

// scope is a thing that tells its facts.
type scope struct{ domain, subject string }

func (s scope) Facts() fault.Facts { return fault.Facts{"domain": s.domain, "subject": s.subject} }

func TestSentences(t *testing.T) {
	for _, test := range []struct {
		err  *fault.Error
		want string
	}{
		{fault.SubjectNotFound.About(scope{"billing", "orders"}), "subject orders of domain billing does not exist"},
		{fault.SubjectNotFound.About(scope{"", "orders"}), "subject orders of domain default does not exist"},
		{fault.SettingsNotSet.About(scope{"billing", ""}), "domain billing has no settings of its own"},
		{fault.VersionNotFound.About(scope{"billing", "orders"}).With("version", 7), "subject orders of domain billing has no version 7"},
		{fault.RulesInvalid.Because("%d rules are called %s", 2, "a"), "the rule set is not valid: 2 rules are called a"},
		{fault.FieldInvalid.With("field", "owner").Because("too long"), "owner: too long"},
		{fault.FieldInvalid.Because("too [long]"), "too [long]"},
		{fault.PlanStale.Because("domains/crm has changed since"), "the plan is stale: domains/crm has changed since"},
		{fault.PlanStale.New(), "the plan is stale"},
		{fault.DomainNotEmpty.With("domain", "$subject"), "domain $subject is not empty"},
		{fault.SubjectNotFound.Says("%d%%", 5), "5%"},
		{fault.New(fault.Invalid, "%d%%", 5), "5%"},
		{&fault.Error{Err: errors.New("disk")}, "disk"},
	} {
		if got := test.err.Error(); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
	if got := fault.PlanStale.New().Advice(); got != "Plan again." {
		t.Errorf("advice %q, want that of the reason", got)
	}
}
