package rpc_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/concord-registry/concord/compat/rule"
	"github.com/concord-registry/concord/compat/word"
	"github.com/concord-registry/concord/policy"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
)

// details are those of a status.
type details struct {
	info    *errdetails.ErrorInfo
	retry   *errdetails.RetryInfo
	refusal *concordv1.Refusal
}

func detailsOf(t *testing.T, err error) (d details) {
	t.Helper()
	for _, detail := range status.Convert(err).Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			d.info = detail
		case *errdetails.RetryInfo:
			d.retry = detail
		case *concordv1.Refusal:
			d.refusal = detail
		default:
			t.Errorf("a detail that nobody knows: %v", detail)
		}
	}
	return d
}

// TestFailures sends one error of each kind through both ways.
func TestFailures(t *testing.T) {
	tests := []struct {
		kind   fault.Kind
		code   codes.Code
		http   int
		reason string
	}{
		{fault.Invalid, codes.InvalidArgument, 422, "INVALID"},
		{fault.NotFound, codes.NotFound, 404, "NOT_FOUND"},
		{fault.Exists, codes.AlreadyExists, 409, "EXISTS_ALREADY"},
		{fault.Incompatible, codes.FailedPrecondition, 409, "INCOMPATIBLE"},
		{fault.Denied, codes.FailedPrecondition, 422, "DENIED_BY_POLICY"},
		{fault.NotPermitted, codes.FailedPrecondition, 422, "NOT_PERMITTED"},
		{fault.Stale, codes.Aborted, 409, "STALE"},
		{fault.TooLarge, codes.ResourceExhausted, 413, "TOO_LARGE"},
		{fault.Unavailable, codes.Unavailable, 503, "UNAVAILABLE"},
		{fault.Unauthenticated, codes.Unauthenticated, 401, "NOT_AUTHENTICATED"},
		{fault.Forbidden, codes.PermissionDenied, 403, "FORBIDDEN"},
	}
	var failure error
	w := open(t, rpc.Config{Allow: func(context.Context, rpc.Call) error { return failure }})
	for _, test := range tests {
		t.Run(test.kind.String(), func(t *testing.T) {
			failure = &fault.Error{Kind: test.kind, Message: "what", Hint: "do this", Err: errors.New("driver")}
			fault.Wrap(&failure, "doing it")
			_, err := w.client.GetStatus(t.Context(), &concordv1.GetStatusRequest{})
			if status.Code(err) != test.code || status.Convert(err).Message() != "doing it: what" {
				t.Errorf("status = %v, want %s", err, test.code)
			}
			d := detailsOf(t, err)
			if d.info.GetReason() != test.reason || d.info.GetDomain() != "concord" || d.info.GetMetadata()["hint"] != "do this" {
				t.Errorf("info = %v, want reason %s", d.info, test.reason)
			}
			if (d.retry != nil) != (test.kind == fault.Unavailable) {
				t.Errorf("retry = %v", d.retry)
			}
			r := w.get(t, "/api/v1/status")
			if r.StatusCode != test.http {
				t.Errorf("HTTP status = %d, want %d", r.StatusCode, test.http)
			}
			if (r.Header.Get("Retry-After") != "") != (test.http == http.StatusServiceUnavailable) {
				t.Errorf("Retry-After = %q", r.Header.Get("Retry-After"))
			}
		})
	}
}

// TestBugs holds that a bug is told to the log, and to the caller only by its number.
func TestBugs(t *testing.T) {
	tests := []struct {
		name  string
		allow func() error
	}{
		{"error of no kind", func() error { return errors.New("secret driver text") }},
		{"error of kind Internal", func() error { return fault.New(fault.Internal, "secret driver text") }},
		{"panic", func() error { panic("secret driver text") }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var log bytes.Buffer
			w := open(t, rpc.Config{
				Allow:  func(context.Context, rpc.Call) error { return test.allow() },
				Logger: slog.New(slog.NewTextHandler(&log, nil)),
			})
			_, err := w.client.GetStatus(t.Context(), &concordv1.GetStatusRequest{})
			message := status.Convert(err).Message()
			if status.Code(err) != codes.Internal || strings.Contains(message, "secret") {
				t.Errorf("status = %v, want an internal error that tells nothing", err)
			}
			incident := message[strings.LastIndex(message, " ")+1:]
			if !strings.Contains(log.String(), incident) || !strings.Contains(log.String(), "secret driver text") {
				t.Errorf("the log does not tell about %s: %s", incident, &log)
			}
		})
	}
}

func TestDeadline(t *testing.T) {
	w := open(t, rpc.Config{
		Timeout: time.Nanosecond,
		Allow: func(ctx context.Context, c rpc.Call) error {
			if c.Subject == nil {
				return nil
			}
			<-ctx.Done()
			return ctx.Err()
		},
	})
	request := &concordv1.RegisterRequest{Registration: &concordv1.Registration{Subject: "s"}}
	if _, err := w.client.Register(t.Context(), request); status.Code(err) != codes.DeadlineExceeded {
		t.Errorf("status = %v, want DeadlineExceeded", err)
	}
}

// TestRefusal holds that a refused schema tells why.
func TestRefusal(t *testing.T) {
	refusal := &registry.Refusal{
		Verdict: registry.Verdict{Standard: registry.Standard{Level: word.FullTransitive}, Findings: []rule.Finding{{
			Code: "AvroX", Direction: rule.Forward, Breaks: rule.Wire | rule.Source, Version: 3, Was: "int", Is: "string",
			Message: "no", Fix: rule.Fix{Text: "keep int"}, Reference: &rule.Difference{Type: "TYPE_MISMATCH"},
			Witness: &rule.Witness{Datum: "1", Encoded: []byte{2}, Result: "error"},
		}}, Reserved: []string{"field f is reserved"}},
		Decision: &policy.Decision{Outcome: policy.Rejected, Findings: []policy.Finding{{Rule: "SEM001"}}},
	}
	w := open(t, rpc.Config{Allow: func(context.Context, rpc.Call) error {
		return &fault.Error{Kind: fault.Incompatible, Message: "refused", Err: refusal}
	}})
	_, err := w.client.GetStatus(t.Context(), &concordv1.GetStatusRequest{})
	got := detailsOf(t, err).refusal
	if got.GetLevel() != concordv1.Level_LEVEL_FULL_TRANSITIVE || len(got.GetFindings()) != 1 || len(got.GetReserved()) != 1 {
		t.Fatalf("refusal = %v", got)
	}
	f := got.GetFindings()[0]
	if f.GetCode() != "AvroX" || f.GetDirection() != concordv1.Direction_DIRECTION_FORWARD || len(f.GetBreaks()) != 2 ||
		f.GetDifference().GetType() != "TYPE_MISMATCH" || f.GetFix().GetText() != "keep int" || f.GetOld() != nil || !f.GetRefuses() {
		t.Errorf("finding = %v", f)
	}
	if d := got.GetDecision(); d.GetOutcome() != "rejected" || d.GetFindings()[0].GetRule() != "SEM001" {
		t.Errorf("decision = %v", d)
	}
}
