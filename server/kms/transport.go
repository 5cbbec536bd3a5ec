package kms

import (
	"io"
	"net/http"
)

// maxAnswer bounds the bytes of an answer: a wrapped key has a few hundred.
const maxAnswer = 1 << 20

// doer is what the libraries of several services take for an HTTP client.
type doer interface {
	Do(*http.Request) (*http.Response, error)
}

// bounded cuts off what a service answers beyond [maxAnswer].
type bounded struct{ doer }

// Do implements doer.
func (b bounded) Do(r *http.Request) (*http.Response, error) { return cut(b.doer.Do(r)) }

// boundedTransport is bounded for libraries that take a transport.
type boundedTransport struct{ http.RoundTripper }

// RoundTrip implements http.RoundTripper.
func (b boundedTransport) RoundTrip(r *http.Request) (*http.Response, error) {
	return cut(b.RoundTripper.RoundTrip(r))
}

func cut(answer *http.Response, err error) (*http.Response, error) {
	if err != nil {
		return nil, err
	}
	answer.Body = struct {
		io.Reader
		io.Closer
	}{io.LimitReader(answer.Body, maxAnswer), answer.Body}
	return answer, nil
}
