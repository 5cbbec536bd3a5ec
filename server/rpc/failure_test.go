package rpc_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/concord-registry/concord/policy"
	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/rpc"
	"github.com/concord-registry/concord/server/store"
	"github.com/concord-registry/concord/server/store/storetest"
)

// failing is an access whose answer is an error.
type failing func() error

func (f failing) May(*store.View, store.Caller, store.Action, store.Subject) error { return f() }

// broken is a world in which every method fails.
func broken(t *testing.T, c rpc.Config, fail failing) *world {
	t.Helper()
	memory := &storetest.Memory{}
	return openOn(t, c, registry.Config{Access: fail}, memory, memory)
}

// details are those of a status.
type details struct {
	info     *errdetails.ErrorInfo
	request  *errdetails.RequestInfo
	retry    *errdetails.RetryInfo
	resource *errdetails.ResourceInfo
	field    *errdetails.BadRequest
	help     *errdetails.Help
	verdict  *concordv1.Verdict
}

func detailsOf(t *testing.T, err error) (d details) {
	t.Helper()
	for _, detail := range status.Convert(err).Details() {
		switch detail := detail.(type) {
		case *errdetails.ErrorInfo:
			d.info = detail
		case *errdetails.RequestInfo:
			d.request = detail
		case *errdetails.RetryInfo:
			d.retry = detail
		case *errdetails.ResourceInfo:
			d.resource = detail
		case *errdetails.BadRequest:
			d.field = detail
		case *errdetails.Help:
			d.help = detail
		case *concordv1.Verdict:
			d.verdict = detail
		default:
			t.Errorf("a detail that nobody knows: %v", detail)
		}
	}
	return d
}

// TestReasons sends an error of every reason through both ways: the same reason, hint and code arrive.
func TestReasons(t *testing.T) {
	want := map[fault.Kind]struct {
		code codes.Code
		http int
	}{
		fault.Internal: {codes.Internal, 500}, fault.Invalid: {codes.InvalidArgument, 400}, fault.NotFound: {codes.NotFound, 404},
		fault.Exists: {codes.AlreadyExists, 409}, fault.Incompatible: {codes.FailedPrecondition, 422}, fault.Denied: {codes.FailedPrecondition, 422},
		fault.NotPermitted: {codes.FailedPrecondition, 409}, fault.Stale: {codes.Aborted, 409}, fault.TooLarge: {codes.ResourceExhausted, 413},
		fault.Unavailable: {codes.Unavailable, 503}, fault.Unauthenticated: {codes.Unauthenticated, 401}, fault.Forbidden: {codes.PermissionDenied, 403},
		fault.InvalidSchema: {codes.InvalidArgument, 422}, fault.Limited: {codes.ResourceExhausted, 429}, fault.Late: {codes.DeadlineExceeded, 504},
		fault.Gone: {codes.OutOfRange, 410},
	}
	var failure error
	w := broken(t, rpc.Config{}, func() error { return failure })
	for _, row := range fault.Table {
		t.Run(string(row.Reason), func(t *testing.T) {
			failure = row.Reason.About(store.Subject{Name: "s"}).With("field", "f").Caused(errors.New("driver text"))
			_, err := w.status.GetStatus(t.Context(), &concordv1.GetStatusRequest{})
			expected, ok := want[row.Kind]
			switch row.Reason {
			case fault.ContentType:
				expected.http = 415
			case fault.SchemaTooComplex:
				expected.code = codes.FailedPrecondition
			}
			if !ok || status.Code(err) != expected.code {
				t.Errorf("status = %v, want %s", err, expected.code)
			}
			d := detailsOf(t, err)
			if d.info.GetReason() != string(row.Reason) || d.info.GetDomain() != "concord" || d.info.GetMetadata()["hint"] == "" || d.request.GetRequestId() == "" || d.help == nil {
				t.Errorf("details = %+v, want reason %s", d, row.Reason)
			}
			if row.Kind != fault.Internal && d.info.GetMetadata()["domain"] != "default" {
				t.Errorf("facts = %v", d.info.GetMetadata())
			}
			if (d.resource.GetResourceName() == "domains/default/subjects/s") != (row.Kind == fault.NotFound) {
				t.Errorf("resource = %v", d.resource)
			}
			if (d.field.GetFieldViolations() != nil) != (row.Kind == fault.Invalid) {
				t.Errorf("violations = %v", d.field)
			}
			again := expected.code == codes.Unavailable || expected.http == 429
			if (d.retry != nil) != again {
				t.Errorf("retry = %v", d.retry)
			}
			a := w.get(t, "status")
			if a.code != expected.http || !strings.Contains(a.body, string(row.Reason)) || strings.Contains(a.body, "driver text") {
				t.Errorf("%d %s, want %d", a.code, a.body, expected.http)
			}
			if (a.header.Get("Retry-After") != "") != again {
				t.Errorf("Retry-After = %q", a.header.Get("Retry-After"))
			}
		})
	}
}

