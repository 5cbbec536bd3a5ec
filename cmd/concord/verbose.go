package main

import (
	"net/http"
	"time"
)

// verbose tells of each request that goes through it.
type verbose struct {
	http.RoundTripper
	*terminal
}

func (v verbose) RoundTrip(r *http.Request) (*http.Response, error) {
	start := time.Now()
	answer, err := v.RoundTripper.RoundTrip(r)
	took := time.Since(start).Round(time.Millisecond)
	if err != nil {
		v.remark("%s %s: %v after %v", r.Method, r.URL.Redacted(), err, took)
		return nil, err
	}
	v.remark("%s %s: %s, request %s, in %v", r.Method, r.URL.Redacted(), answer.Status, first(answer.Header.Get("X-Request-Id"), "-"), took)
	return answer, nil
}
