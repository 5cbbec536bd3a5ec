// Package wire carries the requests of every API of a registry: where they go, who asks, when they are sent again, and
// that a client reads what it wrote. What the answers mean is not its business.
package wire

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"time"
)

// maxAnswer bounds an answer in bytes; the server's own limit for a schema is far below.
const maxAnswer = 64 << 20

// The headers that a registry may know. One that does not passes over them.
const (
	positionHeader    = "Concord-Position"
	minPositionHeader = "Concord-Min-Position"
	keyHeader         = "Idempotency-Key"
)

// Wire sends requests, and sends them again. It is safe for concurrent use.
type Wire struct {
	config   Config
	bases    []*url.URL
	http     *http.Client
	position position
}

// New returns a wire. It sends nothing; it returns an error for a Config that contradicts itself.
func New(c Config) (*Wire, error) {
	c = c.withDefaults()
	bases, err := c.validate()
	if err != nil {
		return nil, err
	}
	client := c.HTTP
	if client == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.TLSClientConfig = c.TLS
		client = &http.Client{Transport: transport}
	}
	return &Wire{config: c, bases: bases, http: client}, nil
}

// Position is that of the last write of this wire, as the server said it; empty before the first.
func (w *Wire) Position() string { return w.position.get() }

// Request is one request, without where it goes.
type Request struct {
	Method string
	// Path is percent-encoded.
	Path  string
	Query url.Values
	// Header counts more than what the wire sends by itself. Its names are in their canonical form.
	Header http.Header
	// Body is sent as JSON; nil for none.
	Body any
	// Write tells that the request changes something. It gets an Idempotency-Key, so that it is done once however often it
	// is sent, and its position is remembered; all others ask for that position.
	Write bool
}

// Call sends a request, repeated as [Config] says, and reads the answer into answer, if that is not nil. It returns the
// answer's header. The error is a [*Failure], or, when ctx ended, one that errors.Is tells as ctx's.
func (w *Wire) Call(ctx context.Context, r Request, answer any) (http.Header, error) {
	body, err := r.encode()
	if err != nil {
		return nil, err
	}
	asked := w.complete(&r)
	header, err := w.repeat(ctx, r, body, answer)
	if asked != "" && statusOf(err) == http.StatusGone {
		w.position.forget(asked)
		r.Header.Del(minPositionHeader)
		return w.repeat(ctx, r, body, answer)
	}
	return header, err
}

// Stream sends a request once and returns the answer, which is a success and as long as it wants to be. The caller closes
// its body. Errors are as those of [Wire.Call].
func (w *Wire) Stream(ctx context.Context, r Request) (*http.Response, error) {
	body, err := r.encode()
	if err != nil {
		return nil, err
	}
	w.complete(&r)
	response, err := w.send(ctx, r, body)
	if err != nil {
		return nil, ended(ctx, err)
	}
	if response.StatusCode/100 == 2 {
		return response, nil
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(response.Body, maxAnswer)) // half an error says more than none
	return nil, failed(response, text, r)
}

func (r Request) encode() ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	return json.Marshal(r.Body)
}

// complete adds the key of a write or the position of a read, unless the caller did, and returns the position it added.
func (w *Wire) complete(r *Request) string {
	header := r.Header.Clone()
	if header == nil {
		header = http.Header{}
	}
	defer func() { r.Header = header }()
	switch at := w.position.get(); {
	case r.Write:
		if header.Get(keyHeader) == "" {
			header.Set(keyHeader, rand.Text())
		}
	case at != "" && r.Header.Get(minPositionHeader) == "":
		header.Set(minPositionHeader, at)
		return at
	}
	return ""
}

// repeat sends a complete request until it is answered for good.
func (w *Wire) repeat(ctx context.Context, r Request, body []byte, answer any) (http.Header, error) {
	for attempt := 0; ; attempt++ {
		header, err := w.attempt(ctx, r, body, answer)
		wait, again := w.pause(attempt, err)
		if err == nil || !again || ctx.Err() != nil || !sleep(ctx, wait) {
			return header, ended(ctx, err)
		}
	}
}

// ended is the error of a request: that of ctx where ctx ended before there was an answer for good.
func ended(ctx context.Context, err error) error {
	var f *Failure
	if err == nil || ctx.Err() == nil || errors.As(err, &f) && !f.temporary() {
		return err
	}
	return fmt.Errorf("%w; before that: %v", ctx.Err(), err)
}

// attempt sends a request once, to the first base that answers.
func (w *Wire) attempt(ctx context.Context, r Request, body []byte, answer any) (http.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, w.config.Timeout)
	defer cancel()
	response, err := w.send(ctx, r, body)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return nil, &Failure{Message: "the answer ended early", Key: r.Header.Get(keyHeader), Err: own(err)}
	}
	if response.StatusCode/100 != 2 {
		return response.Header, failed(response, text, r)
	}
	if r.Write {
		w.position.wrote(response.Header.Get(positionHeader))
	}
	if answer == nil {
		return response.Header, nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		unreadable := failed(response, text, r)
		unreadable.Message, unreadable.Err = "the answer is not what the API promises", err
		return response.Header, unreadable
	}
	return response.Header, nil
}

// send returns the first base's answer, whatever its status. The caller closes its body.
func (w *Wire) send(ctx context.Context, r Request, body []byte) (*http.Response, error) {
	var problems []error
	for _, base := range w.bases {
		sent, err := w.build(ctx, base, r, body)
		if err != nil {
			return nil, err
		}
		response, err := w.http.Do(sent)
		if err == nil {
			return response, nil
		}
		problems = append(problems, err)
		if ctx.Err() != nil {
			break
		}
	}
	return nil, &Failure{Message: "no registry answered", Key: r.Header.Get(keyHeader), Err: own(errors.Join(problems...))}
}

// own is an error on this side of the wire. That the time of one attempt was over is not that the caller's context ended.
func own(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return errors.New(err.Error())
	}
	return err
}

func (w *Wire) build(ctx context.Context, base *url.URL, r Request, body []byte) (*http.Request, error) {
	address := base.String() + r.Path
	if len(r.Query) > 0 {
		address += "?" + r.Query.Encode()
	}
	sent, err := http.NewRequestWithContext(ctx, r.Method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	sent.Header.Set("User-Agent", w.config.UserAgent)
	if body != nil {
		sent.Header.Set("Content-Type", "application/json")
	}
	maps.Copy(sent.Header, r.Header)
	switch {
	case w.config.Token != "":
		sent.Header.Set("Authorization", "Bearer "+w.config.Token)
	case w.config.User != "":
		sent.SetBasicAuth(w.config.User, w.config.Password)
	}
	return sent, nil
}

// sleep reports whether it slept to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
