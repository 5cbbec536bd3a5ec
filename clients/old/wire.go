package concord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"sync/atomic"
	"time"
)

// maxAnswer bounds an answer in bytes; the server's own limit for a schema is far below.
const maxAnswer = 64 << 20

// wire sends requests, and sends them again.
type wire struct {
	config Config
	bases  []*url.URL
	http   *http.Client
	// seen is the highest position of this client's own writes; reads ask for it.
	seen atomic.Uint64
}

func newWire(c Config, bases []*url.URL) *wire {
	client := c.HTTP
	if client == nil {
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.TLSClientConfig = c.TLS
		client = &http.Client{Transport: transport}
	}
	return &wire{config: c, bases: bases, http: client}
}

// request is one request, without where it goes.
type request struct {
	method string
	// path is percent-encoded.
	path  string
	query url.Values
	// body is sent as JSON; nil for none.
	body any
}

// call sends a request, repeated as Config says, and reads the answer into answer, if that is not nil.
func (w *wire) call(ctx context.Context, r request, answer any) error {
	body, err := r.encode()
	if err != nil {
		return err
	}
	for attempt := 0; ; attempt++ {
		err := w.attempt(ctx, r, body, answer)
		wait, again := w.pause(attempt, err)
		if err == nil || !again || ctx.Err() != nil {
			return err
		}
		if !sleep(ctx, wait) {
			return err
		}
	}
}

func (r request) encode() ([]byte, error) {
	if r.body == nil {
		return nil, nil
	}
	return json.Marshal(r.body)
}

// attempt sends a request once, to the first base that answers.
func (w *wire) attempt(ctx context.Context, r request, body []byte, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, w.config.Timeout)
	defer cancel()
	response, err := w.send(ctx, r, body)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	if err != nil {
		return &Error{Kind: Unavailable, Message: "the answer ended early", Err: err}
	}
	if response.StatusCode/100 != 2 {
		return readError(response, text)
	}
	if answer == nil {
		return nil
	}
	if err := json.Unmarshal(text, answer); err != nil {
		return &Error{Kind: Internal, Status: response.StatusCode, Message: "the answer is not what the API promises", Err: err}
	}
	return nil
}

// send returns the first base's answer, whatever its status. The caller closes its body.
func (w *wire) send(ctx context.Context, r request, body []byte) (*http.Response, error) {
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
	return nil, &Error{
		Kind:    Unavailable,
		Message: "no registry answered",
		Hint:    "check the URLs, and that the server runs",
		Err:     errors.Join(problems...),
	}
}

func (w *wire) build(ctx context.Context, base *url.URL, r request, body []byte) (*http.Request, error) {
	address := base.String() + r.path
	if len(r.query) > 0 {
		address += "?" + r.query.Encode()
	}
	sent, err := http.NewRequestWithContext(ctx, r.method, address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	sent.Header.Set("Accept", "application/vnd.schemaregistry.v1+json, application/json;q=0.9")
	sent.Header.Set("User-Agent", w.config.UserAgent)
	sent.Header.Set("Confluent-Accept-Unknown-Properties", "true")
	if body != nil {
		sent.Header.Set("Content-Type", "application/json")
	}
	switch {
	case w.config.Token != "":
		sent.Header.Set("Authorization", "Bearer "+w.config.Token)
	case w.config.User != "":
		sent.SetBasicAuth(w.config.User, w.config.Password)
	}
	return sent, nil
}

// pause is how long to wait before the next attempt, and whether there is to be one.
func (w *wire) pause(attempt int, err error) (time.Duration, bool) {
	var known *Error
	if attempt >= w.config.Retries || !errors.As(err, &known) || !known.temporary() {
		return 0, false
	}
	if known.after > 0 {
		return min(known.after, w.config.RetryMax), true
	}
	wait := w.config.RetryMax
	if attempt < 32 {
		wait = min(w.config.RetryWait<<attempt, w.config.RetryMax)
	}
	return wait/2 + rand.N(wait/2+1), true
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

// wrote remembers the position of a write.
func (w *wire) wrote(seq uint64) {
	for {
		seen := w.seen.Load()
		if seq <= seen || w.seen.CompareAndSwap(seen, seq) {
			return
		}
	}
}

// read sends a read of the native API that holds all this client wrote. When no replica gets there, as after a restore
// from a backup, the position is forgotten.
func (w *wire) read(ctx context.Context, path string, query url.Values, answer any) error {
	if query == nil {
		query = url.Values{}
	}
	seen := w.seen.Load()
	if seen > 0 {
		query.Set("minSeq", strconv.FormatUint(seen, 10))
	}
	err := w.call(ctx, request{method: http.MethodGet, path: path, query: query}, answer)
	if seen > 0 && KindOf(err) == Unavailable && ctx.Err() == nil {
		w.seen.CompareAndSwap(seen, 0)
	}
	return err
}
