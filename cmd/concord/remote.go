package main

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"

	concord "github.com/concord-registry/concord/clients/go"
	"github.com/concord-registry/concord/cmd/concord/internal/exit"
)

// remote is a server that a command talks to, and the domain of what names none.
type remote struct {
	*concord.Client
	domain string
	// said tells that a flag names the domain.
	said bool
}

// remote connects to the server that flags, environment and profile name. Nothing is sent.
func (o *connectOptions) remote(t *terminal) (*remote, error) {
	c, err := o.config(t)
	if err != nil {
		return nil, err
	}
	client, err := concord.New(c)
	if err != nil {
		return nil, &usage{err, "see --server, --user and --token-file"}
	}
	return &remote{client, c.Domain, o.domain != ""}, nil
}

// config is the client's configuration.
func (o *connectOptions) config(t *terminal) (concord.Config, error) {
	c, err := o.connection(t)
	return concord.Config{
		URLs: c.urls, Domain: c.domain, User: c.login.user, Password: c.login.password, Token: c.login.token,
		UserAgent: userAgent(), Timeout: c.timeout, Retries: 1,
		HTTP: &http.Client{Transport: o.transport(t, c)},
	}, err
}

// userAgent is what servers are told of this program.
func userAgent() string { return "concord-cli/" + buildVersion() }

// transport sends requests, and tells of them when --verbose says so.
func (o *connectOptions) transport(t *terminal, c connection) http.RoundTripper {
	plain := http.DefaultTransport.(*http.Transport).Clone()
	plain.TLSClientConfig = c.tls
	if !o.verbose {
		return plain
	}
	return verbose{plain, t}
}

// target reads an argument and puts it into a domain.
func (r *remote) target(argument string) (target, error) {
	x, err := parseTarget(argument)
	if err != nil {
		return x, err
	}
	return x.in(r.domain, r.said)
}

// subject reads an argument that names a subject.
func (r *remote) subject(argument string) (target, error) {
	x, err := r.target(argument)
	if err != nil {
		return x, err
	}
	return x.aSubject()
}

// version reads an argument that names a subject or a version of it.
func (r *remote) version(argument string) (target, error) {
	x, err := r.target(argument)
	if err != nil {
		return x, err
	}
	return x.aVersion()
}

// serverError is an answer of the server, or none, that a command ends with.
type serverError struct{ answer *concord.Error }

func (e *serverError) Error() string { return e.answer.Error() }

func (e *serverError) Unwrap() error { return e.answer }

// remoteError gives a client's error its exit status and its hint.
func remoteError(err error) error {
	var answer *concord.Error
	if errors.As(err, &answer) {
		return &serverError{answer}
	}
	return err
}

// fill puts what the server said into a failure.
func (e *serverError) fill(f *failure) {
	f.Code, f.Reason, f.Hint = codeOf(e.answer), string(e.answer.Reason), e.answer.Hint
	if f.Reason == "" {
		f.Reason = "FAILED"
	}
	if e.answer.Status == 0 && e.answer.Reason == "" {
		f.Reason = "SERVER_AWAY"
	}
	f.status = exit.Of(e.answer)
	for _, detail := range e.answer.Details {
		f.Details = append(f.Details, withVerdict(detail, e.answer.Verdict))
	}
}

// withVerdict is a detail of an error; for its verdict that is the one which the command line has filled in.
func withVerdict(detail json.RawMessage, v *concord.Verdict) any {
	var known struct {
		Type string `json:"@type"`
	}
	if v == nil || json.Unmarshal(detail, &known) != nil || !strings.HasSuffix(known.Type, "/concord.v1.Verdict") {
		return detail
	}
	return struct {
		Type string `json:"@type"`
		*concord.Verdict
	}{known.Type, v}
}

// codes are the words of google.rpc.Code by number.
var codes = [...]string{
	"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS", "PERMISSION_DENIED",
	"RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE",
	"DATA_LOSS", "UNAUTHENTICATED",
}

func codeOf(e *concord.Error) string {
	switch {
	case e.Code > 0 && e.Code < len(codes):
		return codes[e.Code]
	case e.Status == 0:
		return "UNAVAILABLE"
	}
	return "UNKNOWN"
}
