package rpc

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"runtime/debug"
	"strings"
	"time"
	"unicode/utf8"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"
	"google.golang.org/protobuf/types/known/durationpb"

	concordv1 "github.com/concord-registry/concord/proto/concord/v1"
	"github.com/concord-registry/concord/server/fault"
	"github.com/concord-registry/concord/server/registry"
	"github.com/concord-registry/concord/server/store"
)

// errorDomain is the domain of every google.rpc.ErrorInfo.
const errorDomain = "concord"

// Bounds of a failure over gRPC, in bytes: it travels in trailers, and clients in other languages take 8 KiB of those.
const (
	maxMessage = 300
	maxDetails = 4 << 10
)

// failure is an error as the wire shows it.
type failure struct {
	wire
	message string
	details []proto.Message
	// verdict is why a schema is refused, nil for other failures.
	verdict *concordv1.Verdict
}

func (f *failure) Error() string { return f.message }

// GRPCStatus is the failure within the bounds of gRPC: of a verdict as many findings as fit.
func (f *failure) GRPCStatus() *status.Status {
	details := f.details
	if f.verdict != nil {
		details = append(details[:len(details):len(details)], fitting(f.verdict, maxDetails-sizeOf(details)))
	}
	return f.status(details)
}

// full is the failure with all there is to say.
func (f *failure) full() *status.Status {
	if f.verdict == nil {
		return f.status(f.details)
	}
	return f.status(append(f.details[:len(f.details):len(f.details)], f.verdict))
}

func (f *failure) status(details []proto.Message) *status.Status {
	bare := status.New(f.code, f.message)
	old := make([]protoadapt.MessageV1, len(details))
	for i, d := range details {
		old[i] = protoadapt.MessageV1Of(d)
	}
	full, err := bare.WithDetails(old...)
	if err != nil {
		return bare
	}
	return full
}

// perDetail is what a detail takes besides its own bytes: the address of its type.
const perDetail = 64

func sizeOf(details []proto.Message) (n int) {
	for _, d := range details {
		n += proto.Size(d) + perDetail
	}
	return n
}

// fitting is v with as many of its findings as fit into a number of bytes; findings that refuse come first.
func fitting(v *concordv1.Verdict, most int) *concordv1.Verdict {
	if proto.Size(v)+perDetail <= most {
		return v
	}
	cut := proto.CloneOf(v)
	cut.Findings = nil
	if len(cut.ComparedWith) > 3 {
		cut.ComparedWith = cut.ComparedWith[:3]
	}
	const perFinding = 4 // its tag and its length
	room := most - perDetail - proto.Size(cut) - perFinding
	for _, refuses := range []bool{true, false} {
		for _, f := range v.Findings {
			n := proto.Size(f) + perFinding
			if stops(f) != refuses {
				continue
			}
			if n > room {
				cut.FindingsDropped++
				continue
			}
			room -= n
			cut.Findings = append(cut.Findings, f)
		}
	}
	return cut
}

func stops(f *concordv1.Finding) bool {
	return f.Effect == concordv1.Effect_REFUSES || f.Effect == concordv1.Effect_REVIEW
}

// settle turns what a method came to into a failure; it is deferred and recovers.
func (c *call) settle(ctx context.Context, err *error) {
	if cause := recover(); cause != nil {
		*err = c.internal(ctx, "panic", "error", cause, "stack", string(debug.Stack()))
		return
	}
	if *err != nil {
		*err = c.failure(ctx, *err)
	}
}

// failure is an error as the wire shows it.
func (c *call) failure(ctx context.Context, err error) *failure {
	var known *fault.Error
	switch {
	case errors.As(err, &known) && known.Kind != fault.Internal:
		return c.described(known, err)
	case errors.Is(err, context.DeadlineExceeded):
		return c.described(fault.Deadline.New(), nil)
	case errors.Is(err, context.Canceled), errors.Is(ctx.Err(), context.Canceled):
		f := c.described(fault.RequestEnded.New(), nil)
		f.code = codes.Canceled
		return f
	}
	return c.internal(ctx, "internal error", "error", err)
}

// internal logs a bug and answers the id under which the log has it.
func (c *call) internal(ctx context.Context, what string, attributes ...any) *failure {
	c.Logger.ErrorContext(ctx, what, append([]any{"incident", c.id, "method", c.method}, attributes...)...)
	return c.described(fault.InternalError.With("incident", c.id), nil)
}

