package concord

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"iter"
	"net/http"
	"net/url"
	"time"

	"github.com/concord-registry/concord/clients/go/internal/wire"
)

// Watch walks the log after a position, without loss or repetition, and goes on until ctx ends. When the connection breaks
// or the server shuts down it connects anew, waiting between attempts as Config says; only failures that repeat
// themselves that often end it. The last element is then the error; its reason is LOG_TRUNCATED when the log no longer
// reaches back so far.
func (a *AuditClient) Watch(ctx context.Context, options ...WatchOptions) iter.Seq2[WatchStep, error] {
	o := only(options)
	return func(yield func(WatchStep, error) bool) {
		for failed := 0; ; failed++ {
			wanted := true
			err := a.stream(ctx, o, func(step WatchStep) bool {
				o.After, failed = step.Position, 0
				wanted = step.Entry == nil && !o.Progress || yield(step, nil)
				return wanted
			})
			if !wanted {
				return
			}
			wait, again := a.client.wire.Pause(failed, err)
			if ctx.Err() == nil && again && wire.Sleep(ctx, wait) {
				continue
			}
			yield(WatchStep{}, readFailure(ctx, err, wire.Request{}))
			return
		}
	}
}

// stream reads one connection until it ends, which always is an error, or see returns false. A server that says nothing
// for as long as one attempt may take has gone: it beats every few seconds.
func (a *AuditClient) stream(ctx context.Context, o WatchOptions, see func(WatchStep) bool) error {
	c := a.client
	alive, cancel := context.WithCancel(ctx)
	defer cancel()
	silence := time.AfterFunc(c.wire.Timeout(), cancel)
	defer silence.Stop()
	query := url.Values{}
	set(query, "after", string(o.After))
	set(query, "filter", o.Filter)
	header := http.Header{"Accept": {"application/json"}}
	response, err := c.wire.Stream(alive, wire.Request{Method: http.MethodGet, Path: "/api/v1/log/watch", Query: query, Header: header})
	if err != nil {
		return silent(ctx, alive, err)
	}
	defer response.Body.Close()
	lines := json.NewDecoder(bufio.NewReader(response.Body))
	for {
		step, err := readStep(lines, response)
		if err != nil {
			return silent(ctx, alive, err)
		}
		silence.Stop()
		if !see(step) {
			return nil
		}
		silence.Reset(c.wire.Timeout())
	}
}

// readStep reads one line, which may be an error that came after the status.
func readStep(lines *json.Decoder, response *http.Response) (WatchStep, error) {
	var line struct {
		Step  WatchStep
		Error json.RawMessage
	}
	switch err := lines.Decode(&line); {
	case errors.Is(err, io.EOF):
		return line.Step, &wire.Failure{Message: "the server ended the watch"}
	case err != nil:
		return line.Step, &wire.Failure{Message: "the watch broke off", Err: err}
	case line.Error != nil:
		return line.Step, &wire.Failure{Status: statusOf(line.Error), Header: response.Header, Body: line.Error}
	}
	return line.Step, nil
}

// silent is the error of a connection that was given up because nothing came.
func silent(ctx, alive context.Context, err error) error {
	if alive.Err() != nil && ctx.Err() == nil {
		return &wire.Failure{Message: "the server fell silent"}
	}
	return err
}