// TestBugs holds that a bug is told to the log, and to the caller only by the id of the request.
func TestBugs(t *testing.T) {
	tests := []struct {
		name string
		fail func() error
	}{
		{"error without a reason", func() error { return errors.New("secret driver text") }},
		{"error of kind Internal", func() error { return fault.New(fault.Internal, "secret driver text") }},
		{"panic", func() error { panic("secret driver text") }},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var log bytes.Buffer
			w := broken(t, rpc.Config{Logger: slog.New(slog.NewTextHandler(&log, nil))}, test.fail)
			_, err := w.status.GetStatus(t.Context(), &concordv1.GetStatusRequest{})
			if status.Code(err) != codes.Internal || strings.Contains(err.Error(), "secret") {
				t.Errorf("status = %v, want an internal error that tells nothing", err)
			}
			incident := detailsOf(t, err).info.GetMetadata()["incident"]
			if incident == "" || !strings.Contains(log.String(), incident) || !strings.Contains(log.String(), "secret driver text") {
				t.Errorf("the log does not tell about %s: %s", incident, &log)
			}
		})
	}
}

// refusing are policies with many findings.
type refusing struct{ n int }

func (r refusing) Evaluate(context.Context, policy.Request) policy.Decision {
	d := policy.Decision{Outcome: policy.Rejected, Revision: "r1"}
	for i := range r.n {
		f := warning(fmt.Sprintf("R%04d", i))
		f.Message = strings.Repeat("what stands there, what is wanted. ", 5)
		if i == r.n-1 {
			f.Effective = policy.Blocks
		}
		d.Findings = append(d.Findings, f)
	}
	return d
}

// TestManyFindings: what travels in trailers stays small, and says what refuses first; JSON says all.
func TestManyFindings(t *testing.T) {
	memory := &storetest.Memory{}
	w := openOn(t, rpc.Config{}, registry.Config{Policy: refusing{1000}}, memory, memory)
	request := &concordv1.RegisterVersionRequest{Domain: "default", Subject: "s", Schema: &concordv1.Schema{Text: `"int"`}}
	_, err := w.registry.RegisterVersion(t.Context(), request)
	s := status.Convert(err)
	if n := proto.Size(s.Proto()); s.Code() != codes.FailedPrecondition || len(s.Message()) > 300 || n > 4<<10+300 {
		t.Errorf("%s of %d bytes, a message of %d", s.Code(), n, len(s.Message()))
	}
	d := detailsOf(t, err)
	if d.info.GetReason() != "POLICY_REFUSED" || d.verdict.GetOutcome() != concordv1.Outcome_REFUSED || d.verdict.GetLevel() != concordv1.Level_BACKWARD {
		t.Errorf("details = %+v", d)
	}
	found := d.verdict.GetFindings()
	if len(found) == 0 || found[0].GetEffect() != concordv1.Effect_REFUSES || int(d.verdict.GetFindingsDropped())+len(found) != 1000 {
		t.Errorf("%d findings and %d dropped", len(found), d.verdict.GetFindingsDropped())
	}
	a := w.send(t, http.MethodPost, "/api/v1/domains/default/subjects/s/versions", `{"schema":{"text":"\"int\""}}`)
	if a.code != 422 || strings.Count(a.body, `"severity"`) != 1000 {
		t.Errorf("%d with %d findings", a.code, strings.Count(a.body, `"severity"`))
	}
	checked, err := w.registry.CheckVersion(t.Context(), &concordv1.CheckVersionRequest{Domain: "default", Subject: "s", Schema: request.GetSchema()})
	if err != nil || len(checked.GetVerdict().GetFindings()) != 1000 || checked.GetVerdict().GetOutcome() != concordv1.Outcome_REFUSED {
		t.Errorf("%d findings, %v", len(checked.GetVerdict().GetFindings()), err)
	}
}