// described is the failure of a known error; err is the one that holds it and says perhaps more, nil for known itself.
func (c *call) described(known *fault.Error, err error) *failure {
	if err == nil {
		err = known
	}
	f := &failure{wire: wireOf(known), message: shortTo(err.Error(), maxMessage)}
	f.details = append(f.details, info(known), &errdetails.RequestInfo{RequestId: c.id})
	if field := known.Details["field"]; field != "" && known.Kind == fault.Invalid {
		f.details = append(f.details, &errdetails.BadRequest{FieldViolations: []*errdetails.BadRequest_FieldViolation{{
			Field: shortTo(field, maxMessage), Description: shortTo(known.Details["detail"], maxMessage), Reason: string(known.Reason),
		}}})
	}
	if name := resourceOf(known); name != "" && known.Kind == fault.NotFound {
		f.details = append(f.details, &errdetails.ResourceInfo{ResourceName: shortTo(name, maxMessage)})
	}
	if f.code == codes.Unavailable || known.Kind == fault.Limited {
		f.details = append(f.details, &errdetails.RetryInfo{RetryDelay: durationpb.New(time.Second)})
	}
	if row, ok := fault.RowOf(known.Reason); ok {
		f.details = append(f.details, &errdetails.Help{Links: []*errdetails.Help_Link{{
			Description: row.Title, Url: manual + strings.ToLower(string(known.Reason)),
		}}})
	}
	if v := verdictOf(err); v != nil {
		if c.about.Name != "" {
			c.complete(v, c.about)
		}
		f.verdict, f.message = v, refused(v)
	}
	return f
}

// manual is the page that explains reasons.
const manual = "https://github.com/concord-registry/concord/blob/main/docs/rules/errors.md#"

// verdictOf is the verdict that an error carries, nil for none.
func verdictOf(err error) *concordv1.Verdict {
	var refusal *registry.Refusal
	if errors.As(err, &refusal) {
		return encodeRefusal(refusal)
	}
	return invalidSchema(err)
}

// refused is a verdict in one sentence.
func refused(v *concordv1.Verdict) string {
	n := 0
	for _, f := range v.Findings {
		if stops(f) {
			n++
		}
	}
	what := "findings refuse"
	if n == 1 {
		what = "finding refuses"
	}
	sentence := fmt.Sprintf("%s: %d %s the schema at level %s", v.Resource, n, what, said(v.Level))
	if v.Outcome == concordv1.Outcome_IN_REVIEW {
		sentence = fmt.Sprintf("%s: somebody must approve the schema first", v.Resource)
	}
	if n > 0 {
		sentence += ": " + v.Findings[firstStop(v)].Message
	}
	return shortTo(sentence, maxMessage)
}

func firstStop(v *concordv1.Verdict) int {
	for i, f := range v.Findings {
		if stops(f) {
			return i
		}
	}
	return 0
}

// info says the reason, the advice, and the facts.
func info(e *fault.Error) *errdetails.ErrorInfo {
	metadata := maps.Clone(map[string]string(e.Details))
	if metadata == nil {
		metadata = map[string]string{}
	}
	if d, ok := metadata["domain"]; ok {
		metadata["domain"] = store.DomainName(d).Public()
	}
	delete(metadata, "detail")
	for name, value := range metadata {
		if metadata[name] = shortTo(value, maxMessage); value == "" {
			delete(metadata, name)
		}
	}
	if advice := e.Advice(); advice != "" {
		metadata["hint"] = shortTo(advice, 2*maxMessage)
	}
	return &errdetails.ErrorInfo{Reason: reasonOf(e), Domain: errorDomain, Metadata: metadata}
}

// reasonOf is the word for an error's reason.
func reasonOf(e *fault.Error) string {
	if e.Reason == "" {
		return strings.ToUpper(strings.ReplaceAll(e.Kind.String(), " ", "_"))
	}
	return string(e.Reason)
}

// resourceOf is the name of what an error is about, empty where its facts do not say it.
func resourceOf(e *fault.Error) string {
	facts := e.Details
	switch domain, ok := facts["domain"]; {
	case !ok:
		return facts["resource"]
	case facts["subject"] != "" && facts["version"] != "":
		return store.Subject{Domain: store.DomainName(domain), Name: facts["subject"]}.Resource() + "/versions/" + facts["version"]
	default:
		return store.Subject{Domain: store.DomainName(domain), Name: facts["subject"]}.Resource()
	}
}

// shortTo is a text of at most n bytes, with an ellipsis where something was cut.
func shortTo(text string, n int) string {
	const ellipsis = "…"
	if len(text) <= n {
		return text
	}
	n -= len(ellipsis)
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n] + ellipsis
}

// shortened is a caller's text as a sentence quotes it.
func shortened(text string) string { return shortTo(text, 60) }
