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
	"strconv"
)

// Event is one step of a watch.
type Event struct {
	// Seq is the position up to which everything was seen. Resume after it.
	Seq uint64 `json:"seq,string"`
	// Entry is what happened there; nil when nothing did: the watch has caught up, or nothing happened for a while.
	Entry *LogEntry `json:"entry"`
}

// Watch walks the log of the client's domain after a position, without loss or repetition, and goes on until ctx ends.
// When the connection breaks or the server shuts down it connects anew, waiting between attempts as Config says; only
// failures that repeat themselves that often end it. The last element is then the error; it is of kind Stale when
// the log no longer reaches back so far.
func (c *Client) Watch(ctx context.Context, after uint64) iter.Seq2[Event, error] {
	return c.watch(ctx, after, url.Values{"domain": {c.domain}})
}

// WatchAll is like Watch for every domain, and for what belongs to none.
func (c *Client) WatchAll(ctx context.Context, after uint64) iter.Seq2[Event, error] {
	return c.watch(ctx, after, url.Values{})
}

func (c *Client) watch(ctx context.Context, after uint64, query url.Values) iter.Seq2[Event, error] {
	return func(yield func(Event, error) bool) {
		failed := 0
		for {
			query.Set("after", strconv.FormatUint(after, 10))
			wanted := true
			err := c.stream(ctx, query, func(e Event) bool {
				after, failed = e.Seq, 0
				wanted = yield(e, nil)
				return wanted
			})
			if !wanted {
				return
			}
			wait, again := c.pause(failed, err)
			failed++
			if ctx.Err() != nil || !again || !sleep(ctx, wait) {
				yield(Event{}, firstError(ctx.Err(), err))
				return
			}
		}
	}
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// stream reads one connection until it ends, which always is an error, or see returns false.
func (c *Client) stream(ctx context.Context, query url.Values, see func(Event) bool) error {
	response, err := c.send(ctx, request{http.MethodGet, "/api/v1/watch", query, nil}, nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		text, _ := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
		return readError(response, text)
	}
	lines := json.NewDecoder(bufio.NewReader(response.Body))
	for {
		var line struct {
			Result *Event
			Error  json.RawMessage
		}
		switch err := lines.Decode(&line); {
		case errors.Is(err, io.EOF):
			return &Error{Kind: Unavailable, Message: "the server ended the watch"}
		case err != nil:
			return &Error{Kind: Unavailable, Message: "the watch broke off", Err: err}
		case line.Error != nil:
			return streamError(line.Error)
		case line.Result != nil && !see(*line.Result):
			return nil
		}
	}
}

// streamError is an error that came after the status line.
func streamError(text []byte) *Error { return readError(&http.Response{Status: "an error"}, text) }
